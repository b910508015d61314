#include "mock/iam/aws_catalogue.h"

#include <string.h>

#include "tests/support/check.h"

static const struct row {
	const char *name;
	const char *policy;
	const char *version; /* NULL: AWS has no such policy */
} rows[] = {
	{ "no name", "", NULL },
	{ "the beginning of a name", "AdministratorAcces", NULL },
	{ "a name and more", "AdministratorAccess2", NULL },
	{ "a name without its path", "Billing", NULL },
	{ "a name before the first", "!", NULL },
	{ "a name after the last", "~", NULL },
	{ "the names of the columns", "policy", NULL },
	{ "a column's separator", "AdministratorAccess\tv1", NULL },
	{ "a name without a path", "AdministratorAccess", "v1" },
	{ "a name that begins like others", "AdministratorAccess-Amplify", "v12" },
	{ "a name with its path", "service-role/AWSLambdaBasicExecutionRole", "v1" },
};

static void check_find(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct aws_catalogue_entry entry;
	bool is_there = aws_catalogue_find(&fixture->arena, row->policy, &entry);

	assert_int_equal(is_there, row->version != NULL);
	if (!is_there)
		return;
	assert_string_equal(entry.name, row->policy);
	assert_string_equal(entry.version, row->version);
}

static const struct list_row {
	const char *name;
} list_rows[] = {
	{ "every entry comes once, in order, and is found" },
};

static void check_list(void **state)
{
	struct fixture *fixture = *state;
	struct aws_catalogue_entry entry, found;
	const char *cursor = NULL, *before = "";
	size_t count = 0;

	for (; aws_catalogue_next(&fixture->arena, &cursor, &entry); before = entry.name, count++) {
		assert_true(strcmp(before, entry.name) < 0);
		assert_true(aws_catalogue_find(&fixture->arena, entry.name, &found));
		assert_string_equal(found.version, entry.version);
		assert_true(found.created_ms == entry.created_ms &&
			    found.updated_ms == entry.updated_ms &&
			    entry.created_ms <= entry.updated_ms);
	}
	assert_true(count > 1000);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, check_find),
		CHECK_TABLE(list_rows, check_list),
	};

	return check_tables("mock/aws_catalogue", tables, ARRAY_LEN(tables));
}
