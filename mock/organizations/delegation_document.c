/*
 * delegation_document.c - what AWS asks of a delegation policy.
 */
#include <fnmatch.h>
#include <string.h>

#include "mock/organizations/document.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/normal.h"
#include "mock/organizations/refusal.h"
#include "policy/document.h"

/* What can be delegated besides reading (documented; the reads are all of Describe and List). */
static const char *const writes[] = {
	"AttachPolicy",     "CreatePolicy", "DeletePolicy",  "DetachPolicy", "DisablePolicyType",
	"EnablePolicyType", "TagResource",  "UntagResource", "UpdatePolicy",
};

static bool can_be_delegated(const char *operation)
{
	for (size_t i = 0; i < ARRAY_LEN(writes); i++)
		if (strcmp(writes[i], operation) == 0)
			return true;
	return strncmp(operation, "Describe", 8) == 0 || strncmp(operation, "List", 4) == 0;
}

/* An action that matches something, and nothing that cannot be delegated. */
static bool is_supported(const char *action)
{
	static const char prefix[] = "organizations:";
	size_t matched = 0;

	if (strncasecmp(action, prefix, strlen(prefix)) != 0 || strpbrk(action, "[]\\"))
		return false;
	for (size_t i = 0; i < organizations_api.operation_count; i++) {
		const char *name = organizations_api.operations[i].name;

		if (fnmatch(action + strlen(prefix), name, FNM_CASEFOLD) != 0)
			continue;
		if (!can_be_delegated(name))
			return false;
		matched++;
	}
	return matched > 0;
}

static bool refuse_action(struct call *call, const char *action)
{
	call_fail_reason(
		call, &organizations_invalid_input, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY",
		arena_printf(call->arena,
			     "%s is not a supported action for this resource-based policy.",
			     action));
	return false;
}

/* Every action of a statement; a scalar is a list of one. */
static bool check_actions(struct call *call, const struct json_value *actions)
{
	const struct json_value *action = actions->kind == JSON_ARRAY ? actions->first : actions;

	for (; action; action = actions->kind == JSON_ARRAY ? action->next : NULL)
		if (!is_supported(action->text))
			return refuse_action(call, action->text);
	return true;
}

/* Anyone, a service, or an account of the organization (recorded). */
static bool is_allowed_principal(struct call *call, const struct lookup_organization *organization,
				 const struct policy_named_principal *principal)
{
	struct account_row account;

	if (principal->form == POLICY_NAMES_ANYONE || principal->form == POLICY_NAMES_SERVICE)
		return true;
	return principal->form == POLICY_NAMES_ACCOUNT &&
	       membership_account(call, organization, principal->account, &account);
}

static bool is_allowed(struct call *call, const struct lookup_organization *organization,
		       const struct policy_statement *statement)
{
	if (!statement->has_principals || statement->not_principals || statement->not_actions ||
	    statement->not_resources || statement->action_count == 0)
		return false;
	for (uint32_t i = 0; i < statement->principal_count; i++)
		if (!is_allowed_principal(call, organization, &statement->principals[i]))
			return false;
	return true;
}

static bool is_well_formed(struct call *call, const struct lookup_organization *organization,
			   const struct json_value *root)
{
	const struct policy_document *document = NULL;
	struct fault fault = { 0 };

	if (!policy_document_compile(call->arena, root, &fault, &document))
		return false;
	for (uint32_t i = 0; i < document->statement_count; i++)
		if (!is_allowed(call, organization, &document->statements[i]))
			return false;
	return document->statement_count > 0;
}

static bool check_statements(struct call *call, const struct json_value *statements)
{
	const struct json_value *one = statements->kind == JSON_ARRAY ? statements->first
								      : statements;

	for (; one; one = statements->kind == JSON_ARRAY ? one->next : NULL)
		if (!check_actions(call, json_get(one, "Action")))
			return false;
	return true;
}

bool document_check_delegation(struct call *call, const struct lookup_organization *organization,
			       const char *content, const char **out_content)
{
	const struct json_value *root = NULL;
	struct fault fault = { 0 };

	if (!json_read(call->arena, content, strlen(content), &fault, &root) ||
	    !is_well_formed(call, organization, root)) {
		refuse_input(call, "INVALID_RESOURCE_POLICY_JSON");
		return false;
	}
	if (!check_statements(call, json_get(root, "Statement")))
		return false;
	*out_content = normal_delegation(call->arena, root);
	return true;
}
