/* Actions on how an answer travels. */
#include <math.h>
#include <string.h>

#include "mock/exchange.h"
#include "mock/injection/action.h"
#include "mock/injection/errors.h"

enum {
	WAIT_MAX_MS = 10 * 60 * 1000, /* the longest delay, hold and pause */
	HOLD_MS = SERVER_IDLE_S * 1000,
};

struct latency {
	double ms, min_ms, max_ms, median_ms, sigma;
};

#define LATENCY(name) offsetof(struct latency, name)

static const struct reader_field latency_fields[] = {
	{ "ms", READER_NUMBER, LATENCY(ms), .min = 1, .max = WAIT_MAX_MS },
	{ "minMs", READER_NUMBER, LATENCY(min_ms), .min = 0, .max = WAIT_MAX_MS },
	{ "maxMs", READER_NUMBER, LATENCY(max_ms), .min = 1, .max = WAIT_MAX_MS },
	{ "medianMs", READER_NUMBER, LATENCY(median_ms), .min = 1, .max = WAIT_MAX_MS },
	{ "sigma", READER_NUMBER, LATENCY(sigma), .min = 0, .max = 5 },
	{ NULL },
};

/* One of: ms; minMs and maxMs; medianMs and sigma, perhaps with maxMs. */
static bool check_latency(struct reader *reader, const struct json_value *value,
			  struct injection_rule *rule)
{
	const struct latency *latency = rule->parameters;
	bool is_uniform = latency->max_ms > 0 && latency->median_ms == 0;
	int forms = (latency->ms > 0) + (latency->median_ms > 0) + is_uniform;

	if (forms != 1 || (is_uniform && latency->min_ms > latency->max_ms))
		return reader_fail(reader, value,
				   "expected one of \"ms\", \"minMs\" up to \"maxMs\", or "
				   "\"medianMs\" with \"sigma\"");
	return true;
}

/* A number of the standard normal distribution, by Box and Muller. */
static double normal(const struct exchange *exchange, const struct injection_rule *rule)
{
	double radius = sqrt(-2 * log(1 - injection_chance(exchange, rule, "latency")));

	return radius * cos(2 * M_PI * injection_chance(exchange, rule, "latency angle"));
}

static double latency_ms(const struct exchange *exchange, const struct injection_rule *rule)
{
	const struct latency *latency = rule->parameters;
	double most_ms = latency->max_ms > 0 ? latency->max_ms : WAIT_MAX_MS;

	if (latency->ms > 0)
		return latency->ms;
	if (latency->median_ms > 0)
		return fmin(most_ms,
			    latency->median_ms * exp(latency->sigma * normal(exchange, rule)));
	return latency->min_ms +
	       injection_chance(exchange, rule, "latency") * (most_ms - latency->min_ms);
}

static void deliver_late(struct exchange *exchange, struct injection_rule *rule)
{
	uint32_t sum_ms = exchange->delivery.delay_ms + (uint32_t)latency_ms(exchange, rule);

	exchange->delivery.delay_ms = sum_ms < WAIT_MAX_MS ? sum_ms : WAIT_MAX_MS;
}

const struct injection_action injection_action_latency = {
	.name = "latency",
	.shorthand = "ms",
	.fields = latency_fields,
	.size = sizeof(struct latency),
	.goes_on = true,
	.check = check_latency,
	.deliver = deliver_late,
};

/* What the other actions here are told. */
struct transport {
	const char *when, *answer, *code;
	int64_t bytes, hold_ms, every_ms;
};

#define TRANSPORT(name) offsetof(struct transport, name)

static void break_off(struct exchange *exchange, enum server_extent extent,
		      enum server_ending ending)
{
	exchange->delivery.is_raw = true;
	exchange->delivery.extent = extent;
	exchange->delivery.ending = ending;
}

static const char *const when_choices[] = { "before", "after", NULL };

static const struct reader_field reset_fields[] = {
	{ "when", READER_TEXT, TRANSPORT(when), .is_required = true, .choices = when_choices },
	{ NULL },
};

static enum api_status reset_before(struct exchange *exchange, struct injection_rule *rule)
{
	const struct transport *transport = rule->parameters;

	if (strcmp(transport->when, "after") == 0)
		return API_OK;
	exchange->hits.is_unanswered = true;
	return API_FAILED;
}

static bool check_reset(struct reader *reader, const struct json_value *value,
			struct injection_rule *rule)
{
	const struct transport *transport = rule->parameters;

	return transport->when ||
	       reader_fail(reader, value, "expected \"before\" or \"after\" the work is done");
}

static void deliver_reset(struct exchange *exchange, struct injection_rule *rule)
{
	UNUSED(rule);
	break_off(exchange, SERVER_SENDS_NOTHING, SERVER_RESETS);
}

const struct injection_action injection_action_reset = {
	.name = "reset",
	.shorthand = "when",
	.fields = reset_fields,
	.size = sizeof(struct transport),
	.check = check_reset,
	.begin = reset_before,
	.deliver = deliver_reset,
};

static const struct reader_field hold_fields[] = {
	{ "holdMs", READER_INTEGER, TRANSPORT(hold_ms), .min = 1, .max = WAIT_MAX_MS },
	{ NULL },
};

