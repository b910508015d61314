#include "tests/support/check.h"

#include <string.h>

#include "model/codec.h"
#include "model/iam_api.h"
#include "model/s3_api.h"

/* What an answer to ListUsers may be. */
static const struct row {
	const char *name;
	const char *body;
	const char *fault; /* NULL: it is read */
	size_t users;
} rows[] = {
	{ "no XML is refused", "Users", "", 0 },
	{ "an answer without its result is refused", "<ListUsersResponse/>",
	  "the answer to ListUsers: has no element ListUsersResult", 0 },
	{ "a word in place of a boolean is refused",
	  "<R><ListUsersResult><IsTruncated>maybe</IsTruncated></ListUsersResult></R>",
	  "the answer to ListUsers: has a value of the wrong form", 0 },
	{ "a word in place of a time is refused",
	  "<R><ListUsersResult><Users><member><CreateDate>x</CreateDate></member></Users>"
	  "</ListUsersResult></R>",
	  "the answer to ListUsers: has a value of the wrong form", 0 },
	{ "an empty list is a list", "<R><ListUsersResult><Users/></ListUsersResult></R>", NULL,
	  0 },
	{ "unknown elements are ignored",
	  "<R><ListUsersResult><Colour/><Users><other/><member><Colour/></member></Users>"
	  "</ListUsersResult></R>",
	  NULL, 1 },
	{ "blanks between elements do not count",
	  "<R>\n <ListUsersResult>\n <Users>\n <member>\n </member>\n <member/> </Users>"
	  "</ListUsersResult></R>",
	  NULL, 2 },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct http_response response = { .status = 200,
						.body = row->body,
						.body_len = strlen(row->body) };
	struct iam_list_users_out out = { 0 };
	struct fault fault;
	bool is_read = codec_read_response(&t->arena, &iam_operations[IAM_LIST_USERS], &response,
					   &fault, &out);

	assert_int_equal(is_read, !row->fault);
	if (is_read) {
		assert_true(out.users.is_set);
		assert_int_equal(out.users.len, row->users);
	} else {
		assert_int_equal(fault.kind, FAULT_INPUT);
		if (*row->fault)
			assert_string_equal(fault.message, row->fault);
	}
}

static struct iam_summary_map_type_entry summary[] = {
	{ "AccountAccessKeysPresent", { true, 1 } },
	{ "AccountMFAEnabled", { true, 0 } },
};

static const struct write_row {
	const char *name;
	const struct api_operation *operation;
	const void *out;
	const char *body;
} write_rows[] = {
	{ "a map is entries of key and value", &iam_operations[IAM_GET_ACCOUNT_SUMMARY],
	  &(const struct iam_get_account_summary_out){ .summary_map = { true, 2, summary } },
	  "<GetAccountSummaryResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
	  "  <GetAccountSummaryResult>\n"
	  "    <SummaryMap>\n"
	  "      <entry>\n"
	  "        <key>AccountAccessKeysPresent</key>\n"
	  "        <value>1</value>\n"
	  "      </entry>\n"
	  "      <entry>\n"
	  "        <key>AccountMFAEnabled</key>\n"
	  "        <value>0</value>\n"
	  "      </entry>\n"
	  "    </SummaryMap>\n"
	  "  </GetAccountSummaryResult>\n"
	  "  <ResponseMetadata>\n"
	  "    <RequestId>id-1</RequestId>\n"
	  "  </ResponseMetadata>\n"
	  "</GetAccountSummaryResponse>\n" },
	{ "an empty list is an empty element", &iam_operations[IAM_LIST_ACCOUNT_ALIASES],
	  &(const struct iam_list_account_aliases_out){ .account_aliases = { .is_set = true } },
	  "<ListAccountAliasesResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
	  "  <ListAccountAliasesResult>\n"
	  "    <AccountAliases/>\n"
	  "  </ListAccountAliasesResult>\n"
	  "  <ResponseMetadata>\n"
	  "    <RequestId>id-1</RequestId>\n"
	  "  </ResponseMetadata>\n"
	  "</ListAccountAliasesResponse>\n" },
	{ "a bucket's place is the text of the root element",
	  &s3_operations[S3_GET_BUCKET_LOCATION],
	  &(const struct s3_get_bucket_location_out){ .location_constraint = "eu-west-1" },
	  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	  "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1"
	  "</LocationConstraint>" },
	{ "a bucket of us-east-1 has no place", &s3_operations[S3_GET_BUCKET_LOCATION],
	  &(const struct s3_get_bucket_location_out){ 0 },
	  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	  "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
	  "</LocationConstraint>" },
	{ "a policy is the whole body", &s3_operations[S3_GET_BUCKET_POLICY],
	  &(const struct s3_get_bucket_policy_out){ .policy = "{\"Version\": \"2012-10-17\"}" },
	  "{\"Version\": \"2012-10-17\"}" },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct write_row *row = t->row;
	struct http_response response = { 0 };

	codec_write_response(&t->arena, row->operation, row->out, "id-1", &response);
	assert_string_equal(response.body, row->body);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(write_rows, writes),
	};

	return check_tables("model/xml", tables, ARRAY_LEN(tables));
}
