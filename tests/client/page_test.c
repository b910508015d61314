/* What is missing in the answer of a list operation is not an empty list. */
#include "client/page.h"

#include <string.h>

#include "model/json.h"
#include "tests/support/check.h"
#include "wire/json_reader.h"

static const struct row {
	const char *name, *service, *operation;
	const char *answer;  /* as JSON, by AWS's names */
	const char *refusal; /* a part of the message; NULL: it is a page */
} rows[] = {
	{ "a list that is not there is no empty one", "iam", "ListAccessKeys", "{}",
	  "lacks AccessKeyMetadata" },
	{ "not of Organizations either", "organizations", "ListAccounts", "{}", "lacks Accounts" },
	{ "more without a marker would end the list too early", "iam", "ListMFADevices",
	  "{\"MFADevices\": [], \"IsTruncated\": true}", "lacks Marker" },
	{ "an empty marker is none", "iam", "ListMFADevices",
	  "{\"MFADevices\": [], \"IsTruncated\": true, \"Marker\": \"\"}", "lacks Marker" },
	{ "an empty list is one", "iam", "ListAccessKeys",
	  "{\"AccessKeyMetadata\": [], \"IsTruncated\": false}", NULL },
	{ "an empty page with a marker is one", "iam", "ListAccessKeys",
	  "{\"AccessKeyMetadata\": [], \"IsTruncated\": true, \"Marker\": \"m\"}", NULL },
	{ "SQS leaves an empty list out", "sqs", "ListQueues", "{}", NULL },
	{ "what is no list needs none", "iam", "GetUser", "{}", NULL },
};

static void checks(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct api_service *service = api_service_by_name(row->service);
	const struct api_operation *operation = api_operation_by_name(service, row->operation);
	void *output = arena_alloc(&t->arena, operation->output_size);
	const struct json_value *value;
	struct fault fault = { 0 };

	assert_true(json_read(&t->arena, row->answer, strlen(row->answer), &fault, &value));
	assert_true(json_read_structure(&t->arena, value, operation->output, &fault, output));
	assert_int_equal(page_check(operation, output, &fault), row->refusal == NULL);
	if (row->refusal)
		assert_non_null(strstr(fault.message, row->refusal));
}

int main(void)
{
	const struct check_table tables[] = { CHECK_TABLE(rows, checks) };

	return check_tables("client/page", tables, ARRAY_LEN(tables));
}
