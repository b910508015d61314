#include <string.h>
#include <strings.h>

#include "policy/checker.h"
#include "policy/control.h"

enum { ACCOUNT_LEN = 12 };

/* Organizations has one text for a policy; what is wrong is said in our words. */
#define refuse(checker, at, words) \
	checker_explain((checker), (at), (checker)->syntax, "%s", (words))

/* What both kinds of control policies need, beyond the grammar. */
static bool check_common(struct checker *checker, const struct json_value *statement)
{
	const char *effect = json_get_string(statement, "Effect");

	if (strcmp(effect, "Allow") != 0 && strcmp(effect, "Deny") != 0 &&
	    !refuse(checker, json_get(statement, "Effect"), "Effect must be Allow or Deny"))
		return false;
	if (!checker_first_text(checker_either(statement, "Action", "NotAction")) &&
	    !refuse(checker, statement, "a statement needs an Action"))
		return false;
	if (!checker_first_text(checker_either(statement, "Resource", "NotResource")))
		return refuse(checker, statement, "a statement needs a Resource");
	return true;
}

static bool check_scp_action(struct checker *checker, const struct json_value *item)
{
	if (strcmp(item->text, "*") == 0 || strchr(item->text, ':'))
		return true;
	return refuse(checker, item, "an action needs a service prefix");
}

static bool check_scp_statement(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *principal = checker_either(statement, "Principal", "NotPrincipal");

	if (principal && !refuse(checker, principal, "an SCP names no principal"))
		return false;
	return checker_each_text(checker, checker_either(statement, "Action", "NotAction"),
				 check_scp_action) &&
	       check_common(checker, statement);
}

bool check_scp(struct checker *checker)
{
	return checker_grammar(checker) && checker_each(checker, check_scp_statement) &&
	       checker_each(checker, check_operands);
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
	return refuse(checker, item, "RCPs do not support this action");
}

static bool check_rcp_statement(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *effect = json_get(statement, "Effect");

	if (strcmp(effect->text, "Deny") != 0 && !refuse(checker, effect, "an RCP can only deny"))
		return false;
	if ((json_get(statement, "NotAction") || json_get(statement, "NotPrincipal")) &&
	    !refuse(checker, statement, "an RCP has no NotAction or NotPrincipal"))
		return false;
	if (!names_everyone(json_get(statement, "Principal")) &&
	    !refuse(checker, statement, "the principal of an RCP must be \"*\""))
		return false;
	return checker_each_text(checker, json_get(statement, "Action"), check_rcp_action) &&
	       check_common(checker, statement);
}

bool check_rcp(struct checker *checker)
{
	return checker_grammar(checker) && checker_each(checker, check_rcp_statement) &&
	       checker_each(checker, check_operands);
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
	struct policy_answer answer = checker->answer;

	if (strncasecmp(item->text, prefix, sizeof(prefix) - 1) != 0 || *operation == '*')
		return refuse(checker, item, "this action cannot be delegated");
	if (is_delegable(operation))
		return true;
	answer.reason = "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY";
	return checker_refuse_as(checker, &answer, item,
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

/* One principal of a type that @member is a list of. */
static bool check_delegate(struct checker *checker, const struct json_value *member,
			   const struct json_value *item)
{
	const struct policy_check_options *options = checker->options;

	if (strcmp(item->text, "*") == 0)
		return true;
	if (strcmp(member->key, "AWS") != 0 || !is_account(item->text))
		return refuse(checker, item, "only accounts can be delegates");
	if (options->knows_principal &&
	    !options->knows_principal(options->context, "AWS", item->text))
		return refuse(checker, item, "the account is not in the organization");
	return true;
}

static bool check_delegates_of(struct checker *checker, const struct json_value *member)
{
	if (strcmp(member->key, "Service") == 0)
		return true;
	for (const struct json_value *item = checker_first_text(member); item;
	     item = checker_next_text(member, item))
		if (!check_delegate(checker, member, item))
			return false;
	return true;
}

static bool check_delegates(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *principal = json_get(statement, "Principal");

	if (!principal || !principal->len)
		return refuse(checker, statement, "a statement needs a Principal");
	if (principal->kind == JSON_STRING && strcmp(principal->text, "*") != 0)
		return refuse(checker, principal, "a principal must be \"*\" or an object");
	for (const struct json_value *member = principal->first; member; member = member->next)
		if (!check_delegates_of(checker, member))
			return false;
	return true;
}

static bool check_delegation_statement(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *actions = json_get(statement, "Action");
	const struct json_value *effect = json_get(statement, "Effect");

	if (strcmp(effect->text, "Allow") != 0 && strcmp(effect->text, "Deny") != 0 &&
	    !refuse(checker, effect, "Effect must be Allow or Deny"))
		return false;
	if ((json_get(statement, "NotAction") || json_get(statement, "NotResource") ||
	     json_get(statement, "NotPrincipal")) &&
	    !refuse(checker, statement, "Not elements cannot be used"))
		return false;
	if ((!checker_first_text(actions) ||
	     !checker_first_text(json_get(statement, "Resource"))) &&
	    !refuse(checker, statement, "Action and Resource are needed"))
		return false;
	return check_delegates(checker, statement) &&
	       checker_each_text(checker, actions, check_delegated_action);
}

bool check_delegation(struct checker *checker)
{
	return checker_grammar(checker) && checker_each(checker, check_delegation_statement);
}
