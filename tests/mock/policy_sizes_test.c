/* Policies that are too large, through the whole pipeline; white space is not counted. */
#include <string.h>

#include "tests/support/world.h"

static const struct row {
	const char *name;
	const char *operation;
	const char *before;
	const char *statement; /* of the document, without its actions' end */
	const char *after;
	char filler;
	size_t filler_len;
	const char *answer;
} rows[] = {
	{ "a managed policy has 6,144 characters", "iam:CreatePolicy", "{'PolicyName':'p',",
	  "'Resource':'*','Action':'iam:", "}", 'x', 6200,
	  "409 LimitExceeded: Cannot exceed quota for PolicySize: 6144" },
	{ "a trust policy has 2,048", "iam:UpdateAssumeRolePolicy", "{'RoleName':'worker',",
	  "'Action':'sts:AssumeRole','Principal':{'AWS':'222222222222'},'Sid':'", "}", 'x', 2100,
	  "409 LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048" },
	{ "white space is not counted", "iam:CreatePolicy", "{'PolicyName':'p',",
	  "'Action':'iam:GetUser','Resource':'*',", "}", ' ', 7000, "{'Policy':*" },
};

/* The document is JSON inside JSON: its quotes are escaped. */
static const char *input_of(struct arena *arena, const struct row *row)
{
	char *filler = arena_alloc(arena, row->filler_len + 1);
	struct buffer text;
	const char *document;

	memset(filler, row->filler, row->filler_len);
	document = row->filler == ' '
			   ? arena_printf(arena, "%s%s'Effect':'Allow'", row->statement, filler)
			   : arena_printf(arena, "%s%s','Effect':'Allow'", row->statement, filler);
	document = arena_printf(arena, "{'Version':'2012-10-17','Statement':[{%s}]}", document);
	buffer_init(&text, arena, 16 * 1024);
	buffer_printf(&text, "%s'PolicyDocument':'", row->before);
	for (; *document; document++) {
		if (*document == '\'')
			buffer_add_char(&text, '\\');
		buffer_add_char(&text, *document);
	}
	buffer_printf(&text, "'%s", row->after);
	return text.data;
}

static void bounds(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct world world;
	const char *answer;
	const char *expected = row->answer;

	world_start(&world, &fixture->arena, "conditions_state.json");
	answer = world_ask(&world, "boss", row->operation, input_of(&fixture->arena, row));
	if (expected[0] == '{')
		assert_int_equal(answer[0], '{');
	else
		assert_string_equal(answer, expected);
	world_stop(&world);
}

int main(void)
{
	return check_table("mock/policy_sizes", rows, bounds);
}
