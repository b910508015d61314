/*
 * client.h - one principal's view of AWS.
 *
 * A struct client is credentials, a region, and the arena its answers live
 * in; everything else is shared by the clients of a run. Calls are the
 * functions generated from the contract (model/iam_client.h, ...):
 *
 *	struct iam_list_access_keys_in in = { 0 };
 *	struct iam_list_access_keys_out out;
 *	if (!iam_list_access_keys(&root, &in, &out, fault))
 *		return false;
 *
 * A call checks its input as AWS would, signs, sends, retries what may be
 * retried and reads the answer. It waits like fiber_wait(): other fibers go
 * on meanwhile. A write whose outcome is not known is not sent again: its
 * fault has is_outcome_unknown set, and the caller must look before acting.
 *
 * For work on one account use an arena of its own:
 *
 *	ARENA_AUTO(arena);
 *	struct client caller = client_with_arena(client, &arena), root;
 *	if (!client_assume_root(&caller, account_id, CLIENT_TASK_AUDIT, &root, fault))
 *		return false;
 *	...
 *	client_done(&root);
 */
#pragma once

#include "client/credentials.h"
#include "client/endpoint.h"
#include "client/fiber.h"
#include "client/notice.h"
#include "client/renewal.h"
#include "client/retry.h"
#include "model/api.h"
#include "wire/arena.h"
#include "wire/clock.h"
#include "wire/fault.h"

struct call_log;
struct pacer;
struct pattern_cache;
struct transport;

enum { CLIENT_SERVICES_MAX = 16 };

/* How many passing failures a service may still have. */
struct client_quota {
	const struct api_service *service; /* NULL: not used yet, as all behind it */
	struct retry_quota quota;
};

/* When the run must be over. */
struct client_deadline {
	int64_t at_ms; /* of client_system.monotonic; 0: no deadline */
	int64_t run_s; /* what was asked for */
};

/* What all clients of a run share. Made by client_system_new(). */
struct client_system {
	struct environment environment;
	struct clock clock;     /* the time of day */
	struct clock monotonic; /* for waits and deadlines */
	struct notice notice;
	struct notice debug;    /* a line for each request; nobody listens without --debug */
	struct call_log *calls; /* of --calls, or NULL; the invocation's */
	struct config config;
	struct endpoint_settings endpoints;
	bool is_profile_explicit;                    /* --profile was given */
	unsigned attempts_max;                       /* of a call */
	int64_t connect_timeout_ms, read_timeout_ms; /* see transport.h */
	int64_t attempt_timeout_ms;                  /* for all of an attempt */
	struct fibers *fibers;
	struct transport *transport;
	/*
	 * Calls under way, at most a connection each. Ours and not curl's own queue: that does
	 * not keep the order, and counts the wait as time of the call.
	 */
	struct fiber_gate connections;
	const char *ca_bundle; /* the file of certificates that was named, or NULL; borrowed */
	struct pacer *pacer;
	struct client_quota quotas[CLIENT_SERVICES_MAX]; /* of the services that were called */
	struct client_deadline deadline;
	struct pattern_cache *patterns;    /* of the contract, compiled */
	uint32_t (*random)(void *context); /* for the jitter of retries */
	void *random_context;
	struct renewal renewal; /* of the caller's credentials */
	int64_t skew_ms;        /* AWS's clock minus ours, learnt from a refusal: for signatures */
	int64_t ahead_ms;       /* the same by the Date of answers: see client_clock() */
	bool is_dry_run;        /* no call that writes is sent */
	bool is_skew_said, is_clear_said; /* a note is said once */
};

struct client {
	struct client_system *system;
	struct arena *arena;             /* of the answers */
	struct credentials *credentials; /* owned if owns_credentials */
	struct region region;
	const char *account_id; /* of a root session, borrowed; NULL: the caller's own */
	bool owns_credentials;
	const char *request_id; /* of the last answer, in the arena; NULL: it had none */
};

struct client_system_options {
	struct environment environment;
	struct clock clock;
	struct notice notice, debug;
	struct call_log *calls;                    /* --calls, or NULL */
	const char *profile;                       /* --profile, or NULL */
	const char *endpoint_url;                  /* --endpoint-url, or NULL */
	const char *ca_bundle;                     /* --ca-bundle, or NULL */
	size_t parallel;                           /* connections at most */
	int64_t connect_timeout_s, read_timeout_s; /* 0: as usual */
	bool is_dry_run;    /* --dry-run: FAULT_REFUSED instead of a call that writes */
	int64_t deadline_s; /* of the run; 0: none */
};

enum { CLIENT_CONNECT_TIMEOUT_S = 5, CLIENT_READ_TIMEOUT_S = 20, CLIENT_TIMEOUT_MAX_S = 3600 };

/* What a root session may do; AWS has a task policy for each. */
enum client_task {
	CLIENT_TASK_AUDIT,
	CLIENT_TASK_CREATE_PASSWORD,
	CLIENT_TASK_DELETE,
	CLIENT_TASK_UNLOCK_S3,
	CLIENT_TASK_UNLOCK_SQS,
	CLIENT_TASK_COUNT
};

enum { CLIENT_SESSION_MAX_S = 900 }; /* AWS's bound for a root session */

/* Reads the configuration and makes the transport. Free with client_system_free(). */
MUST_USE bool client_system_new(const struct client_system_options *options,
				struct client_system **out_system, struct fault *fault);
void client_system_free(struct client_system *system);

/* The client of the caller: region and credentials as AWS's chain finds them. */
MUST_USE bool client_open(struct client_system *system, struct arena *arena, const char *region,
			  struct client *out_client, struct fault *fault);

/* The same principal; answers go to @arena. Nothing to release. */
struct client client_with_arena(const struct client *client, struct arena *arena);

/*
 * A root session of a member account, by regional STS. If it cannot be had,
 * false: *out_client is then zeroed and no call can be made with it. Its
 * answers go to the arena of @client. End it with client_done().
 */
MUST_USE bool client_assume_root(struct client *client, const char *account_id,
				 enum client_task task, struct client *out_client,
				 struct fault *fault);

/* Overwrites the credentials it owns. A zeroed client is allowed. */
void client_done(struct client *client);

/*
 * Renews credentials that end soon, if the chain can give new ones (see
 * renewal.h); every call does it first. False only if they are over and no new
 * ones can be had: FAULT_CREDENTIALS that says "token expired", or why.
 */
MUST_USE bool client_renew(struct client *client, struct fault *fault);

/* "audit", "delete", ...: as options and output write it. */
const char *client_task_name(enum client_task task);

/* The task policy's name: "IAMAuditRootUserCredentials". */
const char *client_task_policy(enum client_task task);

/*
 * Milliseconds until the run's deadline, 0 if it is over, INT64_MAX without one. A call
 * that would begin after it fails with FAULT_DEADLINE; a write that was sent is not cut off.
 */
int64_t client_deadline_left_ms(const struct client_system *system);

/* The partition of the client's region: "aws". */
const char *client_partition(const struct client *client);

/*
 * AWS's time of day as its answers tell it, and ours until one came. What is measured against
 * times of AWS's, such as the last use of a key or the end of a session, is measured by it: the
 * machine's own clock may be wrong by months. It is valid as long as @system is.
 */
struct clock client_clock(const struct client_system *system);

/* Milliseconds until the client's session ends; INT64_MAX for a long-term key. */
int64_t client_time_left_ms(const struct client *client);
