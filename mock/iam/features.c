#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/organizations/lookup.h"

/*
 * Central management of root access. The flags belong to the organization and
 * outlive trusted access: List reports ServiceAccessNotEnabled while that is
 * off and the old flags when it is on again (recorded).
 */

static const char iam_principal[] = "iam.amazonaws.com";

/* In the order AWS lists them, whichever was enabled first (recorded). */
static const char *const features[] = { "RootSessions", "RootCredentialsManagement" };

/* What the five operations answer; their output structs all have these members. */
struct feature_state {
	struct lookup_organization organization;
	const char **enabled;
	size_t count;
};

/* The checks all five share, in AWS's order: first trusted access, then who asks. */
static enum api_status check_caller(struct call *call, struct lookup_organization *organization)
{
	const char *account = call->principal->account_id;

	if (!lookup_organization_of(call, account, organization))
		return call_fail(call, &iam_organization_not_found,
				 "Organization not found for input account %s.", account);
	if (strcmp(organization->feature_set, "ALL") != 0)
		return call_fail(call, &iam_organization_not_in_all_features_mode,
				 "Organization of input account %s is not in all features mode.",
				 account);
	if (!lookup_has_service_access(call, organization->id, iam_principal))
		return call_fail(call, &iam_service_access_not_enabled,
				 "Trusted Access for IAM not enabled by organization of input "
				 "account %s.",
				 account);
	if (strcmp(organization->management_account_id, account) != 0 &&
	    !lookup_is_delegated(call, account, iam_principal))
		return call_fail(call, &iam_account_not_management_or_delegated_administrator,
				 "Input account %s is neither management account nor delegated "
				 "admin.",
				 account);
	return API_OK;
}

/* A delegated administrator may list and disable but not enable (recorded). */
static enum api_status enable(struct call *call, const char *feature)
{
	struct lookup_organization organization;

	IAM_TRY(check_caller(call, &organization));
	if (strcmp(organization.management_account_id, call->principal->account_id) != 0)
		return call_fail(call, &iam_caller_is_not_management_account,
				 "Caller account %s is not management account of the organization "
				 "and cannot enable IAM features.",
				 call->principal->account_id);
	database_run(call,
		     "INSERT OR IGNORE INTO organization_feature (organization_id, feature)"
		     " VALUES (:organization, :feature)",
		     DATABASE_VALUES(database_text("organization", organization.id),
				     database_text("feature", feature)));
	return API_OK;
}

/* Disabling what is disabled succeeds (recorded). */
static enum api_status disable(struct call *call, const char *feature)
{
	struct lookup_organization organization;

	IAM_TRY(check_caller(call, &organization));
	database_run(call,
		     "DELETE FROM organization_feature"
		     " WHERE organization_id = :organization AND feature = :feature",
		     DATABASE_VALUES(database_text("organization", organization.id),
				     database_text("feature", feature)));
	return API_OK;
}

static enum api_status read_state(struct call *call, struct feature_state *state)
{
	IAM_TRY(check_caller(call, &state->organization));
	state->enabled = arena_array(call->arena, ARRAY_LEN(features), sizeof(char *));
	state->count = 0;
	for (size_t i = 0; i < ARRAY_LEN(features); i++) {
		if (lookup_has_feature(call, state->organization.id, features[i]))
			state->enabled[state->count++] = features[i];
	}
	return API_OK;
}

#define SHOW_STATE()                                                         \
	do {                                                                 \
		struct feature_state state;                                  \
		IAM_TRY(read_state(call, &state));                           \
		out->organization_id = state.organization.id;                \
		IAM_LIST(out->enabled_features, state.enabled, state.count); \
		return API_OK;                                               \
	} while (0)

IAM_HANDLER(list_organizations_features)
{
	SHOW_STATE();
}

IAM_HANDLER(enable_organizations_root_credentials_management)
{
	IAM_TRY(enable(call, "RootCredentialsManagement"));
	SHOW_STATE();
}

IAM_HANDLER(enable_organizations_root_sessions)
{
	IAM_TRY(enable(call, "RootSessions"));
	SHOW_STATE();
}

IAM_HANDLER(disable_organizations_root_credentials_management)
{
	IAM_TRY(disable(call, "RootCredentialsManagement"));
	SHOW_STATE();
}

IAM_HANDLER(disable_organizations_root_sessions)
{
	IAM_TRY(disable(call, "RootSessions"));
	SHOW_STATE();
}
