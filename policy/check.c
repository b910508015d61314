#include "policy/check.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "policy/checker.h"
#include "wire/utf8.h"

enum { HTTP_BAD_REQUEST = 400, HTTP_CONFLICT = 409, TRUST_TEXT_MAX = 131072 };

/* A use: its checks, its error code and its quota. */
static const struct use {
	const char *name;
	const char *code;
	bool (*check)(struct checker *checker);
	size_t size_max;
	const char *quota; /* as IAM calls it; NULL: Organizations' answer, or none */
} uses[POLICY_USE_COUNT] = {
	[POLICY_USE_MANAGED] = { "managed", "MalformedPolicyDocument", check_iam, 6144,
				 "PolicySize" },
	[POLICY_USE_INLINE] = { "inline", "MalformedPolicyDocument", check_iam, 0, NULL },
	[POLICY_USE_TRUST] = { "trust", "MalformedPolicyDocument", check_trust, 2048,
			       "ACLSizePerRole" },
	[POLICY_USE_SESSION] = { "session", "MalformedPolicyDocument", check_session, 0, NULL },
	[POLICY_USE_SCP] = { "scp", "MalformedPolicyDocumentException", check_scp, 10240, NULL },
	[POLICY_USE_RCP] = { "rcp", "MalformedPolicyDocumentException", check_rcp, 5120, NULL },
	[POLICY_USE_DELEGATION] = { "delegation", "InvalidInputException", check_delegation, 40000,
				    NULL },
	[POLICY_USE_RESOURCE] = { "resource", "ValidationException", check_resource, 0, NULL },
};

static void place(struct policy_problem *problem, const struct json_value *at)
{
	if (at && !problem->line) {
		problem->line = at->line;
		problem->column = at->column;
	}
}

bool checker_refuse(struct checker *checker, const struct json_value *at, const char *format, ...)
{
	struct policy_problem *problem = checker->problem;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(problem->message, sizeof(problem->message), format, arguments);
	va_end(arguments);
	problem->code = checker->code;
	problem->http_status = HTTP_BAD_REQUEST;
	place(problem, at);
	return false;
}

bool checker_detail(struct checker *checker, const struct json_value *at, const char *format, ...)
{
	struct policy_problem *problem = checker->problem;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(problem->detail, sizeof(problem->detail), format, arguments);
	va_end(arguments);
	place(problem, at);
	return false;
}

const struct json_value *checker_first_statement(const struct checker *checker)
{
	const struct json_value *statement = json_get(checker->root, "Statement");

	assert(statement); /* the callers looked for it */
	return statement->kind == JSON_ARRAY ? statement->first : statement;
}

const struct json_value *checker_next_statement(const struct checker *checker,
						const struct json_value *statement)
{
	return statement == json_get(checker->root, "Statement") ? NULL : statement->next;
}

static const struct json_value *skip_to_text(const struct json_value *item)
{
	while (item && item->kind != JSON_STRING)
		item = item->next;
	return item;
}

const struct json_value *checker_first_text(const struct json_value *value)
{
	if (!value || value->kind == JSON_STRING)
		return value;
	return value->kind == JSON_ARRAY ? skip_to_text(value->first) : NULL;
}

const struct json_value *checker_next_text(const struct json_value *value,
					   const struct json_value *item)
{
	return item == value ? NULL : skip_to_text(item->next);
}

const struct json_value *checker_either(const struct json_value *statement, const char *name,
					const char *not_name)
{
	const struct json_value *member = json_get(statement, name);

	return member ? member : json_get(statement, not_name);
}

bool checker_each(struct checker *checker, checker_rule *rule)
{
	for (const struct json_value *statement = checker_first_statement(checker); statement;
	     statement = checker_next_statement(checker, statement))
		if (!rule(checker, statement))
			return false;
	return true;
}

size_t policy_check_size(const char *text, size_t len)
{
	size_t spaces = 0;

	for (size_t i = 0; i < len; i++)
		spaces += memchr(" \t\r\n", text[i], 4) != NULL;
	return utf8_count(text, len) - spaces;
}

/* IAM's quotas, after the grammar: white space does not count. */
static bool check_quota(struct checker *checker, const struct use *use)
{
	size_t max = checker->options->size_max ? checker->options->size_max : use->size_max;

	if (!use->quota || policy_check_size(checker->text, checker->len) <= max)
		return true;
	checker->code = "LimitExceeded";
	(void)checker_refuse(checker, checker->root, "Cannot exceed quota for %s: %zu", use->quota,
			     max);
	checker->problem->http_status = HTTP_CONFLICT;
	return false;
}

/* Organizations' quotas, before the grammar: every character counts. */
static bool check_content_limit(struct checker *checker, const struct use *use)
{
	size_t max = checker->options->size_max ? checker->options->size_max : use->size_max;

	if (use->quota || !max || utf8_count(checker->text, checker->len) <= max)
		return true;
	checker->code = "ConstraintViolationException";
	checker->problem->reason = "POLICY_CONTENT_LIMIT_EXCEEDED";
	return checker_refuse(checker, NULL, "You have exceeded the maximum policy size");
}

/* A form check that comes with the request's shape, before any parser. */
static bool check_length(struct checker *checker)
{
	if (checker->options->use != POLICY_USE_TRUST || checker->len <= TRUST_TEXT_MAX)
		return true;
	checker->code = "ValidationError";
	return checker_refuse(checker, NULL,
			      "1 validation error detected: Value at 'assumeRolePolicyDocument' "
			      "failed to satisfy constraint: Member must have length less than or "
			      "equal to %d",
			      TRUST_TEXT_MAX);
}

/* Reads the text; when it is no JSON the root stays NULL and the detail says where. */
static void read_tree(struct checker *checker)
{
	struct policy_problem *problem = checker->problem;
	struct fault fault = { 0 };
	int words = 0;

	if (json_read(checker->arena, checker->text, checker->len, &fault, &checker->root))
		return;
	checker->root = NULL;
	(void)sscanf(fault.message, "line %u, column %u: %n", &problem->line, &problem->column,
		     &words);
	(void)checker_detail(checker, NULL, "%s", fault.message + words);
}

bool policy_check(const struct policy_check_options *options, const char *text, size_t len,
		  struct policy_problem *out_problem)
{
	ARENA_AUTO(arena);
	const struct use *use = &uses[options->use];
	struct checker checker = {
		.options = options,
		.problem = out_problem,
		.arena = &arena,
		.text = text,
		.len = len,
		.code = use->code,
	};

	*out_problem = (struct policy_problem){ 0 };
	if (!check_length(&checker) || !check_content_limit(&checker, use))
		return false;
	read_tree(&checker);
	return use->check(&checker) && check_quota(&checker, use);
}

bool policy_use_find(const char *name, enum policy_use *out_use)
{
	for (size_t i = 0; i < ARRAY_LEN(uses); i++) {
		if (strcmp(uses[i].name, name) == 0) {
			*out_use = (enum policy_use)i;
			return true;
		}
	}
	return false;
}
