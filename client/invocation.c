#include "client/command.h"

bool invocation_client(struct invocation *invocation, struct client **out_client,
		       struct fault *fault)
{
	const struct options *options = &invocation->options;
	const struct client_system_options settings = {
		.environment = invocation->environment,
		.clock = invocation->clock,
		.notice = invocation->notice,
		.debug = invocation->debug,
		.profile = options_text(options, OPTION_PROFILE),
		.endpoint_url = options_text(options, OPTION_ENDPOINT_URL),
		.parallel = invocation->parallel,
	};

	*out_client = &invocation->client;
	if (invocation->client.system)
		return true;
	if (!invocation->system && !client_system_new(&settings, &invocation->system, fault))
		return false;
	return client_open(invocation->system, invocation->arena,
			   options_text(options, OPTION_REGION), &invocation->client, fault);
}

void invocation_done(struct invocation *invocation)
{
	client_done(&invocation->client);
	client_system_free(invocation->system);
	invocation->system = NULL;
}

void invocation_raise(struct invocation *invocation, enum exit_status status)
{
	invocation->status = exit_status_worse(invocation->status, status);
}

bool invocation_is_interrupted(const struct invocation *invocation)
{
	return invocation->interrupted && *invocation->interrupted;
}
