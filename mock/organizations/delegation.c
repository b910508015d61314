/*
 * delegation.c - delegated administrators of AWS services.
 */
#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/service_access.h"

static int64_t count_for_service(struct call *call, const struct lookup_organization *organization,
				 const char *service_principal)
{
	static const char sql[] = "SELECT count(*) FROM delegated_administrator"
				  " WHERE organization_id = :organization_id"
				  " AND service_principal = :service_principal";

	return database_number(
		call, sql,
		DATABASE_VALUES(database_text("organization_id", organization->id),
				database_text("service_principal", service_principal)),
		0);
}

/* Whether there is room for one more; the number is not known for any service. */
static bool is_full(struct call *call, const struct lookup_organization *organization,
		    const char *service_principal)
{
	int64_t most = quota_get(call, QUOTA_DELEGATES_PER_SERVICE);

	return most > 0 && count_for_service(call, organization, service_principal) >= most;
}

/* The order of the checks is assumed: account, management, access, state, duplicate. */
static enum api_status check_registration(
	struct call *call, const struct lookup_organization *organization,
	const struct organizations_register_delegated_administrator_in *in)
{
	struct account_row account;

	if (!membership_account(call, organization, in->account_id, &account))
		return refuse(call, &organizations_account_not_found);
	if (strcmp(account.id, organization->management_account_id) == 0)
		return refuse_constraint(call, "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
	if (!lookup_has_service_access(call, organization->id, in->service_principal))
		return refuse_constraint(call, "SERVICE_ACCESS_NOT_ENABLED");
	if (strcmp(account.state, "ACTIVE") != 0)
		return refuse_constraint(
			call, "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR");
	if (lookup_is_delegated(call, account.id, in->service_principal))
		return refuse(call, &organizations_account_already_registered);
	if (is_full(call, organization, in->service_principal))
		return refuse_constraint(call,
					 "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED");
	return API_OK;
}

enum api_status organizations_register_delegated_administrator(
	struct call *call, const struct organizations_register_delegated_administrator_in *in,
	struct organizations_register_delegated_administrator_out *out)
{
	static const char sql[] =
		"INSERT INTO delegated_administrator"
		" (organization_id, account_id, service_principal, enabled_ms)"
		" VALUES (:organization_id, :account_id, :service_principal, :enabled_ms)";
	struct lookup_organization organization;

	UNUSED(out);
	if (!service_access_require(call, in->service_principal, &organization))
		return API_FAILED;
	enum api_status status = check_registration(call, &organization, in);

	if (status != API_OK)
		return status;
	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization.id),
				     database_text("account_id", in->account_id),
				     database_text("service_principal", in->service_principal),
				     database_integer("enabled_ms", call->now_ms)));
	return API_OK;
}

enum api_status organizations_deregister_delegated_administrator(
	struct call *call, const struct organizations_deregister_delegated_administrator_in *in,
	struct organizations_deregister_delegated_administrator_out *out)
{
	static const char sql[] = "DELETE FROM delegated_administrator"
				  " WHERE organization_id = :organization_id"
				  " AND account_id = :account_id"
				  " AND service_principal = :service_principal";
	struct lookup_organization organization;
	struct account_row account;

	UNUSED(out);
	if (!service_access_require(call, in->service_principal, &organization))
		return API_FAILED;
	if (!membership_account(call, &organization, in->account_id, &account))
		return refuse(call, &organizations_account_not_found);
	if (database_run(call, sql,
			 DATABASE_VALUES(
				 database_text("organization_id", organization.id),
				 database_text("account_id", account.id),
				 database_text("service_principal", in->service_principal))) == 0)
		return refuse(call, &organizations_account_not_registered);
	return API_OK;
}

struct delegate_row {
	struct account_row account;
	int64_t enabled_ms;
};

#define ACCOUNT_OFFSET(member) \
	(offsetof(struct delegate_row, account) + offsetof(struct account_row, member))

