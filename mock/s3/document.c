#include <string.h>
#include <strings.h>

#include "mock/arn.h"
#include "mock/s3/s3.h"
#include "policy/check.h"
#include "wire/json_reader.h"

#define BAD_JSON "Policies must be valid JSON and the first byte must be '{'"

static const struct json_value *read_document(struct call *call, const char *document)
{
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	if (document[0] != '{' ||
	    !json_read(call->arena, document, strlen(document), &fault, &value))
		return NULL;
	return value;
}

/* The first of a value or of a list of values. */
static const struct json_value *first_of(const struct json_value *value)
{
	if (!value)
		return NULL;
	return value->kind == JSON_ARRAY ? value->first : value;
}

/* Whether every text of a value or list begins with @prefix, without regard to case; "*" may. */
static bool all_begin(const struct json_value *value, const char *prefix)
{
	for (const struct json_value *item = first_of(value); item; item = item->next) {
		if (item->kind != JSON_STRING)
			return false;
		if (strcmp(item->text, "*") != 0 &&
		    strncasecmp(item->text, prefix, strlen(prefix)) != 0)
			return false;
		if (item == value)
			break;
	}
	return true;
}

/* Whether every resource is the bucket or something in it. */
static bool are_of_bucket(struct call *call, const struct json_value *value, const char *bucket)
{
	const char *arn = arn_bucket(call, bucket);
	size_t len = strlen(arn);

	for (const struct json_value *item = first_of(value); item; item = item->next) {
		if (item->kind != JSON_STRING || strncmp(item->text, arn, len) != 0)
			return false;
		if (item->text[len] != '\0' && item->text[len] != '/' && item->text[len] != '*')
			return false;
		if (item == value)
			break;
	}
	return true;
}

static const struct json_value *either(const struct json_value *statement, const char *name,
				       const char *negated)
{
	const struct json_value *value = json_get(statement, name);

	return value ? value : json_get(statement, negated);
}

static const char *statement_refusal(struct call *call, const struct json_value *statement,
				     const char *bucket)
{
	const char *effect = json_get_string(statement, "Effect");
	const struct json_value *action = either(statement, "Action", "NotAction");
	const struct json_value *resource = either(statement, "Resource", "NotResource");

	if (statement->kind != JSON_OBJECT)
		return "Statement is not valid";
	if (!effect || (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0))
		return effect ? arena_printf(call->arena, "Invalid effect: %s", effect)
			      : "Missing required field Effect";
	if (!either(statement, "Principal", "NotPrincipal"))
		return "Missing required field Principal";
	if (!first_of(action))
		return "Missing required field Action";
	if (!first_of(resource))
		return "Missing required field Resource";
	if (!all_begin(action, "s3:"))
		return "Policy has invalid action";
	if (!are_of_bucket(call, resource, bucket))
		return "Policy has invalid resource";
	return NULL;
}

/* What the grammar of policies forbids beyond what S3 has words of its own for. */
static const char *grammar_refusal(struct call *call, const char *document)
{
	const struct policy_check_options options = { .use = POLICY_USE_RESOURCE };
	struct policy_problem problem;

	if (policy_check(&options, document, strlen(document), &problem))
		return NULL;
	return arena_strdup(call->arena, problem.message);
}

const char *s3_policy_refusal(struct call *call, const char *bucket, const char *document)
{
	const struct json_value *policy = read_document(call, document);
	const struct json_value *statements;

	if (!policy)
		return BAD_JSON;
	statements = json_get(policy, "Statement");
	if (!first_of(statements))
		return "Missing required field Statement";
	for (const struct json_value *item = first_of(statements); item; item = item->next) {
		const char *refusal = statement_refusal(call, item, bucket);

		if (refusal)
			return refusal;
		if (item == statements)
			break;
	}
	return grammar_refusal(call, document);
}

static bool is_everybody(const struct json_value *principal)
{
	const struct json_value *item;

	if (principal && principal->kind == JSON_OBJECT)
		principal = json_get(principal, "AWS");
	for (item = first_of(principal); item; item = item->next) {
		if (item->kind == JSON_STRING && strcmp(item->text, "*") == 0)
			return true;
		if (item == principal)
			break;
	}
	return false;
}

bool s3_policy_is_public(struct call *call, const char *document)
{
	const struct json_value *policy = read_document(call, document);
	const struct json_value *statements = policy ? json_get(policy, "Statement") : NULL;

	for (const struct json_value *item = first_of(statements); item; item = item->next) {
		const char *effect = json_get_string(item, "Effect");

		if (effect && strcmp(effect, "Allow") == 0 &&
		    is_everybody(json_get(item, "Principal")) && !json_get(item, "Condition"))
			return true;
		if (item == statements)
			break;
	}
	return false;
}
