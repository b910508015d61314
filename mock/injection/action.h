/*
 * action.h - what a fault rule can do: one table, one row an action.
 *
 * A row says which parameters the action has and at which point of a request
 * it works. An action without a function for a point does nothing there.
 */
#pragma once

#include "mock/call.h"
#include "mock/injection/rule.h"

struct injection_action {
	const char *name;                  /* "throttle", the member of "do" */
	const char *shorthand;             /* the parameter that may be given alone; NULL: none */
	const struct reader_field *fields; /* of the parameters' struct; NULL: it has none */
	size_t size;                       /* of that struct */
	bool is_early;                     /* works before the caller is known */
	bool goes_on;                      /* later rules are asked too */
	bool needs_history;                /* looks at what the last writes changed */

	/* Checks the parameters together, once they are read. */
	bool (*check)(struct reader *reader, const struct json_value *value,
		      struct injection_rule *rule);

	/* Forgets what it kept of earlier requests. */
	void (*reset)(struct injection_rule *rule);

	/* Frees what is not in the rule's arena. */
	void (*done)(struct injection_rule *rule);

	/* Whether it holds for this request because it fired for an earlier one. */
	bool (*sticks)(const struct exchange *exchange, const struct injection_rule *rule);

	/* Whether it has something to do for a request that matches; NULL: always. */
	bool (*applies)(struct exchange *exchange, struct injection_rule *rule);

	/* Before the input is checked. API_FAILED: the work is not done. */
	enum api_status (*begin)(struct exchange *exchange, struct injection_rule *rule);

	/* The work is done, or was refused; the answer is not written yet. */
	void (*settle)(struct exchange *exchange, struct injection_rule *rule);

	/* The answer is written. */
	void (*deliver)(struct exchange *exchange, struct injection_rule *rule);
};

/* NULL-terminated. */
extern const struct injection_action *const injection_actions[];

/* A number from 0 to below 1 for this firing, of a stream of the rule's own. */
double injection_chance(const struct exchange *exchange, const struct injection_rule *rule,
			const char *purpose);

/* Bytes for this firing, of another such stream. */
void injection_bytes(const struct exchange *exchange, const struct injection_rule *rule,
		     void *out_data, size_t len);

/* Time as the rule counts it, in milliseconds. */
int64_t injection_now_ms(const struct exchange *exchange, const struct injection_rule *rule);

/* A request with the token of an empty page asks for what that page was asked for. */
void injection_restore_token(struct exchange *exchange);

/* The rows of the files beside this one. */
extern const struct injection_action injection_action_error;
extern const struct injection_action injection_action_throttle;
extern const struct injection_action injection_action_latency;
extern const struct injection_action injection_action_reset;
extern const struct injection_action injection_action_commit_then_fail;
extern const struct injection_action injection_action_half_close;
extern const struct injection_action injection_action_stall;
extern const struct injection_action injection_action_dribble;
extern const struct injection_action injection_action_truncate;
extern const struct injection_action injection_action_garbage;
extern const struct injection_action injection_action_wrong_length;
extern const struct injection_action injection_action_wrong_type;
extern const struct injection_action injection_action_page;
extern const struct injection_action injection_action_redirect;
extern const struct injection_action injection_action_session_revoked;
extern const struct injection_action injection_action_credential_expired;
extern const struct injection_action injection_action_clock_skew;
extern const struct injection_action injection_action_empty_page;
extern const struct injection_action injection_action_omit;
extern const struct injection_action injection_action_stale;
