#include "tests/support/check.h"

#include <string.h>
#include <time.h>

#include "policy/arn.h"

static char *encoded(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	policy_pattern_encode(copy, strlen(copy));
	return copy;
}

static const struct glob_row {
	const char *name;
	const char *pattern, *text;
	bool matches;
} glob_rows[] = {
	{ "a text is no other text", "iam:getuser", "iam:getusers", false },
	{ "nothing does not match something", "", "a", false },
	{ "a question mark needs a character", "a?", "a", false },
	{ "the end is anchored", "*ab", "abc", false },
	{ "the start is anchored", "bc*", "abc", false },
	{ "two ends need their own characters", "ab*ba", "aba", false },
	{ "pieces come in order", "*b*a*", "ab", false },
	{ "a middle piece with a question mark is not there", "*a?c*", "abbab", false },
	{ "a question mark at the end of a run", "*?a", "a", false },
	{ "a backslash escapes nothing", "a\\*b", "a*b", false },
	{ "brackets are letters", "a[b]", "ab", false },
	{ "one question mark is half of a character outside the BMP", "?", "\360\220\220\200",
	  false },
	{ "nothing matches nothing", "", "", true },
	{ "a star matches nothing", "*", "", true },
	{ "stars in a row", "**a**", "a", true },
	{ "a star crosses everything", "a*z", "a/:\nz", true },
	{ "a star gives back what the rest needs", "*abab*ab", "ababab", true },
	{ "a question mark is one character", "a?c", "a\303\251c", true },
	{ "two question marks are a character outside the BMP", "??", "\360\220\220\200", true },
	{ "question marks behind a star", "a*??", "a\360\220\220\200", true },
	{ "question marks between stars", "*?b?*", "xaby", true },
	{ "a middle piece with a question mark is found later", "*a?c*", "abbabc", true },
	{ "a question mark is one character of three bytes", "?", "\342\202\254", true },
	{ "a last piece with a question mark is found at the end", "*a?", "abac", true },
	{ "a prefix", "iam:get*", "iam:getuser", true },
};

static void check_glob(void **state)
{
	struct fixture *fixture = *state;
	const struct glob_row *row = fixture->row;
	const char *text = encoded(&fixture->arena, row->pattern);
	size_t len = strlen(row->pattern);
	struct policy_pattern pattern = policy_pattern_of(text, len);

	assert_int_equal(policy_pattern_matches(&pattern, row->text, strlen(row->text)),
			 row->matches);
	assert_int_equal(policy_glob_matches(text, len, row->text, strlen(row->text)),
			 row->matches);
}

static const struct kind_row {
	const char *name;
	const char *pattern;
	enum policy_pattern_kind kind;
} kind_rows[] = {
	{ "no wildcard is exact", "iam:GetUser", POLICY_PATTERN_EXACT },
	{ "one star at the end is a prefix", "iam:*", POLICY_PATTERN_PREFIX },
	{ "a star alone is anything", "*", POLICY_PATTERN_ANY },
	{ "a star in front is a glob", "*:Get", POLICY_PATTERN_GLOB },
	{ "a question mark makes a glob of a prefix", "i?m:*", POLICY_PATTERN_GLOB },
};

static void check_kind(void **state)
{
	struct fixture *fixture = *state;
	const struct kind_row *row = fixture->row;
	const char *text = encoded(&fixture->arena, row->pattern);

	assert_int_equal(policy_pattern_of(text, strlen(row->pattern)).kind, row->kind);
}

static const struct arn_row {
	const char *name;
	const char *pattern, *arn;
	bool matches, matches_padded;
} arn_rows[] = {
	{ "a star does not cross a colon", "arn:aws:*:role/r", "arn:aws:iam::222222222222:role/r",
	  false, false },
	{ "a bucket is not its objects", "arn:aws:s3:::b", "arn:aws:s3:::b/key", false, false },
	{ "the account is compared", "arn:aws:iam::111111111111:*",
	  "arn:aws:iam::222222222222:user/bob", false, false },
	{ "a text without colons is no pattern of ARNs", "a*", "arn:aws:s3:::b", false, false },
	{ "two segments are too few to be padded", "arn:aws", "arn:aws:s3:::b", false, false },
	{ "three segments stand for the rest when padded", "arn:aws:s3", "arn:aws:s3:::b", false,
	  true },
	{ "five segments too", "arn:aws:iam::222222222222", "arn:aws:iam::222222222222:user/bob",
	  false, true },
	{ "padding compares what is there", "arn:aws:sqs", "arn:aws:s3:::b", false, false },
	{ "the last segment crosses colons", "arn:aws:lambda:*:*:function:*",
	  "arn:aws:lambda:eu-west-1:222222222222:function:f:live", true, true },
	{ "a star covers all", "*", "arn:aws:s3:::b", true, true },
	{ "so do two", "**", "arn:aws:s3:::b", true, true },
};

