#include "mock/organizations/service_access.h"

#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"

/* Services that AWS's user guide lists as working with Organizations (documented; not complete). */
static const char *const known[] = {
	"access-analyzer.amazonaws.com",
	"account.amazonaws.com",
	"agreement-marketplace.amazonaws.com",
	"aidevops.amazonaws.com",
	"auditmanager.amazonaws.com",
	"aws-artifact-account-sync.amazonaws.com",
	"backup.amazonaws.com",
	"billing-cost-management.amazonaws.com",
	"bcm-data-exports.amazonaws.com",
	"cloudtrail.amazonaws.com",
	"compute-optimizer.amazonaws.com",
	"config-multiaccountsetup.amazonaws.com",
	"config.amazonaws.com",
	"controltower.amazonaws.com",
	"cost-optimization-hub.bcm.amazonaws.com",
	"detective.amazonaws.com",
	"devops-guru.amazonaws.com",
	"ds.amazonaws.com",
	"ec2.amazonaws.com",
	"eks.amazonaws.com",
	"fms.amazonaws.com",
	"guardduty.amazonaws.com",
	"health.amazonaws.com",
	"iam.amazonaws.com",
	"inspector2.amazonaws.com",
	"ipam.amazonaws.com",
	"license-management.marketplace.amazonaws.com",
	"license-manager-linux-subscriptions.amazonaws.com",
	"license-manager.amazonaws.com",
	"license-manager.member-account.amazonaws.com",
	"lakeformation.amazonaws.com",
	"macie.amazonaws.com",
	"malware-protection.guardduty.amazonaws.com",
	"mpa.amazonaws.com",
	"networkmanager.amazonaws.com",
	"notifications.amazonaws.com",
	"observabilityadmin.amazonaws.com",
	"private-marketplace.marketplace.amazonaws.com",
	"ram.amazonaws.com",
	"reachabilityanalyzer.networkinsights.amazonaws.com",
	"reporting.trustedadvisor.amazonaws.com",
	"resource-explorer-2.amazonaws.com",
	"s3-ssm.amazonaws.com",
	"security-ir.amazonaws.com",
	"securityhub.amazonaws.com",
	"securitylake.amazonaws.com",
	"servicecatalog.amazonaws.com",
	"servicequotas.amazonaws.com",
	"ssm-quicksetup.amazonaws.com",
	"ssm.amazonaws.com",
	"sso.amazonaws.com",
	"stacksets.cloudformation.amazonaws.com",
	"member.org.stacksets.cloudformation.amazonaws.com",
	"storage-lens.s3.amazonaws.com",
	"tagpolicies.tag.amazonaws.com",
	"vpc-lattice.amazonaws.com",
	"wellarchitected.amazonaws.com",
};

bool service_access_is_known(struct call *call, const char *service_principal)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(known[i], service_principal) == 0)
			return true;
	return quota_get(call, QUOTA_ANY_SERVICE_PRINCIPAL) != 0;
}

bool service_access_require(struct call *call, const char *service_principal,
			    struct lookup_organization *out_organization)
{
	if (!membership_require_all_features(call, out_organization))
		return false;
	if (service_access_is_known(call, service_principal))
		return true;
	refuse_input(call, "UNRECOGNIZED_SERVICE_PRINCIPAL");
	return false;
}

/* Enabling twice keeps the first date (assumed). */
enum api_status organizations_enable_aws_service_access(
	struct call *call, const struct organizations_enable_aws_service_access_in *in,
	struct organizations_enable_aws_service_access_out *out)
{
	static const char sql[] = "INSERT OR IGNORE INTO service_access"
				  " (organization_id, service_principal, enabled_ms)"
				  " VALUES (:organization_id, :service_principal, :enabled_ms)";
	struct lookup_organization organization;

	UNUSED(out);
	if (!service_access_require(call, in->service_principal, &organization))
		return API_FAILED;
	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization.id),
				     database_text("service_principal", in->service_principal),
				     database_integer("enabled_ms", call->now_ms)));
	return API_OK;
}

/* Disabling what is not enabled succeeds (assumed). */
enum api_status organizations_disable_aws_service_access(
	struct call *call, const struct organizations_disable_aws_service_access_in *in,
	struct organizations_disable_aws_service_access_out *out)
{
	static const char delegated[] =
		"SELECT 1 FROM delegated_administrator WHERE organization_id = :organization_id"
		" AND service_principal = :service_principal";
	static const char sql[] = "DELETE FROM service_access"
				  " WHERE organization_id = :organization_id"
				  " AND service_principal = :service_principal";
	struct lookup_organization organization;

	UNUSED(out);
	if (!service_access_require(call, in->service_principal, &organization))
		return API_FAILED;
	const struct database_value *values =
		DATABASE_VALUES(database_text("organization_id", organization.id),
				database_text("service_principal", in->service_principal));

	if (database_exists(call, delegated, values))
		return refuse_constraint(call, "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE");
	database_run(call, sql, values);
	return API_OK;
}

struct access_row {
	const char *service_principal;
	int64_t enabled_ms;
};

static const struct database_row access_form = {
	.size = sizeof(struct access_row),
	.columns =
		(const struct database_column[]){
			{ "service_principal", offsetof(struct access_row, service_principal),
			  COLUMN_TEXT },
			{ "enabled_ms", offsetof(struct access_row, enabled_ms), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

enum api_status organizations_list_aws_service_access_for_organization(
	struct call *call,
	const struct organizations_list_aws_service_access_for_organization_in *in,
	struct organizations_list_aws_service_access_for_organization_out *out)
{
	static const char sql[] = "SELECT service_principal, enabled_ms FROM service_access"
				  " WHERE organization_id = :scope AND service_principal > :after"
				  " ORDER BY service_principal LIMIT :limit";
	struct lookup_organization organization;
	struct access_row *rows = NULL;
	struct page page;

	if (!membership_require_all_features(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, organization.id, &page))
		return API_FAILED;
	size_t count = page_rows(call, &page, sql, &access_form, &rows);

	out->next_token = page.next_token;
	struct organizations_enabled_service_principal *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = (struct organizations_enabled_service_principal){
			.service_principal = rows[i].service_principal,
			.date_enabled = api_timestamp(rows[i].enabled_ms),
		};
	out->enabled_service_principals =
		(struct organizations_enabled_service_principals){ true, count, items };
	return API_OK;
}
