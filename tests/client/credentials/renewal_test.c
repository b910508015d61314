#include "tests/support/check.h"

#include "client/renewal.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static const struct row {
	const char *name;
	int64_t left_ms, lifetime_ms;
	enum renewal_window want;
} rows[] = {
	{ "over is mandatory", 0, HOUR, RENEWAL_MANDATORY },
	{ "ten minutes are mandatory", 10 * MINUTE, HOUR, RENEWAL_MANDATORY },
	{ "more than ten minutes are advisory", 10 * MINUTE + 1, HOUR, RENEWAL_ADVISORY },
	{ "fifteen minutes are advisory", 15 * MINUTE, HOUR, RENEWAL_ADVISORY },
	{ "more than fifteen minutes are enough", 15 * MINUTE + 1, HOUR, RENEWAL_NONE },
	{ "a session of twelve hours has the same windows", 15 * MINUTE + 1, 12 * HOUR,
	  RENEWAL_NONE },
	{ "an unknown life has the same windows", 10 * MINUTE + 1, 0, RENEWAL_ADVISORY },
	{ "the shortest session is not renewed at once", 15 * MINUTE, 15 * MINUTE, RENEWAL_NONE },
	{ "but at a fourth of its life", 15 * MINUTE / 4, 15 * MINUTE, RENEWAL_ADVISORY },
	{ "and must be at a sixth", 15 * MINUTE / 6, 15 * MINUTE, RENEWAL_MANDATORY },
};

static void falls(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;

	assert_int_equal(renewal_window(row->left_ms, row->lifetime_ms), row->want);
}

int main(void)
{
	return check_table("client/renewal", rows, falls);
}
