#include "tests/support/check.h"

#include <string.h>

#include "model/account_api.h"
#include "model/codec.h"
#include "model/organizations_api.h"

/* What a request's body may and may not be; the shape is TagResource's input. */
static const struct row {
	const char *name;
	const char *body;
	const char *message; /* of the SerializationException; NULL: it is read */
	const char *id;
	size_t tags;
} rows[] = {
	{ "an array is no input", "[]", "expected an object, not an array", NULL, 0 },
	{ "a number is no text", "{\"ResourceId\":1}",
	  "ResourceId: expected a string, not a number", NULL, 0 },
	{ "an object is no list", "{\"Tags\":{}}", "Tags: expected an array, not an object", NULL,
	  0 },
	{ "an item of another kind is named", "{\"Tags\":[{\"Key\":\"a\"},\"b\"]}",
	  "Tags: item 2: expected an object, not a string", NULL, 0 },
	{ "a member of an item is named", "{\"Tags\":[{\"Key\":true}]}",
	  "Tags: item 1: Key: expected a string, not a boolean", NULL, 0 },
	{ "half an object is refused", "{\"Tags\":[", "", NULL, 0 },
	{ "no body is as good as an empty object", "", NULL, NULL, 0 },
	{ "null is absent", "{\"ResourceId\":null,\"Tags\":null}", NULL, NULL, 0 },
	{ "unknown members are ignored", "{\"Colour\":[1,{}],\"ResourceId\":\"x\"}", NULL, "x", 0 },
	{ "the case of a member counts", "{\"resourceId\":\"x\"}", NULL, NULL, 0 },
	{ "items are read in order", "{\"Tags\":[{\"Key\":\"a\"},{\"Key\":\"b\"}]}", NULL, NULL,
	  2 },
	{ "an item that is null is an item", "{\"Tags\":[{\"Key\":\"a\"},null]}", NULL, NULL, 2 },
};

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct http_request request = { .method = "POST",
					      .path = "/",
					      .query = "",
					      .body = row->body,
					      .body_len = strlen(row->body) };
	struct organizations_tag_resource_in in = { 0 };
	struct api_problem problem = { 0 };
	bool is_read = codec_read_request(&t->arena,
					  &organizations_operations[ORGANIZATIONS_TAG_RESOURCE],
					  &request, &in, &problem);

	assert_int_equal(is_read, !row->message);
	if (!is_read) {
		assert_string_equal(problem.code, "SerializationException");
		assert_int_equal(problem.http_status, 400);
		if (*row->message)
			assert_string_equal(problem.message, row->message);
		return;
	}
	if (row->id)
		assert_string_equal(in.resource_id, row->id);
	else
		assert_null(in.resource_id);
	assert_int_equal(in.tags.len, row->tags);
	if (row->tags)
		assert_string_equal(in.tags.items[0].key, "a");
}

static const struct write_row {
	const char *name;
	const struct api_operation *operation;
	const void *out;
	const char *body;
} write_rows[] = {
	{ "an operation without an output answers an empty object",
	  &organizations_operations[ORGANIZATIONS_LEAVE_ORGANIZATION],
	  &(const struct organizations_leave_organization_out){ 0 }, "{}" },
	{ "a time is seconds with three digits",
	  &organizations_operations[ORGANIZATIONS_DESCRIBE_ACCOUNT],
	  &(const struct organizations_describe_account_out){
		  .account =
			  &(const struct organizations_account){
				  .id = "123456789012",
				  .name = "a \"b\"",
				  .joined_timestamp = { true, 1700000000250 },
			  } },
	  "{\"Account\":{\"Id\":\"123456789012\",\"Name\":\"a \\\"b\\\"\","
	  "\"JoinedTimestamp\":1700000000.250}}" },
	{ "Account writes a time as text", &account_operations[ACCOUNT_GET_ACCOUNT_INFORMATION],
	  &(const struct account_get_account_information_out){
		  .account_created_date = { true, 1700000000000 } },
	  "{\"AccountCreatedDate\":\"2023-11-14T22:13:20Z\"}" },
	{ "an empty list is written", &organizations_operations[ORGANIZATIONS_LIST_ROOTS],
	  &(const struct organizations_list_roots_out){ .roots = { .is_set = true } },
	  "{\"Roots\":[]}" },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct write_row *row = t->row;
	struct http_response response = { 0 };

	codec_write_response(&t->arena, row->operation, row->out, "id-1", &response);
	assert_int_equal(response.status, 200);
	assert_string_equal(response.body, row->body);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(write_rows, writes),
	};

	return check_tables("model/json", tables, ARRAY_LEN(tables));
}