static void check_arn(void **state)
{
	struct fixture *fixture = *state;
	const struct arn_row *row = fixture->row;
	const char *text = encoded(&fixture->arena, row->pattern);
	struct policy_arn cut = policy_arn_split(text, strlen(row->pattern), false);
	struct policy_arn_pattern pattern = policy_arn_pattern_of(&cut);
	struct policy_arn arn = policy_arn_split(row->arn, strlen(row->arn), false);
	size_t reach = policy_arn_pattern_reach(&pattern, false);
	size_t padded = policy_arn_pattern_reach(&pattern, true);

	assert_int_equal(pattern.any || (reach && policy_arn_pattern_covers(&pattern, &arn, reach)),
			 row->matches);
	assert_int_equal(pattern.any ||
				 (padded && policy_arn_pattern_covers(&pattern, &arn, padded)),
			 row->matches_padded);
}

static const struct split_row {
	const char *name;
	const char *text;
	bool variables;
	uint32_t count;
	const char *last;
} split_rows[] = {
	{ "no colon, one segment", "*", false, 1, "*" },
	{ "nothing is one empty segment", "", false, 1, "" },
	{ "colons behind the fifth belong to the last", "a:b:c:d:e:f:g", false, 6, "f:g" },
	{ "the colon of a variable does not cut", "arn:aws:s3:::${aws:username}", true, 6,
	  "${aws:username}" },
	{ "in a literal it does", "a:${b:c}", false, 3, "c}" },
	{ "a segment behind a variable", "a:${b:c}:d", true, 3, "d" },
	{ "a variable without end takes the rest", "a:${b:c", true, 2, "${b:c" },
};

static void check_split(void **state)
{
	struct fixture *fixture = *state;
	const struct split_row *row = fixture->row;
	struct policy_arn arn = policy_arn_split(row->text, strlen(row->text), row->variables);

	assert_int_equal(arn.count, row->count);
	assert_int_equal(arn.len[arn.count - 1], strlen(row->last));
	assert_memory_equal(arn.segment[arn.count - 1], row->last, strlen(row->last));
}

enum { STARS = 500, TEXT_LEN = 5000, TRIES = 20 };

static const struct slow_row {
	const char *name;
	const char *piece; /* repeated STARS times behind a star each */
	const char *tail;
} slow_rows[] = {
	{ "500 stars against 5,000 characters, no match", "a", "b" },
	{ "500 stars with longer pieces", "aaaaaaaa", "b" },
	{ "500 stars with question marks", "a?", "b" },
};

/* The best of some tries, so that a busy machine does not fail the row. */
static void check_slow(void **state)
{
	struct fixture *fixture = *state;
	const struct slow_row *row = fixture->row;
	char *text = arena_alloc(&fixture->arena, TEXT_LEN + 1);
	char *pattern = arena_alloc(&fixture->arena, STARS * 16);
	double best_ms = 1e9;

	memset(text, 'a', TEXT_LEN);
	for (size_t i = 0; i < STARS; i++)
		strcat(strcat(pattern, "*"), row->piece);
	strcat(pattern, row->tail);
	policy_pattern_encode(pattern, strlen(pattern));
	for (int i = 0; i < TRIES; i++) {
		clock_t start = clock();

		assert_false(policy_glob_matches(pattern, strlen(pattern), text, TEXT_LEN));
		if ((double)(clock() - start) * 1e3 / CLOCKS_PER_SEC < best_ms)
			best_ms = (double)(clock() - start) * 1e3 / CLOCKS_PER_SEC;
	}
	assert_true(best_ms < 20); /* sanitizers are slow; without them it is far below 1 ms */
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(glob_rows, check_glob), CHECK_TABLE(kind_rows, check_kind),
		CHECK_TABLE(arn_rows, check_arn),   CHECK_TABLE(split_rows, check_split),
		CHECK_TABLE(slow_rows, check_slow),
	};

	return check_tables("policy/match", tables, ARRAY_LEN(tables));
}
