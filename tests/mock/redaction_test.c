/* What of a message may be kept. */
#include <string.h>

#include "mock/redaction.h"
#include "model/api.h"
#include "tests/support/check.h"

#define FORM "application/x-www-form-urlencoded"
#define JSON "application/x-amz-json-1.1"
#define XML  "text/xml; charset=utf-8"

enum { MAX = 200, DEPTH_MAX = 12 };

/* Bodies: what stays of them; NULL: nothing. */
static const struct body_row {
	const char *name, *type, *body, *kept;
} body_rows[] = {
	{ "what has no form is not kept", "text/plain", "Password=x", NULL },
	{ "nor what says that it is JSON and is not", JSON, "Password", NULL },
	{ "nor what is no text", FORM, "Action=\xff", NULL },
	{ "a password in a form", FORM, "Action=A&Password=x%20y&UserName=b",
	  "Action=A&Password=(redacted)&UserName=b" },
	{ "at its end, and in any case", FORM, "PASSWORD=x", "PASSWORD=(redacted)" },
	{ "whatever its name is coded as", FORM, "a=b&Pass%77ord=x&c",
	  "a=b&Pass%77ord=(redacted)&c" },
	{ "a name that cannot be read may be one", FORM, "%zz=x", "%zz=(redacted)" },
	{ "a member of a member", FORM, "A.Password.1=x&B.Passwords=y",
	  "A.Password.1=(redacted)&B.Passwords=y" },
	{ "a secret in JSON", JSON, "{\"a\": 1, \"SecretAccessKey\" : \"x\\\"y\", \"b\": []}",
	  "{\"a\": 1, \"SecretAccessKey\" : \"(redacted)\", \"b\": []}" },
	{ "of any kind", JSON, "{\"Otp\":12,\"Password\":{\"a\":[\"}\",1]},\"TokenCode\":null}",
	  "{\"Otp\":\"(redacted)\",\"Password\":\"(redacted)\",\"TokenCode\":\"(redacted)\"}" },
	{ "a name with escapes may be one", JSON, "{\"P\\u0061ssword\":\"x\"}",
	  "{\"P\\u0061ssword\":\"(redacted)\"}" },
	{ "a secret's name as a value is none", JSON, "{\"a\":\"Password\",\"b\":[\"Otp\"]}",
	  "{\"a\":\"Password\",\"b\":[\"Otp\"]}" },
	{ "a body that ends in a secret", JSON, "{\"Password\":\"x",
	  "{\"Password\":\"(redacted)\"" },
	{ "one without a colon", JSON, "{\"Password\" \"x\"}", "{\"Password\" \"(redacted)\"}" },
	{ "JSON is known by its looks", NULL, " {\"Password\":\"x\"}",
	  " {\"Password\":\"(redacted)\"}" },
	{ "whatever its type is", "application/octet-stream", "{\"Otp\":1}",
	  "{\"Otp\":\"(redacted)\"}" },
	{ "an element", XML, "<a><SecretAccessKey>x</SecretAccessKey><b/></a>",
	  "<a><SecretAccessKey>(redacted)</SecretAccessKey><b/></a>" },
	{ "with a prefix and elements of its own", XML, "<n:Password a='b'><c>x</c></n:Password>",
	  "<n:Password a='b'>(redacted)</n:Password>" },
	{ "one that does not end", XML, "<Password>x", "<Password>(redacted)" },
	{ "an empty one has no secret", XML, "<Password/>x", "<Password/>x" },
};

static void keeps_body(void **state)
{
	struct fixture *fixture = *state;
	const struct body_row *row = fixture->row;
	enum redaction_result result;
	struct buffer out;

	buffer_init(&out, &fixture->arena, 16);
	buffer_add_text(&out, "before ");
	result = redaction_body(row->type, row->body, strlen(row->body), MAX, &out);
	assert_int_equal(result, row->kept ? REDACTION_WHOLE : REDACTION_UNREADABLE);
	assert_string_equal(out.data + strlen("before "), row->kept ? row->kept : "");
}

