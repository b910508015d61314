/*
 * A decision allocates nothing: the linker puts counters around the C
 * library's functions, in this program alone.
 */
#include <string.h>

#include "policy/cases.h"
#include "tests/policy/lines.h"

enum { DECISION_ROWS = 1500 };

static size_t allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_malloc(size_t size)
{
	allocations++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	allocations++;
	return __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	allocations++;
	return __real_realloc(memory, size);
}

/* What one decision allocates. */
static size_t allocations_of(const struct policy_request *request)
{
	struct policy_decision decision;
	size_t before = allocations;

	policy_evaluate(request, &decision);
	return allocations - before;
}

static const char *check_case(struct arena *arena, const struct json_value *row)
{
	struct policy_case item;
	struct fault fault = { 0 };
	size_t count;

	if (!policy_case_read(arena, row, &fault, &item))
		return arena_strdup(arena, fault.message);
	count = allocations_of(&item.request);
	return count ? arena_printf(arena, "%zu allocations", count) : NULL;
}

static const struct {
	const char *name;
} file_rows[] = { { "no known request makes a decision allocate" } };

static void check_file(void **state)
{
	UNUSED(state);
	lines_run("decisions.jsonl", check_case, DECISION_ROWS);
}

/* A condition of an identity policy on aws:username, which is "bob"; quotes are single. */
static const struct row {
	const char *name;
	const char *condition;
	bool allocates;
} rows[] = {
	{ "letters beyond ASCII take memory, so the counters count",
	  "{'StringEqualsIgnoreCase':{'aws:username':'B\xc3\x96"
	  "B'}}",
	  true },
	{ "a variable takes none", "{'StringLike':{'aws:username':'${aws:username}*'}}", false },
	{ "letters in any case take none", "{'StringEqualsIgnoreCase':{'aws:username':'BOB'}}",
	  false },
	{ "a glob takes none", "{'StringNotLike':{'aws:username':'*b*o*c'}}", false },
	{ "a number and a date take none",
	  "{'NumericLessThan':{'aws:username':'1'},'DateLessThan':{'aws:username':'2026-01-01'}}",
	  false },
};

static void check_condition(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = &fixture->arena;
	const struct row *row = fixture->row;
	char *text = arena_printf(
		arena,
		"{'request':{'principal':'arn:aws:iam::222222222222:user/bob','action':'sqs:Get',"
		"'resource':{'arn':'arn:aws:sqs:eu-west-1:222222222222:q'},'context':"
		"{'aws:username':'%s'}},'principalInfo':{'kind':'user'},'identityPolicies':"
		"[{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'sqs:*',"
		"'Resource':'arn:aws:sqs:*:*:*','Condition':%s}}]}",
		row->allocates ? "b\xc3\xb6"
				 "b"
			       : "bob",
		row->condition);
	const struct json_value *value;
	struct fault fault = { 0 };
	struct policy_case item;

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (!json_read(arena, text, strlen(text), &fault, &value) ||
	    !policy_case_read(arena, value, &fault, &item))
		fail_msg("%s", fault.message);
	assert_int_equal(allocations_of(&item.request) > 0, row->allocates);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(file_rows, check_file),
		CHECK_TABLE(rows, check_condition),
	};

	return check_tables("policy/allocation", tables, ARRAY_LEN(tables));
}
