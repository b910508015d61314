/* Actions on who the caller is, and on what time it is for signatures. */
#include "mock/exchange.h"
#include "mock/injection/action.h"
#include "mock/injection/bucket.h"
#include "mock/refusal.h"

enum { SKEW_MAX_MS = 24 * 60 * 60 * 1000 };

struct identity {
	int64_t skew_ms;
	struct bucket_table *keys; /* that are no longer good: empty buckets that never fill */
};

static const struct bucket_rate never = { 0, 1 };

/* Once it has fired, the key is refused whatever else the rule asks for. */
static bool sticks(const struct exchange *exchange, const struct injection_rule *rule)
{
	const struct identity *identity = rule->parameters;

	return identity->keys && exchange->principal.access_key_id &&
	       bucket_is_known(identity->keys, exchange->principal.access_key_id);
}

static enum api_status refuse(struct exchange *exchange, struct injection_rule *rule,
			      enum refusal refusal)
{
	struct identity *identity = rule->parameters;

	if (!identity->keys)
		identity->keys = bucket_table_new();
	bucket_take(identity->keys, exchange->principal.access_key_id, &never, 0);
	return refusal_of_credentials(exchange, refusal);
}

static bool has_key(struct exchange *exchange, struct injection_rule *rule)
{
	UNUSED(rule);
	return exchange->principal.access_key_id;
}

static enum api_status begin_revoked(struct exchange *exchange, struct injection_rule *rule)
{
	return refuse(exchange, rule, REFUSAL_UNKNOWN_KEY);
}

static enum api_status begin_expired(struct exchange *exchange, struct injection_rule *rule)
{
	return refuse(exchange, rule, REFUSAL_EXPIRED);
}

static void forget_keys(struct injection_rule *rule)
{
	struct identity *identity = rule->parameters;

	bucket_table_free(identity->keys);
	identity->keys = NULL;
}

static const struct reader_field no_fields[] = { { NULL } };

const struct injection_action injection_action_session_revoked = {
	.name = "sessionRevoked",
	.fields = no_fields,
	.size = sizeof(struct identity),
	.reset = forget_keys,
	.done = forget_keys,
	.sticks = sticks,
	.applies = has_key,
	.begin = begin_revoked,
};

const struct injection_action injection_action_credential_expired = {
	.name = "credentialExpired",
	.fields = no_fields,
	.size = sizeof(struct identity),
	.reset = forget_keys,
	.done = forget_keys,
	.sticks = sticks,
	.applies = has_key,
	.begin = begin_expired,
};

static const struct reader_field skew_fields[] = {
	{ "ms", READER_INTEGER, offsetof(struct identity, skew_ms), .min = -SKEW_MAX_MS,
	  .max = SKEW_MAX_MS },
	{ NULL },
};

static bool check_skew(struct reader *reader, const struct json_value *value,
		       struct injection_rule *rule)
{
	const struct identity *identity = rule->parameters;

	return identity->skew_ms != 0 ||
	       reader_fail(reader, value, "expected by how many milliseconds the clock is off");
}

static enum api_status begin_skewed(struct exchange *exchange, struct injection_rule *rule)
{
	const struct identity *identity = rule->parameters;

	exchange->skew_ms = identity->skew_ms;
	return API_OK;
}

const struct injection_action injection_action_clock_skew = {
	.name = "clockSkew",
	.shorthand = "ms",
	.fields = skew_fields,
	.size = sizeof(struct identity),
	.is_early = true,
	.goes_on = true,
	.check = check_skew,
	.begin = begin_skewed,
};
