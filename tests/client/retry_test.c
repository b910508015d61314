#include "tests/support/check.h"

#include <string.h>

#include "client/retry.h"

static const struct row {
	const char *name;
	enum fault_kind kind;
	int status;
	const char *code, *message;
	bool is_outcome_unknown, is_write;
	enum retry_class want;
	bool want_safe;
} rows[] = {
	{ "a denial is final", FAULT_SERVICE, 403, "AccessDenied", "", false, false, RETRY_NEVER,
	  false },
	{ "an unknown answer of 4xx is final", FAULT_SERVICE, 404, "HTTP", "", false, false,
	  RETRY_NEVER, false },
	{ "a call that is not there is final", FAULT_SERVICE, 501, "NotImplemented", "", false,
	  false, RETRY_NEVER, false },
	{ "a wrong secret is final", FAULT_SERVICE, 403, "SignatureDoesNotMatch",
	  "The request signature we calculated", false, false, RETRY_NEVER, false },
	{ "our own refusals are final", FAULT_REFUSED, 0, "", "", false, false, RETRY_NEVER,
	  false },
	{ "a write that may have been done is not sent again", FAULT_TRANSPORT, 0, "", "", true,
	  true, RETRY_TRANSIENT, false },
	{ "a write that AWS failed on in passing is not sent again", FAULT_SERVICE, 500,
	  "ServiceFailure", "", true, true, RETRY_TRANSIENT, false },
	{ "a write that was never sent is", FAULT_TRANSPORT, 0, "", "", false, true,
	  RETRY_TRANSIENT, true },
	{ "a throttled write was not done", FAULT_SERVICE, 400, "Throttling", "", false, true,
	  RETRY_THROTTLED, true },
	{ "Organizations throttles with 400", FAULT_SERVICE, 400, "TooManyRequestsException", "",
	  false, false, RETRY_THROTTLED, true },
	{ "429 is throttling whatever its code", FAULT_SERVICE, 429, "HTTP", "", false, false,
	  RETRY_THROTTLED, true },
	{ "a read that got no answer is sent again", FAULT_TRANSPORT, 0, "", "", true, false,
	  RETRY_TRANSIENT, true },
	{ "a gateway's error is passing", FAULT_SERVICE, 502, "HTTP", "", true, false,
	  RETRY_TRANSIENT, true },
	{ "a late signature is the clock's fault", FAULT_SERVICE, 403, "SignatureDoesNotMatch",
	  "Signature expired: 20260101T000000Z is now earlier", false, true, RETRY_CLOCK, true },
	{ "an early signature is the clock's fault", FAULT_SERVICE, 403,
	  "InvalidSignatureException", "Signature not yet current: x", false, false, RETRY_CLOCK,
	  true },
};

static void classifies(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct fault fault = { .kind = row->kind,
			       .http_status = row->status,
			       .is_outcome_unknown = row->is_outcome_unknown };
	enum retry_class class;

	strcpy(fault.code, row->code);
	strcpy(fault.message, row->message);
	class = retry_classify(&fault);
	assert_int_equal(class, row->want);
	assert_int_equal(retry_is_safe(class, &fault, row->is_write), row->want_safe);
}

static const struct delay_row {
	const char *name;
	enum retry_class class;
	unsigned attempt;
	uint32_t random;
	int64_t want_ms;
} delay_rows[] = {
	{ "the least draw waits not at all", RETRY_TRANSIENT, 3, 0, 0 },
	{ "the greatest draw waits the whole bound", RETRY_TRANSIENT, 1, UINT32_MAX, 100 },
	{ "the bound doubles", RETRY_TRANSIENT, 4, UINT32_MAX, 800 },
	{ "throttling waits longer", RETRY_THROTTLED, 2, UINT32_MAX, 1000 },
	{ "the bound has an end", RETRY_THROTTLED, 90, UINT32_MAX, RETRY_DELAY_MAX_MS },
	{ "a clock that was learnt needs no wait", RETRY_CLOCK, 1, UINT32_MAX, 0 },
};

static void waits(void **state)
{
	struct fixture *t = *state;
	const struct delay_row *row = t->row;

	assert_int_equal(retry_delay_ms(row->class, row->attempt, row->random), row->want_ms);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, classifies),
		CHECK_TABLE(delay_rows, waits),
	};

	return check_tables("client/retry", tables, ARRAY_LEN(tables));
}
