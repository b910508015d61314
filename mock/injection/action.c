#include "mock/injection/action.h"

#include "mock/exchange.h"
#include "mock/namespace.h"

/* In the order of docs/scenarios.md. */
const struct injection_action *const injection_actions[] = {
	&injection_action_error,
	&injection_action_throttle,
	&injection_action_latency,
	&injection_action_reset,
	&injection_action_commit_then_fail,
	&injection_action_half_close,
	&injection_action_stall,
	&injection_action_dribble,
	&injection_action_truncate,
	&injection_action_garbage,
	&injection_action_wrong_length,
	&injection_action_wrong_type,
	&injection_action_page,
	&injection_action_redirect,
	&injection_action_session_revoked,
	&injection_action_credential_expired,
	&injection_action_clock_skew,
	&injection_action_empty_page,
	&injection_action_omit,
	&injection_action_stale,
	NULL,
};

/* A stream named after the rule and its count: what other rules and calls draw is not shifted. */
static struct random_source stream_of(const struct exchange *exchange,
				      const struct injection_rule *rule, const char *purpose)
{
	const struct random_source *seed = &exchange->space->random;
	struct random_source source = seed->is_seeded ? random_seeded(seed->seed) : random_system();

	random_begin(&source, ARENA_JOIN(exchange->call.arena, "fault/", purpose, "/", rule->name),
		     rule->matched);
	return source;
}

double injection_chance(const struct exchange *exchange, const struct injection_rule *rule,
			const char *purpose)
{
	struct random_source source = stream_of(exchange, rule, purpose);
	uint32_t number;

	random_bytes(&source, &number, sizeof(number));
	return (double)number / ((double)UINT32_MAX + 1);
}

void injection_bytes(const struct exchange *exchange, const struct injection_rule *rule,
		     void *out_data, size_t len)
{
	struct random_source source = stream_of(exchange, rule, "bytes");

	random_bytes(&source, out_data, len);
}

int64_t injection_now_ms(const struct exchange *exchange, const struct injection_rule *rule)
{
	struct clock clock = clock_monotonic();

	return rule->uses_clock ? exchange->call.now_ms : clock_now_ms(&clock);
}
