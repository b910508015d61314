#include "mock/organizations/document.h"

#include <string.h>

#include "mock/organizations/normal.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "model/organizations_api.h"
#include "policy/control.h"
#include "policy/document.h"
#include "wire/utf8.h"

/* Principal and NotPrincipal are what an SCP may not have (documented). */
static bool is_service_control(const struct policy_statement *statement)
{
	return !statement->has_principals && statement->has_resources &&
	       statement->action_count > 0;
}

/* Whether a pattern is one service's: a supported prefix and a colon before any wildcard. */
static bool is_supported_action(const char *action)
{
	size_t len = strcspn(action, ":*?");

	return action[len] == ':' && policy_control_rcp_supports(action, len);
}

/* Denies to anyone, of supported services only, by Action (recorded). */
static bool is_resource_control(const struct policy_statement *statement)
{
	if (statement->effect != POLICY_DENY || !statement->has_principals ||
	    statement->not_principals || statement->not_actions || !statement->has_resources ||
	    statement->action_count == 0)
		return false;
	for (uint32_t i = 0; i < statement->principal_count; i++)
		if (statement->principals[i].form != POLICY_NAMES_ANYONE)
			return false;
	for (uint32_t i = 0; i < statement->action_count; i++)
		if (!is_supported_action(statement->actions[i].text))
			return false;
	return true;
}

/* What is asked of a type, and the form it is kept in; NULL keeps it as it was sent. */
static const struct document_type {
	const char *type;
	enum quota characters;
	bool (*is_allowed)(const struct policy_statement *statement);
	const char *(*normal)(struct arena *arena, const struct json_value *document);
} types[] = {
	{ "SERVICE_CONTROL_POLICY", QUOTA_SCP_CHARACTERS, is_service_control, NULL },
	{ "RESOURCE_CONTROL_POLICY", QUOTA_RCP_CHARACTERS, is_resource_control,
	  normal_resource_control },
};

/* The other types are not IAM's language: any object is taken (assumed). */
static const struct document_type other_type = { NULL, QUOTA_OTHER_CHARACTERS, NULL, NULL };

static const struct document_type *find_type(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(types[i].type, type) == 0)
			return &types[i];
	return &other_type;
}

static bool is_well_formed(struct call *call, const struct document_type *type,
			   const struct json_value *root)
{
	const struct policy_document *document = NULL;
	struct fault fault = { 0 };

	if (root->kind != JSON_OBJECT)
		return false;
	if (!type->is_allowed)
		return true;
	if (!policy_document_compile(call->arena, root, &fault, &document))
		return false;
	for (uint32_t i = 0; i < document->statement_count; i++)
		if (!type->is_allowed(&document->statements[i]))
			return false;
	return document->statement_count > 0;
}

bool document_check(struct call *call, const char *type_name, const char *content,
		    const char **out_content)
{
	const struct document_type *type = find_type(type_name);
	const struct json_value *root = NULL;
	struct fault fault = { 0 };
	size_t len = strlen(content);

	if ((int64_t)utf8_count(content, len) > quota_get(call, type->characters)) {
		refuse_constraint(call, "POLICY_CONTENT_LIMIT_EXCEEDED");
		return false;
	}
	if (!json_read(call->arena, content, len, &fault, &root) ||
	    !is_well_formed(call, type, root)) {
		refuse(call, &organizations_malformed_policy_document);
		return false;
	}
	*out_content = type->normal ? type->normal(call->arena, root) : content;
	return true;
}
