#include "mock/organizations/effective_policy.h"

#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/inheritance.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/refusal.h"

/* The documents of one level; those that are no JSON objects were never stored. */
static const struct json_value *const *documents_of(struct call *call,
						    const struct lookup_level *level,
						    size_t *out_count)
{
	const struct json_value **documents =
		arena_array(call->arena, level->policy_count, sizeof(*documents));
	struct fault fault = { 0 };

	*out_count = 0;
	for (size_t i = 0; i < level->policy_count; i++) {
		const char *content = level->policies[i].content;

		if (json_read(call->arena, content, strlen(content), &fault,
			      &documents[*out_count]))
			++*out_count;
	}
	return documents;
}

const char *effective_policy_merge(struct call *call, const struct lookup_chain *chain,
				   const char *type)
{
	struct inheritance *inheritance = inheritance_new(call->arena);

	for (size_t i = 0; i < chain->level_count; i++) {
		size_t count = 0;
		const struct json_value *const *documents =
			documents_of(call, &chain->levels[i], &count);

		inheritance_add_level(inheritance, documents, count);
	}
	return inheritance_result(inheritance, strcmp(type, "TAG_POLICY") == 0);
}

/* The order of the checks is recorded. The published view is always fresh (assumed). */
enum api_status organizations_describe_effective_policy(
	struct call *call, const struct organizations_describe_effective_policy_in *in,
	struct organizations_describe_effective_policy_out *out)
{
	const char *target_id = in->target_id ? in->target_id : call->principal->account_id;
	struct lookup_organization organization;
	struct account_row account;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (strncmp(target_id, "r-", 2) == 0 || strncmp(target_id, "ou-", 3) == 0)
		return refuse_input(call, "TARGET_NOT_SUPPORTED");
	if (!membership_account(call, &organization, target_id, &account))
		return refuse(call, &organizations_target_not_found);
	if (!lookup_policy_type(call, organization.id, in->policy_type))
		return refuse(call, &organizations_effective_policy_not_found);
	struct lookup_chain chain =
		lookup_node_chain(call, &organization, account.id, in->policy_type);
	struct organizations_effective_policy *policy =
		arena_new(call->arena, struct organizations_effective_policy);

	*policy = (struct organizations_effective_policy){
		.policy_content = effective_policy_merge(call, &chain, in->policy_type),
		.last_updated_timestamp = api_timestamp(call->now_ms),
		.target_id = account.id,
		.policy_type = in->policy_type,
	};
	out->effective_policy = policy;
	return API_OK;
}
