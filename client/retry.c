#include "client/retry.h"

#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"

struct code_class {
	const char *code;
	enum retry_class class;
};

/*
 * Codes count before the status, because Organizations throttles with 400.
 * LimitExceeded and its like are quotas of things, which no wait enlarges.
 */
static const struct code_class classes[] = {
	{ "Throttling", RETRY_THROTTLED },
	{ "ThrottlingException", RETRY_THROTTLED },
	{ "ThrottledException", RETRY_THROTTLED },
	{ "RequestThrottledException", RETRY_THROTTLED },
	{ "RequestThrottled", RETRY_THROTTLED },
	{ "TooManyRequestsException", RETRY_THROTTLED },
	{ "TooManyRequests", RETRY_THROTTLED },
	{ "RequestLimitExceeded", RETRY_THROTTLED },
	{ "ProvisionedThroughputExceededException", RETRY_THROTTLED },
	{ "BandwidthLimitExceeded", RETRY_THROTTLED },
	{ "EC2ThrottledException", RETRY_THROTTLED },
	{ "SlowDown", RETRY_THROTTLED },
	{ "PriorRequestNotComplete", RETRY_THROTTLED },
	{ "TransactionInProgressException", RETRY_THROTTLED },
	{ "ConcurrentModificationException", RETRY_BUSY },
	{ "ConcurrentModification", RETRY_BUSY },
	{ "EntityTemporarilyUnmodifiable", RETRY_BUSY },
	{ "EntityTemporarilyUnmodifiableException", RETRY_BUSY },
	{ "OperationAborted", RETRY_BUSY }, /* S3, while another change is under way */
	{ "RequestTimeout", RETRY_TRANSIENT },
	{ "RequestTimeoutException", RETRY_TRANSIENT },
	{ "InternalError", RETRY_TRANSIENT },
	{ "InternalFailure", RETRY_TRANSIENT },
	{ "InternalServerError", RETRY_TRANSIENT },
	{ "ServiceFailure", RETRY_TRANSIENT },
	{ "ServiceException", RETRY_TRANSIENT },
	{ "ServiceUnavailable", RETRY_TRANSIENT },
	{ "IDPCommunicationError", RETRY_TRANSIENT },
	{ "RequestTimeTooSkewed", RETRY_CLOCK },
	{ "RequestExpired", RETRY_CLOCK },
	{ "RequestInTheFuture", RETRY_CLOCK },
};

/* A signature is refused for its time with the code of any other mismatch. */
static bool is_about_time(const struct fault *fault)
{
	bool is_mismatch = strcmp(fault->code, "SignatureDoesNotMatch") == 0 ||
			   strcmp(fault->code, "InvalidSignatureException") == 0;

	return is_mismatch && (strncmp(fault->message, "Signature expired", 17) == 0 ||
			       strncmp(fault->message, "Signature not yet current", 25) == 0);
}

enum retry_class retry_classify(const struct fault *fault)
{
	if (fault->kind == FAULT_TRANSPORT)
		return RETRY_TRANSIENT;
	if (fault->kind != FAULT_SERVICE)
		return RETRY_NEVER;
	for (size_t i = 0; i < ARRAY_LEN(classes); i++)
		if (strcmp(fault->code, classes[i].code) == 0)
			return classes[i].class;
	if (is_about_time(fault))
		return RETRY_CLOCK;
	if (fault->http_status == 429)
		return RETRY_THROTTLED;
	return fault->http_status >= 500 && fault->http_status != 501 ? RETRY_TRANSIENT
								      : RETRY_NEVER;
}

bool retry_is_safe(enum retry_class class, const struct fault *fault, bool is_write)
{
	if (class == RETRY_NEVER)
		return false;
	return class != RETRY_TRANSIENT || !is_write || !fault->is_outcome_unknown;
}

int64_t retry_delay_ms(enum retry_class class, unsigned attempt, uint32_t random)
{
	int64_t bound = class == RETRY_TRANSIENT ? RETRY_BASE_MS : RETRY_THROTTLED_BASE_MS;

	if (class == RETRY_CLOCK)
		return 0;
	for (unsigned i = 1; i < attempt && bound < RETRY_DELAY_MAX_MS; i++)
		bound *= 2;
	if (bound > RETRY_DELAY_MAX_MS)
		bound = RETRY_DELAY_MAX_MS;
	return (int64_t)((uint64_t)random * (uint64_t)(bound + 1) >> 32);
}

/* A number without sign and fraction, as the headers have it. */
static bool parse_number(const char *text, int64_t *out_value)
{
	size_t len = strlen(text);

	if (len == 0 || len > 9 || strspn(text, "0123456789") != len)
		return false;
	*out_value = strtol(text, NULL, 10);
	return true;
}

int64_t retry_after_ms(const struct retry_hint *hint)
{
	int64_t asked_ms = 0, at_ms;

	if (hint->aws_retry_after && parse_number(hint->aws_retry_after, &asked_ms))
		; /* milliseconds already */
	else if (hint->retry_after && parse_number(hint->retry_after, &asked_ms))
		asked_ms *= 1000;
	else if (hint->retry_after && hint->server_time_ms &&
		 clock_parse_http(hint->retry_after, &at_ms))
		asked_ms = at_ms - hint->server_time_ms;
	if (asked_ms < 0)
		return 0;
	return asked_ms < RETRY_DELAY_MAX_MS ? asked_ms : RETRY_DELAY_MAX_MS;
}

bool retry_quota_pay(struct retry_quota *quota, enum retry_class class, const struct fault *fault)
{
	int cost = fault->kind == FAULT_TRANSPORT ? RETRY_COST_NO_ANSWER : RETRY_COST;

	if (class != RETRY_TRANSIENT)
		return true;
	if (quota->spent + cost > RETRY_QUOTA)
		return false;
	quota->spent += cost;
	return true;
}

void retry_quota_refund(struct retry_quota *quota, unsigned attempts)
{
	quota->spent -= attempts > 1 ? RETRY_COST : RETRY_REFUND;
	if (quota->spent < 0)
		quota->spent = 0;
}
