#include "tests/support/check.h"

#include <string.h>

#include "policy/variable.h"

#define LONG_VALUE \
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"

/* "#" stands for an encoded "*", "." for an encoded "?" in what is expected. */
static const struct row {
	const char *name;
	const char *source;
	unsigned flags;
	const char *expected; /* NULL: the text stands for nothing */
} rows[] = {
	{ "a key without value", "${aws:missing}", POLICY_TEXT_VARIABLES, NULL },
	{ "a multivalued key, though it has a default", "${aws:TagKeys, 'x'}",
	  POLICY_TEXT_VARIABLES, NULL },
	{ "an empty name", "a${}", POLICY_TEXT_VARIABLES, NULL },
	{ "no end", "a${aws:username", POLICY_TEXT_VARIABLES, NULL },
	{ "no end and nothing else", "${", POLICY_TEXT_VARIABLES, NULL },
	{ "a default without quotes", "${aws:missing, x}", POLICY_TEXT_VARIABLES, NULL },
	{ "a default without its second quote", "${aws:missing, 'x}", POLICY_TEXT_VARIABLES, NULL },
	{ "something behind a default", "${aws:missing, 'x' y}", POLICY_TEXT_VARIABLES, NULL },
	{ "a default and nothing", "${aws:missing, 'x'", POLICY_TEXT_VARIABLES, NULL },
	{ "a key of one letter", "${a}", POLICY_TEXT_VARIABLES, NULL },
	{ "a value that would be a question mark", "${test:one}", POLICY_TEXT_VARIABLES, NULL },
	{ "a comma and nothing", "${aws:missing,", POLICY_TEXT_VARIABLES, NULL },
	{ "a variable inside a variable", "${aws:${aws:username}}", POLICY_TEXT_VARIABLES, NULL },
	{ "a value that would be a wildcard", "${test:wild}", POLICY_TEXT_VARIABLES, NULL },
	{ "the old version has no variables", "${aws:username}*", POLICY_TEXT_WILDCARDS,
	  "${aws:username}#" },
	{ "a value", "home/${aws:username}/", POLICY_TEXT_VARIABLES, "home/bob/" },
	{ "a key in any case", "${AWS:UserName}", POLICY_TEXT_VARIABLES, "bob" },
	{ "blanks around a key", "${ aws:username }", POLICY_TEXT_VARIABLES, "bob" },
	{ "a value has no wildcards", "${test:star}*",
	  POLICY_TEXT_VARIABLES | POLICY_TEXT_WILDCARDS, "*#" },
	{ "a value is not expanded again", "${test:nested}", POLICY_TEXT_VARIABLES,
	  "${aws:username}" },
	{ "an empty value is a value", "<${test:empty, 'x'}>", POLICY_TEXT_VARIABLES, "<>" },
	{ "a default", "${aws:missing, 'all, or none'}!", POLICY_TEXT_VARIABLES, "all, or none!" },
	{ "an empty default", "<${aws:missing,''}>", POLICY_TEXT_VARIABLES, "<>" },
	{ "escapes", "${*}${?}${$}{a}*?", POLICY_TEXT_VARIABLES | POLICY_TEXT_WILDCARDS,
	  "*?${a}#." },
	{ "escapes alone need no context", "${*}", POLICY_TEXT_VARIABLES, "*" },
	{ "a dollar alone is a dollar", "a$b$", POLICY_TEXT_VARIABLES, "a$b$" },
	{ "a dollar before a variable", "a$b${aws:username}", POLICY_TEXT_VARIABLES, "a$bbob" },
	{ "two variables", "${aws:username}-${aws:username}", POLICY_TEXT_VARIABLES, "bob-bob" },
	{ "a text that does not fit the stack", "${t:l}${t:l}${t:l}${t:l}${t:l}${t:l}",
	  POLICY_TEXT_VARIABLES,
	  LONG_VALUE LONG_VALUE LONG_VALUE LONG_VALUE LONG_VALUE LONG_VALUE },
};

static void fill(struct arena *arena, struct policy_context *context)
{
	static const char *const tags[] = { "team" };

	policy_context_init(context, arena);
	policy_context_add(context, "aws:username", "bob");
	policy_context_add(context, "test:star", "*");
	policy_context_add(context, "test:nested", "${aws:username}");
	policy_context_add(context, "test:empty", "");
	policy_context_add(context, "test:wild", "a\377b");
	policy_context_add(context, "test:one", "a\376b");
	policy_context_add(context, "t:l", LONG_VALUE);
	policy_context_add_list(context, "aws:TagKeys", tags, ARRAY_LEN(tags));
}

static void check_expand(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct policy_scratch scratch = { .arena = &fixture->arena };
	struct policy_text text =
		policy_text_compile(&fixture->arena, row->source, strlen(row->source), row->flags);
	struct policy_context context;
	struct policy_span span;
	char *shown;

	fill(&fixture->arena, &context);
	if (!policy_text_expand(&text, &context, &scratch, &span)) {
		assert_null(row->expected);
		return;
	}
	assert_non_null(row->expected);
	shown = arena_strndup(&fixture->arena, span.text, span.len);
	for (char *at = shown; *at; at++) {
		if (*at == POLICY_WILDCARD_RUN)
			*at = '#';
		else if (*at == POLICY_WILDCARD_ONE)
			*at = '.';
	}
	assert_string_equal(shown, row->expected);
}

int main(void)
{
	return check_table("policy/variable", rows, check_expand);
}
