#include "mock/iam/handlers.h"

/*
 * GetAccountSummary. Counts are statements over the account; quotas are the
 * values AWS answers (recorded). The root user's four are 0 or 1.
 */

struct summary_row {
	const char *key;
	const char *sql; /* NULL: a constant */
	int64_t value;
};

#define COUNT(table)    "SELECT count(*) FROM " table " WHERE account_id = :account"
#define ROOT_HAS(table) "SELECT EXISTS (SELECT 1 FROM " table " WHERE owner_id = :account)"

static const struct summary_row rows[] = {
	{ "Users", COUNT("iam_user") },
	{ "UsersQuota", .value = 5000 },
	{ "Groups", COUNT("iam_group") },
	{ "GroupsQuota", .value = 300 },
	{ "ServerCertificates", COUNT("server_certificate") },
	{ "ServerCertificatesQuota", .value = 20 },
	{ "UserPolicySizeQuota", .value = 2048 },
	{ "GroupPolicySizeQuota", .value = 5120 },
	{ "GroupsPerUserQuota", .value = 10 },
	{ "SigningCertificatesPerUserQuota", .value = 2 },
	{ "AccessKeysPerUserQuota", .value = 2 },
	{ "MFADevices", COUNT("mfa_device") },
	{ "MFADevicesInUse", COUNT("mfa_device") " AND owner_id IS NOT NULL" },
	{ "AccountMFAEnabled", ROOT_HAS("mfa_device") },
	{ "AccountAccessKeysPresent", ROOT_HAS("access_key") },
	{ "AccountPasswordPresent", ROOT_HAS("login_profile") },
	{ "AccountSigningCertificatesPresent", ROOT_HAS("signing_certificate") },
	{ "AttachedPoliciesPerGroupQuota", .value = 10 },
	{ "AttachedPoliciesPerRoleQuota", .value = 20 },
	{ "AttachedPoliciesPerUserQuota", .value = 10 },
	{ "Policies", COUNT("managed_policy") },
	{ "PoliciesQuota", .value = 1500 },
	{ "PolicySizeQuota", .value = 6144 },
	{ "PolicyVersionsInUse",
	  "SELECT count(*) FROM managed_policy p JOIN managed_policy_version v"
	  " ON v.policy_arn = p.arn WHERE p.account_id = :account" },
	{ "PolicyVersionsInUseQuota", .value = 10000 },
	{ "VersionsPerPolicyQuota", .value = 5 },
	{ "GlobalEndpointTokenVersion",
	  "SELECT coalesce((SELECT value FROM account_setting"
	  " WHERE account_id = :account AND name = 'token_version'), 1)" },
	{ "AssumeRolePolicySizeQuota", .value = 2048 },
	{ "InstanceProfiles", COUNT("instance_profile") },
	{ "InstanceProfilesQuota", .value = 1000 },
	{ "Providers", COUNT("identity_provider") },
	{ "RolePolicySizeQuota", .value = 10240 },
	{ "Roles", COUNT("iam_role") },
	{ "RolesQuota", .value = 1000 },
};

IAM_HANDLER(get_account_summary)
{
	const struct database_value *values =
		DATABASE_VALUES(database_text("account", call->principal->account_id));
	struct iam_summary_map_type_entry *entries =
		arena_array(call->arena, ARRAY_LEN(rows), sizeof(*entries));

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t value = rows[i].value;
		if (rows[i].sql)
			value = database_number(call, rows[i].sql, values, 0);
		entries[i].key = rows[i].key;
		entries[i].value = api_integer(value);
	}
	IAM_LIST(out->summary_map, entries, ARRAY_LEN(rows));
	return API_OK;
}
