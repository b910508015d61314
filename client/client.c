#include "client/client.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "client/call_log.h"
#include "client/credentials/chain.h"
#include "client/credentials/sts.h"
#include "client/pacer.h"
#include "client/transport.h"
#include "model/pattern.h"
#include "model/sts_client.h"
#include "wire/uri.h"

struct task {
	const char *name, *policy;
};

/* AWS has exactly these five (recorded). */
static const struct task tasks[CLIENT_TASK_COUNT] = {
	[CLIENT_TASK_AUDIT] = { "audit", "IAMAuditRootUserCredentials" },
	[CLIENT_TASK_CREATE_PASSWORD] = { "create-password", "IAMCreateRootUserPassword" },
	[CLIENT_TASK_DELETE] = { "delete", "IAMDeleteRootUserCredentials" },
	[CLIENT_TASK_UNLOCK_S3] = { "unlock-s3", "S3UnlockBucketPolicy" },
	[CLIENT_TASK_UNLOCK_SQS] = { "unlock-sqs", "SQSUnlockQueuePolicy" },
};

const char *client_task_name(enum client_task task)
{
	return tasks[task].name;
}

const char *client_task_policy(enum client_task task)
{
	return tasks[task].policy;
}

static int64_t monotonic_ms(void *context)
{
	struct timespec now;

	UNUSED(context);
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint32_t system_random(void *context)
{
	uint32_t value = 0;

	UNUSED(context);
	if (getrandom(&value, sizeof(value), 0) != (ssize_t)sizeof(value))
		abort();
	return value;
}

static unsigned attempts_max(const struct client_system *system)
{
	const char *text = environment_get(&system->environment, "AWS_MAX_ATTEMPTS");
	long attempts;

	if (!text)
		text = config_text(&system->config, system->endpoints.profile, "max_attempts");
	attempts = text ? strtol(text, NULL, 10) : 0;
	return attempts > 0 && attempts <= 100 ? (unsigned)attempts : RETRY_ATTEMPTS_MAX;
}

/* The certificates to trust, as the AWS CLI finds them. */
static void find_ca_bundle(const struct client_system *system, const char *option,
			   struct transport_options *transport)
{
	const struct {
		const char *path, *source;
	} places[] = {
		{ option, "--ca-bundle" },
		{ environment_get(&system->environment, "AWS_CA_BUNDLE"), "AWS_CA_BUNDLE" },
		{ config_text(&system->config, system->endpoints.profile, "ca_bundle"),
		  "the profile's ca_bundle" },
	};

	for (size_t i = 0; i < ARRAY_LEN(places) && !transport->ca_bundle; i++) {
		transport->ca_bundle = places[i].path;
		transport->ca_source = places[i].source;
	}
}

static void set_timeouts(struct client_system *system, const struct client_system_options *options)
{
	int64_t connect_s = options->connect_timeout_s, read_s = options->read_timeout_s;

	system->connect_timeout_ms = 1000 * (connect_s ? connect_s : CLIENT_CONNECT_TIMEOUT_S);
	system->read_timeout_ms = 1000 * (read_s ? read_s : CLIENT_READ_TIMEOUT_S);
	system->attempt_timeout_ms = system->connect_timeout_ms + 3 * system->read_timeout_ms;
}

static void set_deadline(struct client_system *system, int64_t run_s)
{
	if (run_s > 0)
		system->deadline = (struct client_deadline){
			.at_ms = clock_now_ms(&system->monotonic) + run_s * 1000, .run_s = run_s
		};
}

int64_t client_deadline_left_ms(const struct client_system *system)
{
	int64_t left_ms;

	if (!system->deadline.at_ms)
		return INT64_MAX;
	left_ms = system->deadline.at_ms - clock_now_ms(&system->monotonic);
	return left_ms > 0 ? left_ms : 0;
}

bool client_system_new(const struct client_system_options *options,
		       struct client_system **out_system, struct fault *fault)
{
	struct client_system *system = calloc(1, sizeof(*system));
	struct transport_options transport = { .connections_max = options->parallel };

	if (!system)
		abort();
	system->environment = options->environment;
	system->clock = options->clock;
	system->monotonic = (struct clock){ .now_ms = monotonic_ms };
	system->notice = options->notice;
	system->debug = options->debug;
	system->calls = options->calls;
	system->random = system_random;
	system->is_dry_run = options->is_dry_run;
	if (!config_load(&system->config, &system->environment, fault)) {
		config_done(&system->config);
		free(system);
		return false;
	}
	if (system->config.exposed_path)
		notice_say(&system->notice,
			   "%s holds a secret key and others may read it; chmod 600 keeps it yours",
			   system->config.exposed_path);
	system->is_profile_explicit = options->profile != NULL;
	system->endpoints = (struct endpoint_settings){
		.environment = &system->environment,
		.config = &system->config,
		.profile = config_profile_name(&system->environment, options->profile),
		.url = options->endpoint_url,
		.notice = options->notice,
	};
	system->attempts_max = attempts_max(system);
	set_deadline(system, options->deadline_s);
	system->fibers = fibers_new(system->monotonic);
	system->pacer = pacer_new(system->fibers, system->monotonic);
	transport.fibers = system->fibers;
	system->connections.free = options->parallel;
	find_ca_bundle(system, options->ca_bundle, &transport);
	set_timeouts(system, options);
	system->ca_bundle = transport.ca_bundle;
	system->transport = transport_new(&transport);
	system->patterns = pattern_cache_new();
	*out_system = system;
	return true;
}

void client_system_free(struct client_system *system)
{
	if (!system)
		return;
	pattern_cache_free(system->patterns);
	transport_free(system->transport);
	pacer_free(system->pacer);
	fibers_free(system->fibers);
	config_done(&system->config);
	free(system);
}

bool client_open(struct client_system *system, struct arena *arena, const char *region,
		 struct client *out_client, struct fault *fault)
{
	struct client client = { .system = system, .arena = arena };

	*out_client = (struct client){ 0 };
	if (!endpoint_region(&system->endpoints, region, &client.region, fault) ||
	    !chain_resolve(system, &client.region, fault, &client.credentials))
		return false;
	client.owns_credentials = true;
	*out_client = client;
	return true;
}

/* Without new ones the old ones are used to their end. */
static bool renew(struct client *client, struct fault *fault)
{
	struct client_system *system = client->system;
	struct renewal *renewal = &system->renewal;
	struct credentials *newer = NULL;
	bool is_renewed;

	renewal_begin(renewal);
	is_renewed = chain_resolve(system, &client->region, &renewal->failure, &newer);
	renewal_end(renewal, system->fibers);
	if (is_renewed) {
		credentials_replace(client->credentials, newer);
		return true;
	}
	renewal->not_before_ms = clock_now_ms(&system->monotonic) + RENEWAL_PAUSE_MS;
	if (client_time_left_ms(client) <= 0) {
		*fault = renewal->failure;
		return false;
	}
	notice_say(&system->notice, "the credentials could not be renewed and are used on: %s",
		   renewal->failure.message);
	return true;
}

static bool is_over(const struct client *client, struct fault *fault)
{
	char end[CLOCK_ISO_LEN + 1];

	if (client_time_left_ms(client) > 0)
		return false;
	clock_format_iso(client->credentials->expires_ms, end);
	fault_set(fault, FAULT_CREDENTIALS,
		  "token expired: the session from %s ended at %s. Log in again, then run this "
		  "again",
		  client->credentials->link, end);
	return true;
}

static int64_t lifetime_ms(const struct credentials *credentials)
{
	return credentials->obtained_ms ? credentials->expires_ms - credentials->obtained_ms : 0;
}

bool client_renew(struct client *client, struct fault *fault)
{
	struct client_system *system = client->system;
	const struct credentials *credentials = client->credentials;
	int64_t left_ms = client_time_left_ms(client);
	enum renewal_window window = renewal_window(left_ms, lifetime_ms(credentials));

	if (credentials->expires_ms == 0 || !credentials->is_renewable)
		return credentials->expires_ms == 0 || !is_over(client, fault);
	if (window == RENEWAL_NONE)
		return true;
	if (system->renewal.is_running) {
		if (window == RENEWAL_MANDATORY)
			renewal_wait(&system->renewal, system->fibers);
		if (client_time_left_ms(client) <= 0)
			*fault = system->renewal.failure;
		return client_time_left_ms(client) > 0;
	}
	if (left_ms > 0 && clock_now_ms(&system->monotonic) < system->renewal.not_before_ms)
		return true;
	return renew(client, fault);
}

struct client client_with_arena(const struct client *client, struct arena *arena)
{
	struct client copy = *client;

	copy.arena = arena;
	copy.owns_credentials = false;
	return copy;
}

/* A root session that travels in the clear is everybody's who sees it on the way. */
static void say_if_clear(struct client_system *system, struct arena *arena, const char *region)
{
	const struct endpoint_wanted wanted = { "sts", region };
	struct endpoint endpoint;
	struct fault fault;
	struct uri uri;

	if (system->is_clear_said ||
	    !endpoint_resolve(&system->endpoints, arena, &wanted, &endpoint, &fault) ||
	    !uri_split(arena, endpoint.url, &fault, &uri))
		return;
	system->is_clear_said = true;
	if (strcmp(uri.scheme, "http") == 0 && !uri_host_is_loopback(uri.host))
		notice_say(&system->notice,
			   "%s (%s) is not encrypted: whoever is on the way can take the root "
			   "sessions that come from there",
			   endpoint.url, endpoint.source);
}

bool client_assume_root(struct client *client, const char *account_id, enum client_task task,
			struct client *out_client, struct fault *fault)
{
	struct arena arena = { 0 };
	struct client caller = client_with_arena(client, &arena);
	const struct sts_policy_descriptor_type policy = {
		.arn = arena_printf(&arena, "arn:%s:iam::aws:policy/root-task/%s",
				    client_partition(client), tasks[task].policy),
	};
	const struct sts_assume_root_in in = {
		.target_principal = account_id,
		.task_policy_arn = &policy,
		.duration_seconds = api_integer(CLIENT_SESSION_MAX_S),
	};
	struct sts_assume_root_out out;
	struct credentials *credentials = NULL;
	bool is_assumed;

	*out_client = (struct client){ 0 };
	say_if_clear(client->system, &arena, client->region.name);
	is_assumed = sts_assume_root(&caller, &in, &out, fault) &&
		     sts_take_credentials(out.credentials, "root session", fault, &credentials);
	if (is_assumed)
		call_log_session(
			client->system->calls,
			&(struct call_session){ .access_key_id = credentials->access_key_id,
						.account_id = account_id,
						.task = tasks[task].policy,
						.request_id = caller.request_id });
	arena_wipe(&arena);
	arena_done(&arena);
	if (!is_assumed)
		return false;
	*out_client = client_with_arena(client, client->arena);
	out_client->credentials = credentials;
	out_client->owns_credentials = true;
	out_client->account_id = account_id;
	return true;
}

void client_done(struct client *client)
{
	if (client->owns_credentials)
		credentials_free(client->credentials);
	*client = (struct client){ 0 };
}

const char *client_partition(const struct client *client)
{
	return partition_of_region(client->region.name)->name;
}

static int64_t aws_now_ms(void *context)
{
	const struct client_system *system = context;

	return clock_now_ms(&system->clock) + system->ahead_ms;
}

struct clock client_clock(const struct client_system *system)
{
	return (struct clock){ .now_ms = aws_now_ms, .context = (void *)system };
}

int64_t client_time_left_ms(const struct client *client)
{
	if (!client->credentials || client->credentials->expires_ms == 0)
		return INT64_MAX;
	return client->credentials->expires_ms - aws_now_ms(client->system);
}
