#include "tests/support/check.h"

#include "client/pace.h"

/* So many answers, one every @every_ms, each @trip_ms after its call. */
struct answers {
	unsigned count;
	int64_t every_ms, trip_ms;
	unsigned refused_every; /* every n-th is a refusal; 0: none */
};

static const struct row {
	const char *name;
	struct answers answers[3]; /* one after the other, ended by a count of 0 */
	int64_t pause_ms;          /* before the rate is looked at */
	double least, most;        /* calls a second; 0 and 0: no bound */
} rows[] = {
	{ "no answer, no bound", { { 0 } }, 0, 0, 0 },
	{ "answers without refusals bind nothing", { { 500, 1, 80, 0 } }, 0, 0, 0 },
	{ "one refusal alone says nothing of a rate", { { 1, 1, 80, 1 } }, 0, 0, 0 },
	{ "refusals of calls sent before the first refusal say nothing more",
	  { { 50, 1, 80, 1 } },
	  0,
	  0,
	  0 },
	{ "the rate falls to what was admitted", { { 100, 10, 80, 2 } }, 0, 33, 50 },
	{ "it does not grow before more is admitted", { { 100, 10, 80, 2 } }, 5000, 33, 47 },
	{ "then it is where it was within a second",
	  { { 100, 10, 80, 2 }, { 20, 20, 80, 0 } },
	  1800,
	  37,
	  53 },
	{ "and grows beyond when nothing more is refused",
	  { { 100, 10, 80, 2 }, { 20, 20, 80, 0 } },
	  3000,
	  58,
	  100 },
	{ "but never beyond twice of what is sent",
	  { { 100, 10, 80, 2 }, { 100, 20, 80, 0 } },
	  3600 * 1000,
	  99,
	  101 },
	{ "it never falls below one call a second", { { 100, 600, 80, 1 } }, 0, 1, 1 },
	{ "a pause before a refusal is no slowness",
	  { { 100, 10, 80, 2 }, { 1, 60 * 1000, 80, 1 }, { 60, 10, 80, 2 } },
	  0,
	  40,
	  51 },
};

static void learns(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	int64_t now_ms = 1000;
	struct pace pace;
	double rate;

	pace_init(&pace, now_ms);
	for (const struct answers *at = row->answers; at < row->answers + 3 && at->count; at++)
		for (unsigned i = 0; i < at->count; i++) {
			now_ms += at->every_ms;
			pace_learn(&pace, now_ms - at->trip_ms, now_ms,
				   at->refused_every && i % at->refused_every == 0);
		}
	rate = pace_rate(&pace, now_ms + row->pause_ms);
	assert_true(rate >= row->least);
	assert_true(rate <= row->most);
}

static const struct take_row {
	const char *name;
	bool is_limited;
	int64_t after_ms;
	int64_t want_ms; /* to wait for the token after @taken */
	unsigned taken;
} take_rows[] = {
	{ "without a bound nobody waits", false, 0, 0, 1000 },
	{ "an empty bucket says how long it takes", true, 0, 20, 0 },
	{ "a token comes with time", true, 20, 0, 0 },
	{ "idle time is no store of tokens", true, 60 * 1000, 20, 5 },
};

static void takes(void **state)
{
	struct fixture *t = *state;
	const struct take_row *row = t->row;
	/* 50 calls a second at any time; the bucket holds a tenth of that. */
	struct pace pace = { .is_limited = row->is_limited, .refused_rate = 1e6, .bound = 50 };

	for (unsigned i = 0; i < row->taken; i++)
		assert_int_equal(pace_take(&pace, row->after_ms), 0);
	assert_int_equal(pace_take(&pace, row->after_ms), row->want_ms);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, learns),
		CHECK_TABLE(take_rows, takes),
	};

	return check_tables("client/pace", tables, ARRAY_LEN(tables));
}
