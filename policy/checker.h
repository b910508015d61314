/*
 * checker.h - what the parts of check.h share.
 *
 * A rule tells a problem with checker_refuse or checker_explain and returns
 * what they return: whether to go on. When only AWS's answer is wanted that
 * is false at once; when all problems are, the check walks on, so a rule must
 * not rely on an earlier one having found nothing, only on the grammar.
 */
#pragma once

#include "policy/check.h"
#include "wire/json_reader.h"

/* What AWS answers beside its text. */
struct policy_answer {
	const char *code;
	const char *reason; /* or NULL */
	int http_status;
};

/* One check under way. */
struct checker {
	const struct policy_check_options *options;
	struct arena *arena;
	const char *text;
	size_t len;
	const struct json_value *root; /* NULL: the text is no JSON */
	struct policy_answer answer;   /* of this use */
	const char *syntax;            /* AWS's text for what breaks the grammar */
	const char *literal;           /* its text for a value no condition could use */
	bool in_grammar, is_broken;    /* of checker_grammar */
	struct policy_problem *problems;
	const struct json_value **places; /* of each problem; NULL: of the whole text */
	size_t count, room;               /* how many there may be */
	size_t capacity;                  /* how many there is memory for */
};

/* Tells AWS's text with the place of @at (NULL: none). Whether to go on. */
bool checker_refuse(struct checker *checker, const struct json_value *at, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* The same with another answer than the usual one of the use. */
bool checker_refuse_as(struct checker *checker, const struct policy_answer *answer,
		       const struct json_value *at, const char *format, ...) PRINTF_LIKE(4, 5);

/* Tells AWS's text @message, which says little, and in our words what is wrong. */
bool checker_explain(struct checker *checker, const struct json_value *at, const char *message,
		     const char *format, ...) PRINTF_LIKE(4, 5);

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

/* A check of one statement, or of one text of it; whether to go on. */
typedef bool checker_rule(struct checker *checker, const struct json_value *at);

/* Runs a rule on every statement. */
MUST_USE bool checker_each(struct checker *checker, checker_rule *rule);

/* Runs a rule on every text of a scalar or a list; @value may be NULL. */
MUST_USE bool checker_each_text(struct checker *checker, const struct json_value *value,
				checker_rule *rule);

/*
 * The grammar: names and kinds of elements, no element twice, known
 * operators. Whether the document keeps it; the root must be there.
 */
MUST_USE bool checker_grammar(struct checker *checker);

/* The checks of a use, of a text that is JSON. Whether to go on. */
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
