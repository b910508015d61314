#include "client/retry.h"

#include <string.h>

struct code_class {
	const char *code;
	enum retry_class class;
};

/* Codes count alone; the status does not, because Organizations throttles with 400. */
static const struct code_class classes[] = {
	{ "Throttling", RETRY_THROTTLED },
	{ "ThrottlingException", RETRY_THROTTLED },
	{ "ThrottledException", RETRY_THROTTLED },
	{ "RequestThrottledException", RETRY_THROTTLED },
	{ "RequestThrottled", RETRY_THROTTLED },
	{ "TooManyRequestsException", RETRY_THROTTLED },
	{ "RequestLimitExceeded", RETRY_THROTTLED },
	{ "BandwidthLimitExceeded", RETRY_THROTTLED },
	{ "SlowDown", RETRY_THROTTLED },
	{ "PriorRequestNotComplete", RETRY_THROTTLED },
	{ "ConcurrentModificationException", RETRY_THROTTLED },
	{ "ConcurrentModification", RETRY_THROTTLED },
	{ "RequestTimeout", RETRY_TRANSIENT },
	{ "RequestTimeoutException", RETRY_TRANSIENT },
	{ "InternalError", RETRY_TRANSIENT },
	{ "InternalFailure", RETRY_TRANSIENT },
	{ "ServiceFailure", RETRY_TRANSIENT },
	{ "ServiceException", RETRY_TRANSIENT },
	{ "ServiceUnavailable", RETRY_TRANSIENT },
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
	int64_t bound = class == RETRY_THROTTLED ? RETRY_THROTTLED_BASE_MS : RETRY_BASE_MS;

	if (class == RETRY_CLOCK)
		return 0;
	for (unsigned i = 1; i < attempt && bound < RETRY_DELAY_MAX_MS; i++)
		bound *= 2;
	if (bound > RETRY_DELAY_MAX_MS)
		bound = RETRY_DELAY_MAX_MS;
	return (int64_t)((uint64_t)random * (uint64_t)(bound + 1) >> 32);
}
