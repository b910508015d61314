#include "tests/support/check.h"

#include <string.h>

#include "policy/context.h"

enum { MANY = 300, BOUND = 8192 };

static const struct row {
	const char *name;
	const char *key;
	const char *value; /* NULL: absent */
	bool multivalued;
} rows[] = {
	{ "a key that was not added", "aws:Missing", NULL, false },
	{ "a key whose value is not there", "aws:username", NULL, false },
	{ "a key without values is absent", "aws:TagKeys", NULL, false },
	{ "a key is found in any case", "AWS:SOURCEIP", "192.0.2.1", false },
	{ "a key added again has the new value", "aws:UserAgent", "second", false },
	{ "a list of one is multivalued", "aws:PrincipalOrgPaths", "o-x/r-x/", true },
	{ "a tag's key is a part of the name", "aws:PrincipalTag/Team", "red", false },
	{ "a key of the same hash and another length is another", "a:pupqfha", NULL, false },
	{ "a key of the same hash and length is another", "a:frkqhq", NULL, false },
	{ "the key with that hash is there", "A:uqrpql", "long", false },
	{ "a tag among many", "test:tag/299", "x", false },
};

static void fill(struct policy_context *context, void *owner)
{
	static const char *const paths[] = { "o-x/r-x/" };
	struct arena *arena = owner;

	policy_context_add(context, "aws:SourceIp", "192.0.2.1");
	policy_context_add(context, "a:uqrpql", "long");
	policy_context_add(context, "a:sltwbi", "same");
	policy_context_add(context, "aws:username", NULL);
	policy_context_add(context, "aws:UserAgent", "first");
	policy_context_add(context, "aws:useragent", "second");
	policy_context_add_list(context, "aws:TagKeys", NULL, 0);
	policy_context_add_list(context, "aws:PrincipalOrgPaths", paths, 1);
	policy_context_add_tag(context, "aws:PrincipalTag/", "team", "red");
	for (int i = 0; i < MANY; i++)
		policy_context_add_tag(context, "test:tag/", arena_printf(arena, "%d", i), "x");
}

static void look_for(const struct row *row, const struct policy_context *context)
{
	const struct policy_context_entry *entry = policy_context_get(context, row->key);

	if (!row->value) {
		assert_null(entry);
		return;
	}
	assert_non_null(entry);
	assert_string_equal(policy_context_value(entry, 0), row->value);
	assert_int_equal(entry->multivalued, row->multivalued);
	assert_int_equal(entry->value_count, 1);
}

static void check_key(void **state)
{
	struct fixture *fixture = *state;
	struct policy_context context;

	policy_context_init(&context, &fixture->arena);
	fill(&context, &fixture->arena);
	look_for(fixture->row, &context);
}

static void check_late_key(void **state)
{
	struct fixture *fixture = *state;
	struct policy_context context;

	policy_context_init_late(&context, &fixture->arena, fill, &fixture->arena);
	assert_int_equal(context.count, 0);
	look_for(fixture->row, &context);
	look_for(fixture->row, &context);
}

static const struct {
	const char *name;
} bound_rows[] = { { "what is beyond the bound is not seen" } };

static void check_bound(void **state)
{
	struct fixture *fixture = *state;
	struct policy_context context;

	assert_null(policy_context_get(NULL, "test:tag/0"));
	policy_context_init(&context, &fixture->arena);
	assert_null(policy_context_get(&context, "test:tag/0"));
	for (int i = 0; i <= BOUND; i++)
		policy_context_add_tag(&context, "test:tag/",
				       arena_printf(&fixture->arena, "%d", i), "x");
	assert_int_equal(context.count, BOUND);
	assert_non_null(policy_context_get(&context, "test:tag/8191"));
	assert_null(policy_context_get(&context, "test:tag/8192"));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, check_key),
		CHECK_TABLE(rows, check_late_key),
		CHECK_TABLE(bound_rows, check_bound),
	};

	return check_tables("policy/context", tables, ARRAY_LEN(tables));
}
