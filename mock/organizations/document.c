#include "mock/organizations/document.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tag_policy.h"
#include "policy/check.h"
#include "policy/normalize.h"
#include "wire/utf8.h"

/* What is asked of a type. */
static const struct document_type {
	const char *type;
	enum quota characters;
	enum policy_use use; /* POLICY_USE_COUNT: the type has a language of its own, */
	bool (*is_valid)(const struct json_value *document); /* checked here; NULL: any object */
} types[] = {
	{ "SERVICE_CONTROL_POLICY", QUOTA_SCP_CHARACTERS, POLICY_USE_SCP, NULL },
	{ "RESOURCE_CONTROL_POLICY", QUOTA_RCP_CHARACTERS, POLICY_USE_RCP, NULL },
	{ "TAG_POLICY", QUOTA_OTHER_CHARACTERS, POLICY_USE_COUNT, tag_policy_is_valid },
};

/* What the other types may hold is not known here: any object is taken (assumed). */
static const struct document_type other_type = { .characters = QUOTA_OTHER_CHARACTERS,
						 .use = POLICY_USE_COUNT };

static const struct document_type *find_type(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(types[i].type, type) == 0)
			return &types[i];
	return &other_type;
}

static bool is_allowed(const struct document_type *type, const struct json_value *root,
		       const char *content, int64_t most)
{
	struct policy_problem problem = { 0 };

	if (type->use == POLICY_USE_COUNT)
		return root->kind == JSON_OBJECT && (!type->is_valid || type->is_valid(root));
	return policy_check(
		&(struct policy_check_options){ .use = type->use, .size_max = (size_t)most },
		content, strlen(content), &problem);
}

bool document_check(struct call *call, const char *type_name, const char *content,
		    const char **out_content)
{
	const struct document_type *type = find_type(type_name);
	const struct json_value *root = NULL;
	struct fault fault = { 0 };
	size_t len = strlen(content);
	int64_t most = quota_get(call, type->characters);

	if ((int64_t)utf8_count(content, len) > most) {
		refuse_constraint(call, "POLICY_CONTENT_LIMIT_EXCEEDED");
		return false;
	}
	if (!json_read(call->arena, content, len, &fault, &root) ||
	    !is_allowed(type, root, content, most)) {
		refuse(call, &organizations_malformed_policy_document);
		return false;
	}
	*out_content = type->use == POLICY_USE_COUNT
			       ? content
			       : policy_normalize(call->arena, type->use, arn_partition(call),
						  content, len);
	return true;
}

/* Who a delegation policy is checked for. */
struct delegation {
	struct call *call;
	const struct lookup_organization *organization;
};

/* Accounts must be the organization's, by id or as the ARN of their root; services all are known.
 */
static bool knows_principal(void *context, const char *type, const char *text)
{
	const struct delegation *delegation = context;
	struct call *call = delegation->call;
	const char *account_id = arn_is_account_id(text) ? text : arn_account(call->arena, text);
	struct account_row account;

	if (strcmp(type, "AWS") != 0)
		return true;
	return account_id &&
	       membership_account(call, delegation->organization, account_id, &account);
}

bool document_check_delegation(struct call *call, const struct lookup_organization *organization,
			       const char *content, const char **out_content)
{
	struct delegation delegation = { call, organization };
	const struct policy_check_options options = {
		.use = POLICY_USE_DELEGATION,
		.knows_principal = knows_principal,
		.context = &delegation,
	};
	struct policy_problem problem = { 0 };
	size_t len = strlen(content);

	if (!policy_check(&options, content, len, &problem)) {
		call_fail_reason(call, &organizations_invalid_input,
				 problem.reason ? problem.reason : "INVALID_RESOURCE_POLICY_JSON",
				 arena_strdup(call->arena, problem.message));
		return false;
	}
	*out_content =
		policy_normalize(call->arena, options.use, arn_partition(call), content, len);
	return true;
}