/* The same bodies, cut everywhere: never more than the limit, never a part of a character. */
static const struct cut_row {
	const char *name, *type, *body;
} cut_rows[] = {
	{ "a form that is too long", FORM, "Action=\xc3\xa4\xe2\x82\xac&Password=x&b=\xc3\xa4" },
	{ "JSON that is too long", JSON, "{\"\xc3\xa4\":\"\xe2\x82\xac\",\"Otp\":\"x\",\"b\":1}" },
	{ "XML that is too long", XML, "<a>\xe2\x82\xac<Otp>x</Otp></a>" },
};

static void cuts_body(void **state)
{
	struct fixture *fixture = *state;
	const struct cut_row *row = fixture->row;
	struct buffer whole, part;

	buffer_init(&whole, &fixture->arena, 16);
	assert_int_equal(redaction_body(row->type, row->body, strlen(row->body), MAX, &whole),
			 REDACTION_WHOLE);
	for (size_t max = 0; max < whole.len; max++) {
		buffer_init(&part, &fixture->arena, 16);
		assert_int_equal(
			redaction_body(row->type, row->body, strlen(row->body), max, &part),
			REDACTION_CUT);
		assert_in_range(part.len, max < 3 ? 0 : max - 2, max);
		assert_memory_equal(part.data, whole.data, part.len);
		assert_true(((unsigned char)whole.data[part.len] & 0xC0) != 0x80);
	}
}

static const struct header_row {
	const char *name, *header, *value, *kept;
} header_rows[] = {
	{ "a session's token", "x-amz-security-token", "abc", REDACTION_MARK },
	{ "cookies, of both directions", "Set-Cookie", "a=b", REDACTION_MARK },
	{ "a header with a long name",
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x",
	  REDACTION_MARK },
	{ "of a signature the scope stays", "authorization",
	  "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, "
	  "Signature=0123",
	  "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, "
	  "Signature=(redacted)" },
	{ "of another proof its kind", "Authorization",
	  "Bearer abc Signature=", "Bearer (redacted)" },
	{ "of a proof without a kind nothing", "Proxy-Authorization", "abc", REDACTION_MARK },
	{ "what is no secret stays", "X-Amz-Target", "IAM.GetUser", "IAM.GetUser" },
};

static void keeps_header(void **state)
{
	struct fixture *fixture = *state;
	const struct header_row *row = fixture->row;
	const struct http_header header = { row->header, row->value };

	assert_string_equal(redaction_header(&fixture->arena, &header), row->kept);
}

/* Who and what it is about is told in other places too, and is no secret. */
static const char *const personal[] = {
	"AccountName", "Name",  "SourceName", "Email",        "ManagementAccountEmail",
	"Id",          "Notes", "Value",      "PrimaryEmail", "MasterAccountEmail",
};

static void look_at(const struct api_shape *shape, unsigned depth, unsigned *seen)
{
	if (!shape || depth == DEPTH_MAX)
		return;
	look_at(shape->item, depth + 1, seen);
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		bool is_personal = false;

		look_at(member->shape, depth + 1, seen);
		for (size_t j = 0; j < ARRAY_LEN(personal); j++)
			is_personal |= strcmp(personal[j], member->name) == 0;
		if (!member->shape->is_sensitive || is_personal)
			continue;
		(*seen)++;
		if (!redaction_is_secret(member->name, strlen(member->name)) ||
		    !redaction_is_secret(member->wire_name, strlen(member->wire_name)))
			fail_msg("%s is sensitive, and no secret for redaction.c", member->name);
	}
}

static const struct {
	const char *name;
} contract_rows[] = { { "every secret of the contract is known" } };

static void knows_contract(void **state)
{
	unsigned seen = 0;

	UNUSED(state);
	for (size_t i = 0; api_services[i]; i++) {
		for (size_t j = 0; j < api_services[i]->operation_count; j++) {
			look_at(api_services[i]->operations[j].input, 0, &seen);
			look_at(api_services[i]->operations[j].output, 0, &seen);
		}
	}
	assert_in_range(seen, 20, 1000);
}

int main(void)
{
	static const struct check_table tables[] = {
		CHECK_TABLE(body_rows, keeps_body),
		CHECK_TABLE(cut_rows, cuts_body),
		CHECK_TABLE(header_rows, keeps_header),
		CHECK_TABLE(contract_rows, knows_contract),
	};

	return check_tables("mock/redaction", tables, ARRAY_LEN(tables));
}
