/* Actions that answer with an error instead of doing the work. */
#include <string.h>

#include "mock/exchange.h"
#include "mock/injection/action.h"
#include "mock/injection/bucket.h"
#include "mock/injection/errors.h"

enum { RETRY_AFTER_MAX_S = 3600 };

struct error_parameters {
	const char *code, *message; /* the code of a throttle may be NULL: the service's own */
	int64_t status, retry_after_s;
	double rate, burst;
	const char *per;
	struct bucket_table *buckets;
};

#define MEMBER(name) offsetof(struct error_parameters, name)

static enum api_status answer_error(struct exchange *exchange, struct injection_rule *rule)
{
	const struct error_parameters *parameters = rule->parameters;
	struct call *call = &exchange->call;
	const char *code = parameters->code
				   ? parameters->code
				   : injection_error_throttling(exchange->operation->service);
	struct injection_error_form form = { code, 400, "Rate exceeded" };

	if (!injection_error_find(exchange->operation, code, &form) && parameters->code)
		return API_OK;
	call_fail_common(call, parameters->status ? (int)parameters->status : form.http_status,
			 form.code, "%s", parameters->message ? parameters->message : form.message);
	if (parameters->retry_after_s)
		call_fail_detail(call, (struct call_detail){
					       "Retry-After",
					       arena_printf(call->arena, "%lld",
							    (long long)parameters->retry_after_s),
					       true });
	return API_FAILED;
}

/* An error AWS never gives for the operation is not given. */
static bool error_applies(struct exchange *exchange, struct injection_rule *rule)
{
	const struct error_parameters *parameters = rule->parameters;

	return injection_error_is_known(exchange->operation, parameters->code);
}

static bool check_code(struct reader *reader, const struct json_value *value,
		       const struct injection_rule *rule)
{
	const struct error_parameters *parameters = rule->parameters;
	const struct json_value *place = json_get(value, "code");

	return !parameters->code ||
	       injection_match_any(&rule->match, injection_error_is_known, parameters->code) ||
	       reader_fail(
		       reader, place ? place : value,
		       "expected the code of an error that AWS gives for these operations, such "
		       "as \"Throttling\" or \"ServiceUnavailable\"");
}

static bool check_error(struct reader *reader, const struct json_value *value,
			struct injection_rule *rule)
{
	const struct error_parameters *parameters = rule->parameters;

	if (!parameters->code)
		return reader_fail(reader, value, "expected a member \"code\"");
	return check_code(reader, value, rule);
}

static const struct reader_field error_fields[] = {
	{ "code", READER_TEXT, MEMBER(code) },
	{ "message", READER_TEXT, MEMBER(message) },
	{ "status", READER_INTEGER, MEMBER(status), .min = 400, .max = 599 },
	{ "retryAfterS", READER_INTEGER, MEMBER(retry_after_s), .min = 1,
	  .max = RETRY_AFTER_MAX_S },
	{ NULL },
};

const struct injection_action injection_action_error = {
	.name = "error",
	.shorthand = "code",
	.fields = error_fields,
	.size = sizeof(struct error_parameters),
	.check = check_error,
	.applies = error_applies,
	.begin = answer_error,
};

/* What shares a bucket. */
enum per { PER_ACCOUNT_OPERATION, PER_ACCOUNT, PER_OPERATION, PER_ALL };

static const char *const per_choices[] = { "account-operation", "account", "operation", "all",
					   NULL };

static enum per per_of(const struct error_parameters *parameters)
{
	size_t index = 0;

	while (parameters->per && strcmp(per_choices[index], parameters->per) != 0)
		index++;
	return (enum per)index;
}

static const char *bucket_key(struct exchange *exchange, const struct error_parameters *parameters)
{
	struct arena *arena = exchange->call.arena;
	const char *account = exchange->principal.account_id;
	const struct api_operation *operation = exchange->operation;

	if (!account)
		account = "nobody";
	switch (per_of(parameters)) {
	case PER_ACCOUNT_OPERATION:
		return ARENA_JOIN(arena, account, " ", operation->service->name, ":",
				  operation->name);
	case PER_ACCOUNT:
		return account;
	case PER_OPERATION:
		return ARENA_JOIN(arena, operation->service->name, ":", operation->name);
	case PER_ALL:
		break;
	}
	return "all";
}

static bool throttle_applies(struct exchange *exchange, struct injection_rule *rule)
{
	struct error_parameters *parameters = rule->parameters;
	const struct bucket_rate rate = { parameters->rate, parameters->burst };

	if (!parameters->buckets)
		parameters->buckets = bucket_table_new();
	return !bucket_take(parameters->buckets, bucket_key(exchange, parameters), &rate,
			    injection_now_ms(exchange, rule));
}

static void throttle_forget(struct injection_rule *rule)
{
	struct error_parameters *parameters = rule->parameters;

	bucket_table_free(parameters->buckets);
	parameters->buckets = NULL;
}

static bool check_throttle(struct reader *reader, const struct json_value *value,
			   struct injection_rule *rule)
{
	struct error_parameters *parameters = rule->parameters;

	if (parameters->rate == 0)
		return reader_fail(reader, value, "expected a member \"rate\"");
	if (parameters->burst == 0)
		parameters->burst = parameters->rate < 1 ? 1 : parameters->rate;
	return check_code(reader, value, rule);
}

static const struct reader_field throttle_fields[] = {
	{ "rate", READER_NUMBER, MEMBER(rate), .min = 0.001, .max = 1e6 },
	{ "burst", READER_NUMBER, MEMBER(burst), .min = 1, .max = 1e6 },
	{ "per", READER_TEXT, MEMBER(per), .choices = per_choices },
	{ "code", READER_TEXT, MEMBER(code) },
	{ "message", READER_TEXT, MEMBER(message) },
	{ "status", READER_INTEGER, MEMBER(status), .min = 400, .max = 599 },
	{ "retryAfterS", READER_INTEGER, MEMBER(retry_after_s), .min = 1,
	  .max = RETRY_AFTER_MAX_S },
	{ NULL },
};

const struct injection_action injection_action_throttle = {
	.name = "throttle",
	.shorthand = "rate",
	.fields = throttle_fields,
	.size = sizeof(struct error_parameters),
	.check = check_throttle,
	.applies = throttle_applies,
	.begin = answer_error,
	.reset = throttle_forget,
	.done = throttle_forget,
};
