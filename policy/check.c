#include "policy/check.h"

#include <stdio.h>
#include <string.h>

#include "policy/checker.h"
#include "wire/utf8.h"

#define SYNTAX "Syntax errors in policy."
#define LEGACY "The policy failed legacy parsing"
#define TYPE                                                                                   \
	"The provided policy document does not meet the requirements of the specified policy " \
	"type."
#define INVALID  "This policy contains invalid Json"
#define DELEGATE "This resource-based policy contains invalid JSON."
#define DOCUMENT "MalformedPolicyDocument"

enum { HTTP_BAD_REQUEST = 400, HTTP_CONFLICT = 409, TRUST_TEXT_MAX = 131072 };

/* A use: its checks, its answers and its quota. */
static const struct use {
	const char *name;
	const char *code;
	const char *reason; /* Organizations' Reason, or NULL */
	bool (*check)(struct checker *checker);
	const char *no_json, *syntax, *literal; /* the texts of a checker; the first: no JSON */
	size_t size_max;
	const char *quota; /* as IAM calls it; NULL: Organizations' answer, or none */
} uses[POLICY_USE_COUNT] = {
	[POLICY_USE_MANAGED] = { "managed", DOCUMENT, NULL, check_iam, SYNTAX, SYNTAX, LEGACY, 6144,
				 "PolicySize" },
	[POLICY_USE_INLINE] = { "inline", DOCUMENT, NULL, check_iam, SYNTAX, SYNTAX, LEGACY, 0,
				NULL },
	[POLICY_USE_TRUST] = { "trust", DOCUMENT, NULL, check_trust, INVALID, INVALID, INVALID,
			       2048, "ACLSizePerRole" },
	[POLICY_USE_SESSION] = { "session", DOCUMENT, NULL, check_session,
				 "The policy is not in the valid JSON format.", SYNTAX, LEGACY, 0,
				 NULL },
	[POLICY_USE_SCP] = { "scp", DOCUMENT "Exception", NULL, check_scp, TYPE, TYPE, TYPE, 10240,
			     NULL },
	[POLICY_USE_RCP] = { "rcp", DOCUMENT "Exception", NULL, check_rcp, TYPE, TYPE, TYPE, 5120,
			     NULL },
	[POLICY_USE_DELEGATION] = { "delegation", "InvalidInputException",
				    "INVALID_RESOURCE_POLICY_JSON", check_delegation, DELEGATE,
				    DELEGATE, DELEGATE, 40000, NULL },
	[POLICY_USE_RESOURCE] = { "resource", "ValidationException", NULL, check_resource, INVALID,
				  INVALID, INVALID, 0, NULL },
};

size_t policy_check_size(const char *text, size_t len)
{
	size_t spaces = 0;

	for (size_t i = 0; i < len; i++)
		spaces += memchr(" \t\r\n", text[i], 4) != NULL;
	return utf8_count(text, len) - spaces;
}

static size_t quota_of(const struct checker *checker, const struct use *use)
{
	return checker->options->size_max ? checker->options->size_max : use->size_max;
}

/* IAM's quotas, after the grammar: white space does not count. */
static bool check_quota(struct checker *checker, const struct use *use)
{
	static const struct policy_answer answer = { "LimitExceeded", NULL, HTTP_CONFLICT };
	size_t max = quota_of(checker, use);

	if (!use->quota || policy_check_size(checker->text, checker->len) <= max)
		return true;
	return checker_refuse_as(checker, &answer, NULL, "Cannot exceed quota for %s: %zu",
				 use->quota, max);
}

/* Organizations' quotas, before the grammar: every character counts. */
static bool check_content_limit(struct checker *checker, const struct use *use)
{
	static const struct policy_answer answer = { "ConstraintViolationException",
						     "POLICY_CONTENT_LIMIT_EXCEEDED",
						     HTTP_BAD_REQUEST };
	size_t max = quota_of(checker, use);

	if (use->quota || !max || utf8_count(checker->text, checker->len) <= max)
		return true;
	return checker_refuse_as(checker, &answer, NULL,
				 "You have exceeded the maximum policy size");
}

/* A form check that comes with the request's shape, before any parser. */
static bool check_length(struct checker *checker)
{
	static const struct policy_answer answer = { "ValidationError", NULL, HTTP_BAD_REQUEST };

	if (checker->options->use != POLICY_USE_TRUST || checker->len <= TRUST_TEXT_MAX)
		return true;
	return checker_refuse_as(
		checker, &answer, NULL,
		"1 validation error detected: Value at 'assumeRolePolicyDocument' "
		"failed to satisfy constraint: Member must have length less than or "
		"equal to %d",
		TRUST_TEXT_MAX);
}

/* Reads the text; when it is no JSON the place is that of the reader's fault. */
static bool read_tree(struct checker *checker, const struct use *use)
{
	struct json_value place = { .kind = JSON_NULL };
	struct fault fault = { 0 };
	int words = 0;

	if (json_read(checker->arena, checker->text, checker->len, &fault, &checker->root))
		return true;
	(void)sscanf(fault.message, "line %u, column %u: %n", &place.line, &place.column, &words);
	(void)checker_explain(checker, &place, use->no_json, "%s", fault.message + words);
	return false;
}

static void run(struct checker *checker, const struct use *use)
{
	if (!check_length(checker) || !check_content_limit(checker, use))
		return;
	if (read_tree(checker, use))
		(void)use->check(checker);
	if (checker->count < checker->room)
		(void)check_quota(checker, use);
}

/* A check that has room for so many problems. */
static struct checker checker_of(const struct policy_check_options *options, struct arena *arena,
				 const char *text, size_t len)
{
	const struct use *use = &uses[options->use];

	return (struct checker){
		.options = options,
		.arena = arena,
		.text = text,
		.len = len,
		.answer = { use->code, use->reason, HTTP_BAD_REQUEST },
		.syntax = use->syntax,
		.literal = use->literal,
	};
}

bool policy_check(const struct policy_check_options *options, const char *text, size_t len,
		  struct policy_problem *out_problem)
{
	ARENA_AUTO(arena);
	struct checker checker = checker_of(options, &arena, text, len);
	const struct json_value *place;

	*out_problem = (struct policy_problem){ 0 };
	checker.problems = out_problem;
	checker.places = &place;
	checker.room = checker.capacity = 1;
	run(&checker, &uses[options->use]);
	return checker.count == 0;
}

void policy_check_all(const struct policy_check_options *options, struct arena *arena,
		      const char *text, size_t len, struct policy_problems *out_problems)
{
	enum { FIRST = 8 };
	struct checker checker = checker_of(options, arena, text, len);

	/* Most documents have few problems: memory for more comes when it is needed. */
	checker.problems = arena_array(arena, FIRST, sizeof(*checker.problems));
	checker.places = arena_array(arena, FIRST, sizeof(*checker.places));
	checker.capacity = FIRST;
	checker.room = POLICY_PROBLEMS_MAX;
	run(&checker, &uses[options->use]);
	*out_problems = (struct policy_problems){ checker.problems, checker.count };
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