static void hold(struct exchange *exchange, const struct transport *transport)
{
	exchange->delivery.hold_ms = transport->hold_ms ? (uint32_t)transport->hold_ms : HOLD_MS;
}

static void deliver_half_close(struct exchange *exchange, struct injection_rule *rule)
{
	break_off(exchange, SERVER_SENDS_NOTHING, SERVER_HALF_CLOSES);
	hold(exchange, rule->parameters);
}

const struct injection_action injection_action_half_close = {
	.name = "halfClose",
	.shorthand = "holdMs",
	.fields = hold_fields,
	.size = sizeof(struct transport),
	.deliver = deliver_half_close,
};

static void deliver_stall(struct exchange *exchange, struct injection_rule *rule)
{
	break_off(exchange, SERVER_SENDS_PART, SERVER_CLOSES);
	hold(exchange, rule->parameters);
}

const struct injection_action injection_action_stall = {
	.name = "stall",
	.shorthand = "holdMs",
	.fields = hold_fields,
	.size = sizeof(struct transport),
	.deliver = deliver_stall,
};

static const struct reader_field dribble_fields[] = {
	{ "bytes", READER_INTEGER, TRANSPORT(bytes), .min = 1, .max = 1000000 },
	{ "everyMs", READER_INTEGER, TRANSPORT(every_ms), .is_required = true, .min = 1,
	  .max = WAIT_MAX_MS },
	{ NULL },
};

static bool check_dribble(struct reader *reader, const struct json_value *value,
			  struct injection_rule *rule)
{
	struct transport *transport = rule->parameters;

	if (!transport->bytes)
		transport->bytes = 1;
	return transport->every_ms || reader_fail(reader, value, "expected a member \"everyMs\"");
}

static void deliver_dribble(struct exchange *exchange, struct injection_rule *rule)
{
	const struct transport *transport = rule->parameters;

	break_off(exchange, SERVER_SENDS_ALL, SERVER_CLOSES);
	exchange->delivery.pace_bytes = (uint32_t)transport->bytes;
	exchange->delivery.pace_ms = (uint32_t)transport->every_ms;
}

const struct injection_action injection_action_dribble = {
	.name = "dribble",
	.shorthand = "everyMs",
	.fields = dribble_fields,
	.size = sizeof(struct transport),
	.check = check_dribble,
	.deliver = deliver_dribble,
};

static const struct reader_field truncate_fields[] = {
	{ "at", READER_INTEGER, TRANSPORT(bytes), .min = 0, .max = SERVER_BODY_MAX },
	{ NULL },
};

static void deliver_truncated(struct exchange *exchange, struct injection_rule *rule)
{
	const struct transport *transport = rule->parameters;

	break_off(exchange, SERVER_SENDS_PART, SERVER_CLOSES);
	exchange->delivery.body_max = (size_t)transport->bytes;
}

const struct injection_action injection_action_truncate = {
	.name = "truncate",
	.shorthand = "at",
	.fields = truncate_fields,
	.size = sizeof(struct transport),
	.deliver = deliver_truncated,
};

/* How the answer is lost after the work was done. */
static const char *const answer_choices[] = { "reset", "close", "stall", NULL };

static const struct reader_field lost_fields[] = {
	{ "answer", READER_TEXT, TRANSPORT(answer), .choices = answer_choices },
	{ "error", READER_TEXT, TRANSPORT(code) },
	{ "holdMs", READER_INTEGER, TRANSPORT(hold_ms), .min = 1, .max = WAIT_MAX_MS },
	{ NULL },
};

static bool check_lost(struct reader *reader, const struct json_value *value,
		       struct injection_rule *rule)
{
	struct transport *transport = rule->parameters;

	if (transport->answer && transport->code)
		return reader_fail(reader, value, "expected \"answer\" or \"error\", not both");
	if (transport->code)
		return injection_match_any(&rule->match, injection_error_is_known,
					   transport->code) ||
		       reader_fail(reader, json_get(value, "error"),
				   "expected the code of an error that AWS gives for these "
				   "operations");
	if (!transport->answer)
		transport->answer = "reset";
	return true;
}

/* Only an answer that says it was done is worth losing. */
static void settle_lost(struct exchange *exchange, struct injection_rule *rule)
{
	const struct transport *transport = rule->parameters;
	struct injection_error_form form;

	if (transport->code && injection_error_find(exchange->operation, transport->code, &form))
		call_fail_common(&exchange->call, form.http_status, form.code, "%s", form.message);
}

static void deliver_lost(struct exchange *exchange, struct injection_rule *rule)
{
	const struct transport *transport = rule->parameters;

	if (transport->code)
		return;
	if (strcmp(transport->answer, "stall") == 0) {
		deliver_stall(exchange, rule);
		return;
	}
	break_off(exchange, SERVER_SENDS_NOTHING,
		  strcmp(transport->answer, "reset") == 0 ? SERVER_RESETS : SERVER_CLOSES);
}

const struct injection_action injection_action_commit_then_fail = {
	.name = "commitThenFail",
	.shorthand = "answer",
	.fields = lost_fields,
	.size = sizeof(struct transport),
	.check = check_lost,
	.settle = settle_lost,
	.deliver = deliver_lost,
};
