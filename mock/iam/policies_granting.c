#include <string.h>

#include "mock/arn.h"
#include "mock/iam/handlers.h"
#include "mock/iam/held_policy.h"
#include "mock/iam/service_grant.h"
#include "mock/iam/service_name.h"

/* ListPoliciesGrantingServiceAccess: which policies of an identity name a service in an Allow. */

/* That AWS refuses a service it does not know is assumed, and so is the text. */
static enum api_status check_services(struct call *call,
				      const struct iam_service_namespace_list_type *services)
{
	const struct iam_service_name *names = NULL;
	size_t count = iam_service_names(call, &names);

	for (size_t i = 0; i < services->len; i++) {
		size_t at = 0;

		while (at < count && strcmp(names[at].prefix, services->items[i]) != 0)
			at++;
		if (at == count)
			return call_fail(call, &iam_invalid_input,
					 "The service namespace %s is not valid.",
					 services->items[i]);
	}
	return API_OK;
}

static enum api_status find_identity(struct call *call, const char *arn,
				     struct iam_entity *out_entity)
{
	if (!arn_local(call, arn))
		return call_fail(call, &iam_invalid_input, "ARN %s is not valid.", arn);
	if (!iam_entity_by_arn(call, arn, out_entity))
		return call_fail(call, &iam_no_such_entity, "ARN %s does not exist.", arn);
	return API_OK;
}

/* A managed policy is told by its ARN, an inline one by who holds it (documented). */
static struct iam_policy_granting_service_access policy_shape(const struct iam_held_policy *policy)
{
	return (struct iam_policy_granting_service_access){
		.policy_name = policy->name,
		.policy_type = policy->arn ? "MANAGED" : "INLINE",
		.policy_arn = policy->arn,
		.entity_type = policy->holder_type,
		.entity_name = policy->holder_name,
	};
}

static struct iam_list_policies_granting_service_access_entry entry_shape(
	struct call *call, const char *service, const struct iam_held_policy *policies,
	size_t count)
{
	struct iam_policy_granting_service_access *items =
		arena_array(call->arena, count, sizeof(*items));
	struct iam_list_policies_granting_service_access_entry entry = {
		.service_namespace = service,
	};
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (iam_service_grant_of(policies[i].document, service) == IAM_SERVICE_GRANTED)
			items[found++] = policy_shape(&policies[i]);
	}
	IAM_LIST(entry.policies, items, found);
	return entry;
}

IAM_HANDLER(list_policies_granting_service_access)
{
	const struct api_integer standard = { 0 };
	struct iam_entity entity;
	struct iam_held_policy *policies = NULL;
	struct iam_slice slice = { .scope = in->arn, .total = in->service_namespaces.len };

	IAM_TRY(check_services(call, &in->service_namespaces));
	IAM_TRY(find_identity(call, in->arn, &entity));
	size_t count = iam_held_policies(call, &entity, &policies);

	IAM_TRY(iam_page_slice(call, in->marker, standard, &slice));
	struct iam_list_policies_granting_service_access_entry *items =
		arena_array(call->arena, slice.count, sizeof(*items));

	for (size_t i = 0; i < slice.count; i++)
		items[i] = entry_shape(call, in->service_namespaces.items[slice.from + i], policies,
				       count);
	IAM_LIST(out->policies_granting_service_access, items, slice.count);
	out->is_truncated = slice.is_truncated;
	out->marker = slice.marker;
	return API_OK;
}
