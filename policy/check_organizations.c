#include <string.h>
#include <strings.h>

#include "policy/checker.h"
#include "policy/control.h"

#define BAD_TYPE                                                                               \
	"The provided policy document does not meet the requirements of the specified policy " \
	"type."
#define BAD_JSON "This resource-based policy contains invalid JSON."

enum { ACCOUNT_LEN = 12 };

static bool refuse_type(struct checker *checker, const struct json_value *at, const char *detail)
{
	(void)checker_detail(checker, at, "%s", detail);
	return checker_refuse(checker, at, BAD_TYPE);
}

/* What both kinds of control policies need, beyond the grammar. */
static bool check_common(struct checker *checker, const struct json_value *statement)
{
	const char *effect = json_get_string(statement, "Effect");

	if (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0)
		return refuse_type(checker, statement, "Effect must be Allow or Deny");
	if (!checker_first_text(checker_either(statement, "Action", "NotAction")))
		return refuse_type(checker, statement, "a statement needs an Action");
	if (!checker_first_text(checker_either(statement, "Resource", "NotResource")))
		return refuse_type(checker, statement, "a statement needs a Resource");
	return true;
}

/* Literals that a condition could never use, with the one text of Organizations. */
static bool check_values(struct checker *checker)
{
	if (checker_each(checker, check_operands))
		return true;
	return checker_refuse(checker, NULL, BAD_TYPE);
}

static bool check_scp_statement(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *principal = checker_either(statement, "Principal", "NotPrincipal");
	const struct json_value *actions = checker_either(statement, "Action", "NotAction");

	if (principal)
		return refuse_type(checker, principal, "an SCP names no principal");
	for (const struct json_value *item = checker_first_text(actions); item;
	     item = checker_next_text(actions, item))
		if (strcmp(item->text, "*") != 0 && !strchr(item->text, ':'))
			return refuse_type(checker, item, "an action needs a service prefix");
	return check_common(checker, statement);
}

bool check_scp(struct checker *checker)
{
	if (!checker_grammar(checker))
		return checker_refuse(checker, checker->root, BAD_TYPE);
	return checker_each(checker, check_scp_statement) && check_values(checker);
}

static bool names_everyone(const struct json_value *principal)
{
	const char *aws = json_get_string(principal, "AWS");

	if (!principal)
		return false;
	if (principal->kind == JSON_STRING)
		return strcmp(principal->text, "*") == 0;
	return principal->len == 1 && aws && strcmp(aws, "*") == 0;
}

static bool check_rcp_action(struct checker *checker, const struct json_value *item)
{
	const char *colon = strchr(item->text, ':');

	if (colon && policy_control_rcp_supports(item->text, (size_t)(colon - item->text)))
		return true;
	return refuse_type(checker, item, "RCPs do not support this action");
}

static bool check_rcp_statement(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *actions = json_get(statement, "Action");
	const char *effect = json_get_string(statement, "Effect");

	if (strcmp(effect, "Deny") != 0)
		return refuse_type(checker, statement, "an RCP can only deny");
	if (json_get(statement, "NotAction") || json_get(statement, "NotPrincipal"))
		return refuse_type(checker, statement, "an RCP has no NotAction or NotPrincipal");
	if (!names_everyone(json_get(statement, "Principal")))
		return refuse_type(checker, statement, "the principal of an RCP must be \"*\"");
	for (const struct json_value *item = checker_first_text(actions); item;
	     item = checker_next_text(actions, item))
		if (!check_rcp_action(checker, item))
			return false;
	return check_common(checker, statement);
}

bool check_rcp(struct checker *checker)
{
	if (!checker_grammar(checker))
		return checker_refuse(checker, checker->root, BAD_TYPE);
	return checker_each(checker, check_rcp_statement) && check_values(checker);
}

static bool refuse_json(struct checker *checker, const struct json_value *at, const char *detail)
{
	(void)checker_detail(checker, at, "%s", detail);
	checker->problem->reason = "INVALID_RESOURCE_POLICY_JSON";
	return checker_refuse(checker, at, BAD_JSON);
}

