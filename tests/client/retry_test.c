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
	{ "a bucket of S3 that is too hot is throttled", FAULT_SERVICE, 503, "SlowDown", "", true,
	  true, RETRY_THROTTLED, true },
	{ "STS limits requests by another name", FAULT_SERVICE, 400, "RequestLimitExceeded", "",
	  false, true, RETRY_THROTTLED, true },
	{ "a quota of things is no rate", FAULT_SERVICE, 409, "LimitExceeded", "", false, false,
	  RETRY_NEVER, false },
	{ "a user that just changed is busy, the write was not done", FAULT_SERVICE, 409,
	  "EntityTemporarilyUnmodifiable", "", false, true, RETRY_BUSY, true },
	{ "IAM takes one change of a thing at a time", FAULT_SERVICE, 409, "ConcurrentModification",
	  "", false, true, RETRY_BUSY, true },
	{ "so does Organizations", FAULT_SERVICE, 400, "ConcurrentModificationException", "", false,
	  true, RETRY_BUSY, true },
	{ "S3 too", FAULT_SERVICE, 409, "OperationAborted", "", false, true, RETRY_BUSY, true },
	{ "a service that is not there now may be later", FAULT_SERVICE, 503, "ServiceUnavailable",
	  "", false, false, RETRY_TRANSIENT, true },
	{ "Organizations' own failure is passing", FAULT_SERVICE, 500, "ServiceException", "",
	  false, false, RETRY_TRANSIENT, true },
	{ "S3 says that the clocks differ", FAULT_SERVICE, 403, "RequestTimeTooSkewed", "", false,
	  true, RETRY_CLOCK, true },
	{ "after the deadline nothing is sent", FAULT_DEADLINE, 0, "", "", false, false,
	  RETRY_NEVER, false },
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
	{ "a busy thing is left alone as long", RETRY_BUSY, 2, UINT32_MAX, 1000 },
	{ "a clock that was learnt needs no wait", RETRY_CLOCK, 1, UINT32_MAX, 0 },
};

static void waits(void **state)
{
	struct fixture *t = *state;
	const struct delay_row *row = t->row;

	assert_int_equal(retry_delay_ms(row->class, row->attempt, row->random), row->want_ms);
}

static const struct hint_row {
	const char *name;
	struct retry_hint hint;
	int64_t want_ms;
} hint_rows[] = {
	{ "words are no time", { "soon", "later", 0 }, 0 },
	{ "nor is a negative number", { "-5", "-5", 0 }, 0 },
	{ "nor a number without end", { "99999999999999999999", NULL, 0 }, 0 },
	{ "a date without the server's own says nothing",
	  { "Sat, 28 Nov 2026 10:00:05 GMT", NULL, 0 },
	  0 },
	{ "a date in the past asks for nothing",
	  { "Sat, 28 Nov 2026 10:00:05 GMT", NULL, 1795860010000 },
	  0 },
	{ "no header asks for nothing", { NULL, NULL, 0 }, 0 },
	{ "seconds", { "3", NULL, 0 }, 3000 },
	{ "a date, from the server's own",
	  { "Sat, 28 Nov 2026 10:00:05 GMT", NULL, 1795860003000 },
	  2000 },
	{ "AWS's own header counts milliseconds, and first", { "3", "1500", 0 }, 1500 },
	{ "an hour is longer than we wait", { "3600", NULL, 0 }, RETRY_DELAY_MAX_MS },
};

static void heeds(void **state)
{
	struct fixture *t = *state;
	const struct hint_row *row = t->row;

	assert_int_equal(retry_after_ms(&row->hint), row->want_ms);
}

static const struct quota_row {
	const char *name;
	enum retry_class class;
	enum fault_kind kind;
	unsigned successes; /* before the failures, each after two attempts */
	unsigned want;      /* repetitions that it pays for; 1000: without end */
} quota_rows[] = {
	{ "answers that fail", RETRY_TRANSIENT, FAULT_SERVICE, 0, 100 },
	{ "no answer costs twice", RETRY_TRANSIENT, FAULT_TRANSPORT, 0, 50 },
	{ "successes save up nothing", RETRY_TRANSIENT, FAULT_SERVICE, 50, 100 },
	{ "throttling costs nothing", RETRY_THROTTLED, FAULT_SERVICE, 0, 1000 },
	{ "a busy thing costs nothing", RETRY_BUSY, FAULT_SERVICE, 0, 1000 },
};

static void pays(void **state)
{
	struct fixture *t = *state;
	const struct quota_row *row = t->row;
	const struct fault fault = { .kind = row->kind };
	struct retry_quota quota = { 0 };
	unsigned paid = 0;

	for (unsigned i = 0; i < row->successes; i++)
		retry_quota_refund(&quota, 2);
	while (paid < 1000 && retry_quota_pay(&quota, row->class, &fault))
		paid++;
	assert_int_equal(paid, row->want);
	if (row->want == 1000)
		return;
	retry_quota_refund(&quota, 2);
	assert_int_equal(retry_quota_pay(&quota, row->class, &fault), row->kind == FAULT_SERVICE);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, classifies),
		CHECK_TABLE(delay_rows, waits),
		CHECK_TABLE(hint_rows, heeds),
		CHECK_TABLE(quota_rows, pays),
	};

	return check_tables("client/retry", tables, ARRAY_LEN(tables));
}
