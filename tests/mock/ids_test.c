#include "mock/ids.h"

#include <regex.h>
#include <string.h>

#include "mock/arn.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

/* AWS's own patterns, from the contract, or recorded lengths. */
static const struct form_row {
	const char *name;
	enum ids_kind kind;
	const char *pattern;
} form_rows[] = {
	{ "an organization's id", IDS_ORGANIZATION, "^o-[a-z0-9]{10,32}$" },
	{ "a root's id", IDS_ROOT, "^r-[0-9a-z]{4,32}$" },
	{ "an account's id", IDS_ACCOUNT, "^[1-9][0-9]{11}$" },
	{ "a policy's id", IDS_POLICY, "^p-[0-9a-zA-Z_]{8,128}$" },
	{ "a resource policy's id", IDS_RESOURCE_POLICY, "^rp-[0-9a-zA-Z_]{4,128}$" },
	{ "a create-account request's id", IDS_CREATE_ACCOUNT_REQUEST, "^car-[a-z0-9]{8,32}$" },
	{ "a handshake's id", IDS_HANDSHAKE, "^h-[0-9a-z]{8,32}$" },
	{ "a user's id", IDS_USER, "^AIDA[A-Z2-7]{17}$" },
	{ "a role's id", IDS_ROLE, "^AROA[A-Z2-7]{17}$" },
	{ "a managed policy's id", IDS_MANAGED_POLICY, "^ANPA[A-Z2-7]{17}$" },
	{ "an access key's id", IDS_ACCESS_KEY, "^AKIA[A-Z2-7]{16}$" },
	{ "a session's key id", IDS_SESSION_KEY, "^ASIA[A-Z2-7]{16}$" },
	{ "a secret", IDS_SECRET, "^[A-Za-z0-9+/]{40}$" },
	{ "a session token", IDS_SESSION_TOKEN, "^IQoJ[A-Za-z0-9+/]{100}" },
	{ "a certificate's id", IDS_CERTIFICATE, "^[A-Z2-7]{24,32}$" },
	{ "a request's id", IDS_UUID,
	  "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" },
};

static void check_form(void **state)
{
	struct fixture *fixture = *state;
	const struct form_row *row = fixture->row;
	struct handlers_fixture handlers;
	const char *first, *second;
	regex_t pattern;

	handlers_start(&handlers, &fixture->arena);
	assert_int_equal(regcomp(&pattern, row->pattern, REG_EXTENDED | REG_NOSUB), 0);
	first = ids_new(&handlers.call, row->kind);
	second = ids_new(&handlers.call, row->kind);
	if (regexec(&pattern, first, 0, NULL, 0) != 0)
		fail_msg("%s does not match %s", first, row->pattern);
	assert_string_not_equal(first, second);
	regfree(&pattern);
	handlers_stop(&handlers);
}

static const struct stream_row {
	const char *name;
	uint64_t seed;
	const char *operation;
	uint64_t ordinal;
	bool is_same;
} stream_rows[] = {
	{ "another seed gives another text", 8, "CreateUser", 3, false },
	{ "another operation gives another text", 7, "CreateRole", 3, false },
	{ "another call gives another text", 7, "CreateUser", 4, false },
	{ "the same call of the same seed gives the same text", 7, "CreateUser", 3, true },
};

static void check_stream(void **state)
{
	struct fixture *fixture = *state;
	const struct stream_row *row = fixture->row;
	struct random_source one = random_seeded(7), other = random_seeded(row->seed);
	char text[100], other_text[100];

	random_begin(&one, "CreateUser", 3);
	random_begin(&other, row->operation, row->ordinal);
	random_text(&one, "abcdefghijklmnopqrstuvwxyz", 80, text);
	random_text(&other, "abcdefghijklmnopqrstuvwxyz", 80, other_text);
	assert_int_equal(strcmp(text, other_text) == 0, row->is_same);
}

static const struct arn_row {
	const char *name, *arn, *account;
} arn_rows[] = {
	{ "no ARN has no account", "123456789012", NULL },
	{ "an AWS-managed policy has no account", "arn:aws:iam::aws:policy/ReadOnlyAccess", NULL },
	{ "a short ARN has no account", "arn:aws:iam::123456789012", NULL },
	{ "a bucket has no account", "arn:aws:s3:::bucket", NULL },
	{ "a user has one", "arn:aws:iam::123456789012:user/admin", "123456789012" },
};

static void check_arn(void **state)
{
	struct fixture *fixture = *state;
	const struct arn_row *row = fixture->row;
	const char *account = arn_account(&fixture->arena, row->arn);

	if (!row->account)
		assert_null(account);
	else
		assert_string_equal(account, row->account);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(form_rows, check_form),
		CHECK_TABLE(stream_rows, check_stream),
		CHECK_TABLE(arn_rows, check_arn),
	};

	return check_tables("mock/ids", tables, ARRAY_LEN(tables));
}
