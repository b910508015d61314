#include "tests/support/check.h"

#include <string.h>

#include "client/rollout/plan_file.h"

static struct credential credentials[] = {
	{ .kind = CREDENTIAL_ACCESS_KEY,
	  .id = "AKIAROOTKEY000000001",
	  .status = "Inactive",
	  .created_ms = 1700000000000,
	  .usage = USAGE_KNOWN,
	  .used_ms = 1710000000000,
	  .used_service = "s3",
	  .used_region = "us-east-1" },
	{ .kind = CREDENTIAL_PASSWORD, .usage = USAGE_NEVER, .created_ms = 1700000000000 },
};

/* A plan with everything a file can hold. */
static struct plan example(struct fixture *t)
{
	struct audit_account accounts[] = {
		{ .id = "000000000012",
		  .name = "quoted \"name\", with \xc3\xa9",
		  .path = "/Workloads",
		  .kinds = { { .presence = PRESENCE_PRESENT, .count = 1 },
			     { .presence = PRESENCE_ABSENT },
			     { .presence = PRESENCE_ABSENT },
			     { .presence = PRESENCE_PRESENT, .count = 1 } },
		  .credentials = credentials,
		  .credential_count = ARRAY_LEN(credentials),
		  .mailbox_doubt = "nobody reads it" },
		{ .id = "333333333333", .name = "b", .path = "/", .skipped = "account is CLOSED" },
		{ .id = "444444444444",
		  .name = "c",
		  .path = "/",
		  .blocked_by = "p-examplepol",
		  .blocked_text = "deny-root at /" },
	};
	struct audit audit = {
		.organization_id = "o-exampleorg1",
		.management_account_id = "111111111111",
		.caller_arn = "arn:aws:iam::111111111111:user/admin",
		.caller_account_id = "111111111111",
		.partition = "aws",
		.taken_ms = 1800000000000,
		.accounts = accounts,
		.account_count = ARRAY_LEN(accounts),
	};
	struct plan_settings settings = plan_settings_default();

	return plan_make(&t->arena, &audit, &settings, audit.taken_ms);
}

static const struct row {
	const char *name;
	const char *find, *replace; /* one change in the text; NULL: none */
	enum fault_kind kind;       /* FAULT_NONE: it is read */
} rows[] = {
	{ "a changed account id is found out", "000000000012", "000000000013", FAULT_STALE },
	{ "a changed decision is found out", "\"delete\"", "\"delet2\"", FAULT_STALE },
	{ "a changed digest is found out", "sha256:", "sha256;", FAULT_STALE },
	{ "a shortened digest is no digest", "\"sha256:", "\"sha256", FAULT_INPUT },
	{ "a file that ends early is no plan", "\n}\n", "\n", FAULT_INPUT },
	{ "an unchanged plan is read", NULL, NULL, FAULT_NONE },
};

/* The text with the first @find replaced. */
static char *edit(struct fixture *t, char *text, const char *find, const char *replace)
{
	char *place;

	if (!find)
		return text;
	place = strstr(text, find);
	assert_non_null(place);
	return arena_printf(&t->arena, "%.*s%s%s", (int)(place - text), text, replace,
			    place + strlen(find));
}

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct plan written = example(t), plan;
	char *text = edit(t, plan_file_text(&t->arena, &written), row->find, row->replace);
	struct fault fault = { 0 };
	bool is_read = plan_file_parse(&t->arena, text, strlen(text), &plan, &fault);

	assert_int_equal(is_read, row->kind == FAULT_NONE);
	if (!is_read) {
		assert_int_equal(fault.kind, row->kind);
		return;
	}
	assert_string_equal(plan.digest, written.digest);
	assert_string_equal(plan.accounts[0].name, written.accounts[0].name);
	assert_int_equal(plan.accounts[0].items[0].credential.used_ms, 1710000000000);
	assert_int_equal(plan.accounts[0].items[1].decision, PLAN_DELETE);
	assert_int_equal(plan.accounts[1].decision, PLAN_SKIPPED);
	assert_int_equal(plan.expires_ms, written.expires_ms);
	assert_non_null(plan.accounts[0].warning);
	assert_string_equal(plan.accounts[2].blocked_by, "p-examplepol");
	assert_string_equal(plan_file_text(&t->arena, &plan), text);
}

int main(void)
{
	return check_table("client/rollout/plan_file", rows, reads);
}
