#include "client/command.h"

static bool read_timeouts(const struct options *options, struct client_system_options *settings,
			  struct fault *fault)
{
	const struct option_range range = { 1, CLIENT_TIMEOUT_MAX_S };

	return options_integer(options, OPTION_CONNECT_TIMEOUT, range, &settings->connect_timeout_s,
			       fault) &&
	       options_integer(options, OPTION_READ_TIMEOUT, range, &settings->read_timeout_s,
			       fault);
}

static bool open_call_log(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_CALLS);

	invocation->calls.file = -1;
	return !path || call_log_open(path, invocation->clock, &invocation->calls, fault);
}

bool invocation_client(struct invocation *invocation, struct client **out_client,
		       struct fault *fault)
{
	const struct options *options = &invocation->options;
	struct client_system_options settings = {
		.environment = invocation->environment,
		.clock = invocation->clock,
		.notice = invocation->notice,
		.debug = invocation->debug,
		.profile = options_text(options, OPTION_PROFILE),
		.endpoint_url = options_text(options, OPTION_ENDPOINT_URL),
		.ca_bundle = options_text(options, OPTION_CA_BUNDLE),
		.parallel = invocation->parallel,
		.is_dry_run = options_has(options, OPTION_DRY_RUN),
		.deadline_s = invocation->deadline_s,
	};

	*out_client = &invocation->client;
	if (invocation->client.system)
		return true;
	if (!read_timeouts(options, &settings, fault) || !open_call_log(invocation, fault))
		return false;
	settings.calls = &invocation->calls;
	if (!invocation->system && !client_system_new(&settings, &invocation->system, fault))
		return false;
	invocation->clock = invocation->calls.clock = client_clock(invocation->system);
	return client_open(invocation->system, invocation->arena,
			   options_text(options, OPTION_REGION), &invocation->client, fault);
}

bool invocation_done(struct invocation *invocation, struct fault *fault)
{
	bool has_log = invocation->system != NULL;

	client_done(&invocation->client);
	if (invocation->system)
		invocation->clock = invocation->calls.clock = invocation->system->clock;
	client_system_free(invocation->system);
	invocation->system = NULL;
	return !has_log || call_log_close(&invocation->calls, fault);
}

void invocation_raise(struct invocation *invocation, enum exit_status status)
{
	invocation->status = exit_status_worse(invocation->status, status);
}

void invocation_progress_begin(struct invocation *invocation, struct progress *progress,
			       const char *what, size_t total)
{
	bool can_draw = invocation->terminal &&
			output_can_draw(invocation->terminal, &invocation->environment);

	progress_begin(progress, can_draw ? invocation->terminal : NULL, invocation->clock, what,
		       total);
	progress->interrupted = invocation->interrupted;
	invocation->progress = progress;
}

void invocation_progress_end(struct invocation *invocation, struct progress *progress)
{
	progress_end(progress);
	invocation->progress = NULL;
}

bool invocation_is_interrupted(const struct invocation *invocation)
{
	return invocation->interrupted && *invocation->interrupted;
}