static const struct database_row delegate_form = {
	.size = sizeof(struct delegate_row),
	.columns =
		(const struct database_column[]){
			{ "id", ACCOUNT_OFFSET(id), COLUMN_TEXT },
			{ "name", ACCOUNT_OFFSET(name), COLUMN_TEXT },
			{ "email", ACCOUNT_OFFSET(email), COLUMN_TEXT },
			{ "state", ACCOUNT_OFFSET(state), COLUMN_TEXT },
			{ "parent_id", ACCOUNT_OFFSET(parent_id), COLUMN_TEXT },
			{ "joined_method", ACCOUNT_OFFSET(joined_method), COLUMN_TEXT },
			{ "joined_ms", ACCOUNT_OFFSET(joined_ms), COLUMN_INTEGER },
			{ "enabled_ms", offsetof(struct delegate_row, enabled_ms), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

static struct organizations_delegated_administrators delegate_shapes(
	struct call *call, const struct lookup_organization *organization,
	const struct delegate_row *rows, size_t count)
{
	struct organizations_delegated_administrator *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++) {
		const struct account_row *account = &rows[i].account;

		items[i] = (struct organizations_delegated_administrator){
			.id = account->id,
			.arn = lookup_arn(call, organization, "account", account->id),
			.email = account->email,
			.name = account->name,
			.status = membership_status(account->state),
			.state = account->state,
			.joined_method = account->joined_method,
			.joined_timestamp = api_timestamp(account->joined_ms),
			.delegation_enabled_date = api_timestamp(rows[i].enabled_ms),
		};
	}
	return (struct organizations_delegated_administrators){ true, count, items };
}

/* An account delegated for several services shows the date of the first (assumed). */
enum api_status organizations_list_delegated_administrators(
	struct call *call, const struct organizations_list_delegated_administrators_in *in,
	struct organizations_list_delegated_administrators_out *out)
{
	static const char sql[] =
		"SELECT " ACCOUNT_COLUMNS ", min(administrator.enabled_ms) AS enabled_ms"
		" FROM delegated_administrator AS administrator"
		" JOIN account ON account.id = administrator.account_id"
		" WHERE administrator.organization_id = :organization_id"
		" AND (:service_principal IS NULL"
		" OR administrator.service_principal = :service_principal)"
		" AND administrator.account_id > :after"
		" GROUP BY administrator.account_id ORDER BY administrator.account_id LIMIT :limit";
	struct lookup_organization organization;
	struct delegate_row *rows = NULL;
	struct page page;

	if (!membership_require_all_features(call, &organization))
		return API_FAILED;
	const char *scope = in->service_principal ? in->service_principal : "";

	if (!page_open(call, in->next_token, in->max_results, scope, &page))
		return API_FAILED;
	if (in->service_principal && !service_access_is_known(call, in->service_principal))
		return refuse_input(call, "UNRECOGNIZED_SERVICE_PRINCIPAL");
	size_t count = database_rows(
		call, sql,
		DATABASE_VALUES(database_text("organization_id", organization.id),
				database_text("service_principal", in->service_principal),
				database_text("after", page.after),
				database_integer("limit", page.limit)),
		&delegate_form, &rows);

	if (page_cut(&page, &count))
		out->next_token = page_token(call, &page, rows[count - 1].account.id);
	out->delegated_administrators = delegate_shapes(call, &organization, rows, count);
	return API_OK;
}

struct service_row {
	const char *service_principal;
	int64_t enabled_ms;
};

static const struct database_row service_form = {
	.size = sizeof(struct service_row),
	.columns =
		(const struct database_column[]){
			{ "service_principal", offsetof(struct service_row, service_principal),
			  COLUMN_TEXT },
			{ "enabled_ms", offsetof(struct service_row, enabled_ms), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

static size_t services_of(struct call *call, const struct lookup_organization *organization,
			  const char *account_id, const struct page *page,
			  struct service_row **out_rows)
{
	static const char sql[] =
		"SELECT service_principal, enabled_ms FROM delegated_administrator"
		" WHERE organization_id = :organization_id AND account_id = :account_id"
		" AND service_principal > :after ORDER BY service_principal LIMIT :limit";

	return database_rows(call, sql,
			     DATABASE_VALUES(database_text("organization_id", organization->id),
					     database_text("account_id", account_id),
					     database_text("after", page->after),
					     database_integer("limit", page->limit)),
			     &service_form, out_rows);
}

enum api_status organizations_list_delegated_services_for_account(
	struct call *call, const struct organizations_list_delegated_services_for_account_in *in,
	struct organizations_list_delegated_services_for_account_out *out)
{
	struct lookup_organization organization;
	struct service_row *rows = NULL;
	struct account_row account;
	struct page page;

	if (!membership_require_all_features(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, in->account_id, &page))
		return API_FAILED;
	if (!membership_account(call, &organization, in->account_id, &account))
		return refuse(call, &organizations_account_not_found);
	if (!lookup_is_delegated(call, account.id, NULL))
		return refuse(call, &organizations_account_not_registered);
	size_t count = services_of(call, &organization, account.id, &page, &rows);

	if (page_cut(&page, &count))
		out->next_token = page_token(call, &page, rows[count - 1].service_principal);
	struct organizations_delegated_service *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = (struct organizations_delegated_service){
			.service_principal = rows[i].service_principal,
			.delegation_enabled_date = api_timestamp(rows[i].enabled_ms),
		};
	out->delegated_services = (struct organizations_delegated_services){ true, count, items };
	return API_OK;
}
