/*
 * checker.h - what the parts of check.h share.
 */
#pragma once

#include "policy/check.h"
#include "wire/arena.h"
#include "wire/json_reader.h"

/* One check under way. */
struct checker {
	const struct policy_check_options *options;
	struct policy_problem *problem;
	struct arena *arena;
	const char *text;
	size_t len;
	const struct json_value *root; /* NULL: the text is no JSON */
	const char *code;              /* of the errors of this use */
};

/* Sets AWS's text, with the code of the use and the place of @at (NULL: none); returns false. */
bool checker_refuse(struct checker *checker, const struct json_value *at, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Says in our words what is wrong; the place of @at. Returns false, for use before a refusal. */
bool checker_detail(struct checker *checker, const struct json_value *at, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* The statements: a list of them or one alone. NULL if there are none. */
const struct json_value *checker_first_statement(const struct checker *checker);

/* The statement behind @statement, or NULL. */
const struct json_value *checker_next_statement(const struct checker *checker,
						const struct json_value *statement);

/* The first text of a scalar or a list, or NULL; what is no string is passed over. */
const struct json_value *checker_first_text(const struct json_value *value);
const struct json_value *checker_next_text(const struct json_value *value,
					   const struct json_value *item);

/* The member of either name, or NULL. */
const struct json_value *checker_either(const struct json_value *statement, const char *name,
					const char *not_name);

/* A check of one statement; false when it was refused. */
typedef bool checker_rule(struct checker *checker, const struct json_value *statement);

/* Runs a rule on every statement. */
MUST_USE bool checker_each(struct checker *checker, checker_rule *rule);

/*
 * The grammar: names and kinds of elements, no element twice, known
 * operators. On false only the detail is set; the caller words the refusal.
 */
MUST_USE bool checker_grammar(struct checker *checker);

/* The checks of a use. False when the document was refused. */
bool check_iam(struct checker *checker);
bool check_session(struct checker *checker);
bool check_trust(struct checker *checker);
bool check_resource(struct checker *checker);
bool check_scp(struct checker *checker);
bool check_rcp(struct checker *checker);
bool check_delegation(struct checker *checker);

/* The operands of conditions and the variables: literals a condition could never use. */
MUST_USE bool check_operands(struct checker *checker, const struct json_value *statement);
MUST_USE bool check_binary_operands(struct checker *checker, const struct json_value *statement);
MUST_USE bool check_variables(struct checker *checker, const struct json_value *statement);
