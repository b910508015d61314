#include "tests/support/check.h"

#include "client/edit/text_diff.h"

#define HEAD "--- old\n+++ new\n"

static const struct row {
	const char *name;
	const char *before, *after;
	const char *diff;
} rows[] = {
	{ "texts that are alike have no diff", "a\nb\n", "a\nb\n", "" },
	{ "two empty texts have no diff", "", "", "" },
	{ "a text that comes from nothing begins at line 0", "", "a\n",
	  HEAD "@@ -0,0 +1,1 @@\n+a\n" },
	{ "a text that goes leaves line 0", "a\n", "", HEAD "@@ -1,1 +0,0 @@\n-a\n" },
	{ "a missing line break at the end is no line", "a", "a\n", "" },
	{ "the line that changed has three lines around it", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
	  "1\n2\n3\n4\ny\n6\n7\n8\n9\n", HEAD "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-x\n+y\n 6\n 7\n 8\n" },
	{ "changes far apart are two hunks", "x\n1\n2\n3\n4\n5\n6\n7\nx\n",
	  "y\n1\n2\n3\n4\n5\n6\n7\ny\n",
	  HEAD "@@ -1,4 +1,4 @@\n-x\n+y\n 1\n 2\n 3\n"
	       "@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-x\n+y\n" },
	{ "lines that stay between changes are not given twice", "a\nb\nc\n", "b\nc\nd\n",
	  HEAD "@@ -1,3 +1,3 @@\n-a\n b\n c\n+d\n" },
};

static void compares(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct text_diff_names names = { "old", "new" };

	assert_string_equal(text_diff(&t->arena, &names, row->before, row->after), row->diff);
}

int main(void)
{
	return check_table("client/edit/text_diff", rows, compares);
}