/* What may be delegated beside what begins with Describe or List (documented). */
static const char *const delegable[] = {
	"AttachPolicy",     "CreatePolicy",      "DeletePolicy", "DetachPolicy",  "UpdatePolicy",
	"EnablePolicyType", "DisablePolicyType", "TagResource",  "UntagResource",
};

static bool is_delegable(const char *operation)
{
	if (strncasecmp(operation, "Describe", 8) == 0 || strncasecmp(operation, "List", 4) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(delegable); i++)
		if (strcasecmp(delegable[i], operation) == 0)
			return true;
	return false;
}

static bool check_delegated_action(struct checker *checker, const struct json_value *item)
{
	static const char prefix[] = "organizations:";
	const char *operation = item->text + sizeof(prefix) - 1;

	if (strncasecmp(item->text, prefix, sizeof(prefix) - 1) != 0 || *operation == '*')
		return refuse_json(checker, item, "this action cannot be delegated");
	if (is_delegable(operation))
		return true;
	checker->problem->reason = "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY";
	return checker_refuse(checker, item,
			      "%s is not a supported action for this resource-based policy.",
			      item->text);
}

/* Twelve digits or the root ARN of an account; not a user, role or session. */
static bool is_account(const char *text)
{
	static const char arn[] = "arn:aws:iam::";
	size_t len;

	if (strncmp(text, arn, sizeof(arn) - 1) == 0)
		text += sizeof(arn) - 1;
	len = strspn(text, "0123456789");
	return len == ACCOUNT_LEN && (!text[len] || strcmp(text + len, ":root") == 0);
}

static bool check_delegate(struct checker *checker, const struct json_value *member)
{
	const struct policy_check_options *options = checker->options;

	if (strcmp(member->key, "Service") == 0)
		return true;
	for (const struct json_value *item = checker_first_text(member); item;
	     item = checker_next_text(member, item)) {
		if (strcmp(item->text, "*") == 0)
			continue;
		if (strcmp(member->key, "AWS") != 0 || !is_account(item->text))
			return refuse_json(checker, item, "only accounts can be delegates");
		if (options->knows_principal &&
		    !options->knows_principal(options->context, "AWS", item->text))
			return refuse_json(checker, item, "the account is not in the organization");
	}
	return true;
}

static bool check_delegates(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *principal = json_get(statement, "Principal");

	if (!principal || !principal->len)
		return refuse_json(checker, statement, "a statement needs a Principal");
	if (principal->kind == JSON_STRING && strcmp(principal->text, "*") != 0)
		return refuse_json(checker, principal, "a principal must be \"*\" or an object");
	for (const struct json_value *member = principal->first; member; member = member->next)
		if (!check_delegate(checker, member))
			return false;
	return true;
}

static bool check_delegation_statement(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *actions = json_get(statement, "Action");
	const char *effect = json_get_string(statement, "Effect");

	if (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0)
		return refuse_json(checker, statement, "Effect must be Allow or Deny");
	if (json_get(statement, "NotAction") || json_get(statement, "NotResource") ||
	    json_get(statement, "NotPrincipal"))
		return refuse_json(checker, statement, "Not elements cannot be used");
	if (!checker_first_text(actions) || !checker_first_text(json_get(statement, "Resource")))
		return refuse_json(checker, statement, "Action and Resource are needed");
	if (!check_delegates(checker, statement))
		return false;
	for (const struct json_value *item = checker_first_text(actions); item;
	     item = checker_next_text(actions, item))
		if (!check_delegated_action(checker, item))
			return false;
	return true;
}

bool check_delegation(struct checker *checker)
{
	if (!checker_grammar(checker)) {
		checker->problem->reason = "INVALID_RESOURCE_POLICY_JSON";
		return checker_refuse(checker, checker->root, BAD_JSON);
	}
	return checker_each(checker, check_delegation_statement);
}
