#include "mock/organizations/access.h"

#include <stdlib.h>
#include <string.h>

#include "mock/arn.h"
#include "mock/organizations/policy.h"
#include "mock/organizations/transfer.h"

/* Who is let through by the service itself. What is not listed is the management account's. */
enum audience {
	TO_ANYONE,    /* every member, also to find that it may not */
	TO_DELEGATES, /* registered for any service; reads */
	TO_ITSELF,    /* delegates, and a member about its own account */
};

/* Sorted by name. */
static const struct audience_row {
	const char *operation;
	enum audience audience;
} audiences[] = {
	{ "AcceptHandshake", TO_ANYONE },
	{ "CancelHandshake", TO_ANYONE },
	{ "CreateOrganization", TO_ANYONE },
	{ "DeclineHandshake", TO_ANYONE },
	{ "DescribeAccount", TO_DELEGATES },
	{ "DescribeCreateAccountStatus", TO_DELEGATES },
	{ "DescribeEffectivePolicy", TO_ITSELF },
	{ "DescribeHandshake", TO_ANYONE },
	{ "DescribeOrganization", TO_ANYONE },
	{ "DescribeOrganizationalUnit", TO_DELEGATES },
	{ "DescribePolicy", TO_DELEGATES },
	{ "DescribeResourcePolicy", TO_DELEGATES },
	{ "DescribeResponsibilityTransfer", TO_DELEGATES },
	{ "LeaveOrganization", TO_ANYONE },
	{ "ListAWSServiceAccessForOrganization", TO_DELEGATES },
	{ "ListAccounts", TO_DELEGATES },
	{ "ListAccountsForParent", TO_DELEGATES },
	{ "ListAccountsWithInvalidEffectivePolicy", TO_DELEGATES },
	{ "ListChildren", TO_DELEGATES },
	{ "ListCreateAccountStatus", TO_DELEGATES },
	{ "ListDelegatedAdministrators", TO_DELEGATES },
	{ "ListDelegatedServicesForAccount", TO_DELEGATES },
	{ "ListEffectivePolicyValidationErrors", TO_DELEGATES },
	{ "ListHandshakesForAccount", TO_ANYONE },
	{ "ListHandshakesForOrganization", TO_DELEGATES },
	{ "ListInboundResponsibilityTransfers", TO_DELEGATES },
	{ "ListOrganizationalUnitsForParent", TO_DELEGATES },
	{ "ListOutboundResponsibilityTransfers", TO_DELEGATES },
	{ "ListParents", TO_DELEGATES },
	{ "ListPolicies", TO_DELEGATES },
	{ "ListPoliciesForTarget", TO_DELEGATES },
	{ "ListRoots", TO_DELEGATES },
	{ "ListTagsForResource", TO_DELEGATES },
	{ "ListTargetsForPolicy", TO_DELEGATES },
};

static int compare(const void *name, const void *row)
{
	return strcmp(name, ((const struct audience_row *)row)->operation);
}

static bool is_about_itself(const struct call *call, const void *input)
{
	const struct organizations_describe_effective_policy_in *in = input;

	return !in->target_id || strcmp(in->target_id, call->principal->account_id) == 0;
}

static bool is_open_to(struct call *call, const struct audience_row *row, const void *input)
{
	if (row->audience == TO_ANYONE ||
	    (row->audience == TO_ITSELF && is_about_itself(call, input)))
		return true;
	return lookup_is_delegated(call, call->principal->account_id, NULL);
}

enum access access_of(struct call *call, const void *input)
{
	const char *account_id = call->principal->account_id;
	struct lookup_organization organization;
	const struct audience_row *row = bsearch(call->operation->name, audiences,
						 ARRAY_LEN(audiences), sizeof(*row), compare);

	if (!lookup_organization_of(call, account_id, &organization) ||
	    strcmp(organization.management_account_id, account_id) == 0)
		return ACCESS_OWN;
	if (row && is_open_to(call, row, input))
		return ACCESS_GRANTED;
	return ACCESS_BY_DELEGATION;
}

static const char *policy_resource(struct call *call,
				   const struct lookup_organization *organization, const char *id)
{
	struct policy_row policy;

	if (id && policy_find(call, organization, id, &policy))
		return policy_arn(call, organization, &policy);
	return lookup_policy_arn(call, organization, organization->id, "-", id ? id : "*");
}

static const char *handshake_resource(struct call *call,
				      const struct lookup_organization *organization,
				      const char *id)
{
	static const char sql[] = "SELECT lower(action) FROM handshake WHERE id = :id";
	const char *action =
		id ? database_string(call, sql, DATABASE_VALUES(database_text("id", id))) : NULL;

	return arn_handshake(call, organization->management_account_id, organization->id,
			     action ? action : "-", id ? id : "*");
}

/* One that is not there has an ARN that no statement about a real one matches. */
static const char *transfer_resource(struct call *call,
				     const struct lookup_organization *organization, const char *id)
{
	const char *arn = id ? transfer_arn(call, organization, id) : NULL;

	return arn ? arn : lookup_arn(call, organization, "transfer", id ? id : "*");
}

const char *access_resource(struct call *call, const char *type, const char *id)
{
	struct lookup_organization organization;

	if (!lookup_organization_of(call, call->principal->account_id, &organization))
		return "*";
	if (strcmp(type, "policy") == 0)
		return policy_resource(call, &organization, id);
	if (strcmp(type, "handshake") == 0)
		return handshake_resource(call, &organization, id);
	if (strcmp(type, "responsibilitytransfer") == 0)
		return transfer_resource(call, &organization, id);
	if (strcmp(type, "organizationalunit") == 0)
		type = "ou";
	if (strcmp(type, "account") == 0 && !id)
		id = call->principal->account_id;
	return lookup_arn(call, &organization, type, id ? id : "*");
}

const char *access_policy_type(struct call *call, const char *policy_id)
{
	struct lookup_organization organization;
	struct policy_row policy;

	if (!lookup_organization_of(call, call->principal->account_id, &organization) ||
	    !policy_find(call, &organization, policy_id, &policy))
		return NULL;
	return policy.type;
}

const char *access_transfer_direction(struct call *call, const char *transfer_id)
{
	struct lookup_organization organization;
	struct transfer_row row;

	if (!lookup_organization_of(call, call->principal->account_id, &organization) ||
	    !transfer_find(call, &organization, transfer_id, &row))
		return NULL;
	return transfer_direction(&row, &organization);
}
