/* An action that answers as the state was a while ago. */
#include <string.h>

#include "mock/consistency.h"
#include "mock/exchange.h"
#include "mock/injection/action.h"

enum { STALE_MAX_MS = 24 * 60 * 60 * 1000 };

struct stale {
	int64_t ms;
};

static const struct reader_field fields[] = {
	{ "ms", READER_INTEGER, offsetof(struct stale, ms), .min = 1, .max = STALE_MAX_MS },
	{ NULL },
};

/* A change that is made on an old state would undo others; only STS issues on one what it issues.
 */
static bool can_be_stale(const struct api_operation *operation, const void *context)
{
	UNUSED(context);
	return !operation->is_write || strcmp(operation->service->name, "sts") == 0;
}

static bool check_stale(struct reader *reader, const struct json_value *value,
			struct injection_rule *rule)
{
	const struct stale *stale = rule->parameters;

	if (stale->ms == 0)
		return reader_fail(reader, value, "expected a member \"ms\"");
	return injection_match_any(&rule->match, can_be_stale, NULL) ||
	       reader_fail(reader, value, "expected operations that read, or of STS");
}

static bool stale_applies(struct exchange *exchange, struct injection_rule *rule)
{
	UNUSED(rule);
	return can_be_stale(exchange->operation, NULL);
}

static enum api_status begin_stale(struct exchange *exchange, struct injection_rule *rule)
{
	const struct stale *stale = rule->parameters;

	consistency_look_back(exchange, stale->ms, rule->uses_clock);
	return API_OK;
}

const struct injection_action injection_action_stale = {
	.name = "stale",
	.shorthand = "ms",
	.fields = fields,
	.size = sizeof(struct stale),
	.goes_on = true,
	.needs_history = true,
	.check = check_stale,
	.applies = stale_applies,
	.begin = begin_stale,
};
