#include <string.h>
#include <strings.h>

#include "policy/checker.h"

/* What a trust policy may speak of; a pattern of STS's own actions is let through (assumed). */
static const char *const trust_actions[] = {
	"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
	"sts:TagSession", "sts:SetSourceIdentity",  "sts:SetContext",
};

static const char *const principal_types[] = { "AWS", "Service", "Federated", "CanonicalUser" };

static const char *const known_fields[] = {
	"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
	"NotAction", "Resource", "NotResource", "Condition",
};

static bool is_listed(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool check_fields(struct checker *checker, const struct json_value *statement)
{
	for (const struct json_value *member = statement->first; member; member = member->next) {
		if (!is_listed(known_fields, ARRAY_LEN(known_fields), member->key) &&
		    !checker_refuse(checker, member, "Unknown field %.64s", member->key))
			return false;
		if (member->is_duplicate &&
		    !checker_refuse(checker, member, "Duplicate field %.64s", member->key))
			return false;
	}
	return true;
}

static bool check_effect(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *effect = json_get(statement, "Effect");

	if (!effect)
		return checker_refuse(checker, statement, "Missing required field Effect");
	if (effect->kind == JSON_STRING &&
	    (strcmp(effect->text, "Allow") == 0 || strcmp(effect->text, "Deny") == 0))
		return true;
	return checker_refuse(checker, effect, "Invalid effect: %.64s",
			      effect->text ? effect->text : "");
}

/* How AWS writes a principal's type in its refusals. */
static const char *shown_type(const char *type)
{
	if (strcmp(type, "Service") == 0)
		return "SERVICE";
	return strcmp(type, "Federated") == 0 ? "FEDERATED" : type;
}

static bool check_principal_texts(struct checker *checker, const struct json_value *member)
{
	const struct policy_check_options *options = checker->options;

	for (const struct json_value *item = checker_first_text(member); item;
	     item = checker_next_text(member, item)) {
		if (!options->knows_principal || strcmp(item->text, "*") == 0 ||
		    options->knows_principal(options->context, member->key, item->text))
			continue;
		if (!checker_refuse(checker, item, "Invalid principal in policy: \"%s\":\"%s\"",
				    shown_type(member->key), item->text))
			return false;
	}
	return true;
}

/* The principals of one type. */
static bool check_principal_member(struct checker *checker, const struct json_value *member)
{
	if (!is_listed(principal_types, ARRAY_LEN(principal_types), member->key))
		return checker_refuse(checker, member, "Invalid principal in policy: \"%.64s\"",
				      member->key);
	if (!checker_first_text(member))
		return checker_refuse(checker, member,
				      "Invalid principal in policy: "
				      "com.amazon.balsa.error.InvalidPolicyException: The "
				      "passed in policy has a statement with no principals!");
	return check_principal_texts(checker, member);
}

static bool check_principal_object(struct checker *checker, const struct json_value *principal)
{
	for (const struct json_value *member = principal->first; member; member = member->next)
		if (!check_principal_member(checker, member))
			return false;
	return true;
}

static bool check_principal(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *principal = json_get(statement, "Principal");

	if (!principal && json_get(statement, "NotPrincipal"))
		return true;
	if (!principal)
		return checker_refuse(checker, statement, "Missing required field Principal");
	if (principal->kind == JSON_STRING && strcmp(principal->text, "*") == 0)
		return true;
	if (principal->kind != JSON_OBJECT)
		return checker_refuse(checker, principal, "Principal must be a JSON object.");
	if (!principal->len)
		return checker_refuse(checker, principal,
				      "Missing required field Principal cannot be empty!");
	return check_principal_object(checker, principal);
}

static bool check_has_action(struct checker *checker, const struct json_value *statement)
{
	if (checker_first_text(checker_either(statement, "Action", "NotAction")))
		return true;
	return checker_refuse(checker, statement, "Missing required field Action");
}

/* What only trust policies must not have. */
static bool check_prohibited(struct checker *checker, const struct json_value *statement)
{
	const struct json_value *not_principal = json_get(statement, "NotPrincipal");
	const struct json_value *resource = json_get(statement, "Resource");
	const struct json_value *not_resource = json_get(statement, "NotResource");
	const char *effect = json_get_string(statement, "Effect");

	if (resource && !checker_refuse(checker, resource, "Has prohibited field Resource"))
		return false;
	if (not_resource &&
	    !checker_refuse(checker, not_resource, "AssumeRole policy must not contain resources."))
		return false;
	if (!not_principal)
		return true;
	return checker_refuse(checker, not_principal,
			      effect && strcmp(effect, "Allow") == 0
				      ? "Allow with NotPrincipal is not allowed."
				      : "AssumeRole policy must not contain NotPrincipal field.");
}

static bool is_trust_action(const char *action)
{
	if (strncasecmp(action, "sts:", 4) == 0 && strpbrk(action, "*?"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(trust_actions); i++)
		if (strcasecmp(trust_actions[i], action) == 0)
			return true;
	return false;
}

static bool check_trust_action(struct checker *checker, const struct json_value *item)
{
	if (is_trust_action(item->text))
		return true;
	return checker_refuse(checker, item,
			      "AssumeRole policy may only specify STS AssumeRole actions.");
}

static bool check_trust_actions(struct checker *checker, const struct json_value *statement)
{
	return checker_each_text(checker, checker_either(statement, "Action", "NotAction"),
				 check_trust_action);
}

static bool check_unique_sid(struct checker *checker, const struct json_value *statement)
{
	const char *sid = json_get_string(statement, "Sid");

	if (!sid || !*sid)
		return true;
	for (const struct json_value *other = checker_first_statement(checker); other != statement;
	     other = checker_next_statement(checker, other)) {
		const char *text = json_get_string(other, "Sid");

		if (text && strcmp(text, sid) == 0)
			return checker_refuse(checker, statement,
					      "The Statement Ids in the policy are not unique");
	}
	return true;
}

static bool check_version(struct checker *checker)
{
	const struct json_value *version = json_get(checker->root, "Version");

	if (!version ||
	    (version->kind == JSON_STRING && (strcmp(version->text, "2012-10-17") == 0 ||
					      strcmp(version->text, "2008-10-17") == 0)))
		return true;
	return checker_refuse(checker, version, "The policy must contain a valid version string");
}

/* What comes before the statements. Whether there are any. */
static bool check_head(struct checker *checker)
{
	const struct json_value *root = checker->root;
	const struct json_value *statement = json_get(root, "Statement");

	if (root->kind == JSON_NULL)
		(void)checker_refuse(checker, root, "This text appears not to be a policy");
	else if (root->kind != JSON_OBJECT)
		(void)checker_explain(checker, root, checker->syntax,
				      "a policy document must be an object");
	else if (!root->len)
		(void)checker_refuse(checker, root, "Syntax error at position (1,3)");
	else if (!check_version(checker))
		return false;
	else if (!statement || (statement->kind == JSON_ARRAY && !statement->len))
		(void)checker_refuse(checker, root,
				     "Could not parse the policy: Statement is empty!");
	else
		return true;
	return false;
}

/* All rules on one statement. */
static bool check_statement(struct checker *checker, const struct json_value *statement,
			    checker_rule *const *rules, size_t count)
{
	if (statement->kind != JSON_OBJECT)
		return checker_explain(checker, statement, checker->syntax,
				       "a statement must be an object");
	for (size_t i = 0; i < count; i++)
		if (!rules[i](checker, statement))
			return false;
	return true;
}

/* The parser that trust policies and the policies of resources share. */
static bool check_shared(struct checker *checker, checker_rule *const *rules, size_t count)
{
	if (!check_head(checker))
		return false;
	for (const struct json_value *statement = checker_first_statement(checker); statement;
	     statement = checker_next_statement(checker, statement))
		if (!check_statement(checker, statement, rules, count))
			return false;
	return checker_grammar(checker);
}

bool check_trust(struct checker *checker)
{
	static checker_rule *const rules[] = {
		check_fields,     check_effect,        check_prohibited, check_principal,
		check_has_action, check_trust_actions, check_unique_sid,
	};

	return check_shared(checker, rules, ARRAY_LEN(rules));
}

bool check_resource(struct checker *checker)
{
	static checker_rule *const rules[] = {
		check_fields, check_effect, check_principal, check_has_action, check_unique_sid,
	};

	return check_shared(checker, rules, ARRAY_LEN(rules));
}
