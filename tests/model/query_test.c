#include "tests/support/check.h"

#include <string.h>

#include "model/iam_api.h"
#include "model/query.h"

static const struct row {
	const char *name;
	const char *form;
	const char *message; /* of the MalformedInput; "-" without one; NULL: the form is read */
	const char *user_name;
	size_t tags;
} rows[] = {
	{ "an index of zero is refused", "Tags.member.0.Key=a", "0 is not a valid index", NULL, 0 },
	{ "a negative index is refused", "Tags.member.-1.Key=a",
	  "Key -1 may not have a leading '-'", NULL, 0 },
	{ "two indices in a row are refused", "Tags.member.1.2=a",
	  "Two index elements may not occur back to back", NULL, 0 },
	{ "a list in the place of a text is refused", "UserName.1=a",
	  "Start of list found where not expected", NULL, 0 },
	{ "an index eleven past the end is refused", "Tags.member.12.Key=a",
	  "Excessively sparse input would skip 11 list elements", NULL, 0 },
	{ "an enormous index is refused", "Tags.member.99999999999999999999999.Key=a",
	  "Excessively sparse input would skip 18446744073709551614 list elements", NULL, 0 },
	{ "an index ten past the end is taken", "Tags.member.11.Key=a", NULL, NULL, 1 },
	{ "items come in the order of their indices",
	  "Tags.member.10.Key=b&Tags.member.2.Key=a&Tags.member.2.Value=v", NULL, NULL, 2 },
	{ "the first of two equal keys wins", "UserName=first&UserName=second", NULL, "first", 0 },
	{ "unknown keys are ignored", "Nothing.member.0=x&UserName=a&UserName.Sub=b", NULL, "a",
	  0 },
	{ "a key that only begins like a member is another", "UserNames=x", NULL, NULL, 0 },
	{ "a list without its middle word is ignored", "Tags.1.Key=a", NULL, NULL, 0 },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct iam_create_user_in in = { 0 };
	struct api_problem problem;
	struct fault fault;
	struct form form;
	bool is_read;

	assert_true(form_parse(&t->arena, row->form, strlen(row->form), &fault, &form));
	is_read = query_read(&t->arena, &iam_operations[IAM_CREATE_USER], &form, &in, &problem);
	assert_int_equal(is_read, !row->message);
	if (!is_read) {
		assert_string_equal(problem.code, "MalformedInput");
		assert_int_equal(problem.http_status, 400);
		assert_string_equal(problem.message, row->message);
		return;
	}
	assert_int_equal(in.tags.len, row->tags);
	if (row->tags)
		assert_string_equal(in.tags.items[0].key, "a");
	if (row->user_name)
		assert_string_equal(in.user_name, row->user_name);
	else
		assert_null(in.user_name);
}

static const struct number_row {
	const char *name;
	const char *text;
	bool is_number;
	int64_t value;
	const char *message;
} number_rows[] = {
	{ "an empty number is missing", "", false, 0, "missing value for decimal type" },
	{ "a word is no number", "ten", false, 0, NULL },
	{ "a fraction is no number", "1.5", false, 0, NULL },
	{ "a blank is no part of a number", " 1", false, 0, NULL },
	{ "a number above 32 bits is refused", "2147483648", false, 0, NULL },
	{ "a number below 32 bits is refused", "-2147483649", false, 0, NULL },
	{ "the largest number of 32 bits is read", "2147483647", true, 2147483647, NULL },
	{ "a sign and leading zeros are read", "+0012", true, 12, NULL },
	{ "a negative number is read", "-3", true, -3, NULL },
};

static void reads_numbers(void **state)
{
	struct fixture *t = *state;
	const struct number_row *row = t->row;
	struct form form = { &(struct form_field){ "MaxItems", row->text }, 1 };
	struct iam_list_users_in in = { 0 };
	struct api_problem problem;

	assert_int_equal(
		query_read(&t->arena, &iam_operations[IAM_LIST_USERS], &form, &in, &problem),
		row->is_number);
	assert_int_equal(in.max_items.is_set, row->is_number);
	assert_int_equal(in.max_items.value, row->value);
	if (row->is_number)
		return;
	assert_string_equal(problem.code, "MalformedInput");
	if (row->message)
		assert_string_equal(problem.message, row->message);
	else
		assert_null(problem.message);
}

static void writes(void **state)
{
	struct fixture *t = *state;
	struct iam_tag tags[] = { { .key = "team", .value = "a b+c" },
				  { .key = "x", .value = "" } };
	const struct iam_create_user_in in = {
		.user_name = "alice",
		.tags = { .is_set = true, .len = 2, .items = tags },
	};
	struct buffer out;

	buffer_init(&out, &t->arena, 16);
	query_write(&t->arena, &iam_operations[IAM_CREATE_USER], &in, &out);
	assert_string_equal(out.data, "Action=CreateUser&Version=2010-05-08&UserName=alice"
				      "&Tags.member.1.Key=team&Tags.member.1.Value=a%20b%2Bc"
				      "&Tags.member.2.Key=x&Tags.member.2.Value=");
}

static const struct {
	const char *name;
} write_rows[] = { { "members come in AWS's order and a blank is %20" } };

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(number_rows, reads_numbers),
		CHECK_TABLE(write_rows, writes),
	};

	return check_tables("model/query", tables, ARRAY_LEN(tables));
}
