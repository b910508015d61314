/*
 * A statement of an SCP with root sessions exempted: the text, and what it then decides.
 */
#include "tests/support/check.h"

#include <string.h>

#include "client/predict/exempt.h"

#define POLICY(statement) "{\"Version\":\"2012-10-17\",\"Statement\":" statement "}"
#define DENY              "\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\""

static const struct row {
	const char *name;
	const char *policy;
	const char *exempted; /* NULL: nothing can be proposed */
} rows[] = {
	{ "a statement that turns on the key's absence already is left",
	  POLICY("[{" DENY ",\"Condition\":{\"null\":{\"AWS:assumedroot\":\"false\"}}}]"), NULL },
	{ "one without a condition gets one", POLICY("[{" DENY "}]"),
	  "{" DENY ", \"Condition\": {\"Null\": {\"aws:AssumedRoot\": \"true\"}}}" },
	{ "one that stands alone is the same", POLICY("{" DENY "}"),
	  "{" DENY ", \"Condition\": {\"Null\": {\"aws:AssumedRoot\": \"true\"}}}" },
	{ "a condition gets one more operator, and its bytes stay",
	  POLICY("[{" DENY
		 ",\"Condition\":{ \"StringLike\" : {\"aws:PrincipalArn\":\"*:root\"} }}]"),
	  "{" DENY ",\"Condition\":{ \"StringLike\" : {\"aws:PrincipalArn\":\"*:root\"}, \"Null\": "
	  "{\"aws:AssumedRoot\": \"true\"} }}" },
	{ "an operator Null gets one more key",
	  POLICY("[{" DENY ",\"Condition\":{\"Null\":{\"aws:SourceVpc\":\"true\"}}}]"),
	  "{" DENY ",\"Condition\":{\"Null\":{\"aws:SourceVpc\":\"true\", \"aws:AssumedRoot\": "
	  "\"true\"}}}" },
	{ "an empty condition gets its first", POLICY("[{" DENY ",\"Condition\":{}}]"),
	  "{" DENY ",\"Condition\":{\"Null\": {\"aws:AssumedRoot\": \"true\"}}}" },
};

static void exempts(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct snapshot_policy policy = { .name = "p", .id = "p", .text = row->policy };
	const struct policy_document *again;
	const char *exempted;
	struct fault fault;

	assert_true(policy_document_parse(&t->arena, row->policy, strlen(row->policy), &fault,
					  &policy.document));
	exempted = exempt_statement(&t->arena, &policy, &policy.document->statements[0]);
	if (!row->exempted) {
		assert_null(exempted);
		return;
	}
	assert_string_equal(exempted, row->exempted);
	exempted =
		arena_printf(&t->arena, "{\"Version\":\"2012-10-17\",\"Statement\":%s}", exempted);
	assert_true(policy_document_parse(&t->arena, exempted, strlen(exempted), &fault, &again));
}

int main(void)
{
	return check_table("client/predict/exempt", rows, exempts);
}
