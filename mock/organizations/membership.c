#include "mock/organizations/membership.h"

#include <string.h>

#include "mock/organizations/attachment.h"
#include "mock/organizations/refusal.h"

const struct database_row account_form = {
	.size = sizeof(struct account_row),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct account_row, id), COLUMN_TEXT },
			{ "name", offsetof(struct account_row, name), COLUMN_TEXT },
			{ "email", offsetof(struct account_row, email), COLUMN_TEXT },
			{ "state", offsetof(struct account_row, state), COLUMN_TEXT },
			{ "parent_id", offsetof(struct account_row, parent_id), COLUMN_TEXT },
			{ "joined_method", offsetof(struct account_row, joined_method),
			  COLUMN_TEXT },
			{ "joined_ms", offsetof(struct account_row, joined_ms), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

bool membership_require(struct call *call, struct lookup_organization *out_organization)
{
	if (lookup_organization_of(call, call->principal->account_id, out_organization))
		return true;
	refuse(call, &organizations_aws_organizations_not_in_use);
	return false;
}

bool membership_has_all_features(const struct lookup_organization *organization)
{
	return strcmp(organization->feature_set, "ALL") == 0;
}

bool membership_require_all_features(struct call *call,
				     struct lookup_organization *out_organization)
{
	if (!membership_require(call, out_organization))
		return false;
	if (membership_has_all_features(out_organization))
		return true;
	refuse_constraint(call, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
	return false;
}

bool membership_account(struct call *call, const struct lookup_organization *organization,
			const char *account_id, struct account_row *out_account)
{
	static const char sql[] = "SELECT " ACCOUNT_COLUMNS " FROM account"
				  " WHERE id = :id AND organization_id = :organization_id";

	return database_row(call, sql,
			    DATABASE_VALUES(database_text("id", account_id),
					    database_text("organization_id", organization->id)),
			    &account_form, out_account);
}

int64_t membership_count(struct call *call, const struct lookup_organization *organization)
{
	static const char sql[] =
		"SELECT count(*) FROM account WHERE organization_id = :organization_id";

	return database_number(
		call, sql, DATABASE_VALUES(database_text("organization_id", organization->id)), 0);
}

void membership_end(struct call *call, const struct lookup_organization *organization,
		    const char *account_id)
{
	static const char untag[] = "DELETE FROM tag WHERE resource_arn = :arn";
	static const char leave[] = "UPDATE account SET organization_id = NULL, parent_id = NULL,"
				    " joined_method = NULL, joined_ms = NULL WHERE id = :id";

	attachment_clear_target(call, organization, account_id);
	database_run(call, untag,
		     DATABASE_VALUES(database_text(
			     "arn", lookup_arn(call, organization, "account", account_id))));
	database_run(call, leave, DATABASE_VALUES(database_text("id", account_id)));
}

void membership_begin(struct call *call, const struct lookup_organization *organization,
		      const char *account_id, const char *joined_method, int64_t joined_ms)
{
	static const char sql[] = "UPDATE account SET organization_id = :organization_id,"
				  " parent_id = :root_id, joined_method = :joined_method,"
				  " joined_ms = :joined_ms WHERE id = :id";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization->id),
				     database_text("root_id", organization->root_id),
				     database_text("joined_method", joined_method),
				     database_integer("joined_ms", joined_ms),
				     database_text("id", account_id)));
	attachment_add_defaults(call, organization, account_id);
}

const char *membership_status(const char *state)
{
	if (strcmp(state, "CLOSED") == 0)
		return "SUSPENDED";
	/* Status has no such value; an account that is not there yet is not suspended (assumed). */
	if (strcmp(state, "PENDING_ACTIVATION") == 0)
		return "ACTIVE";
	return state;
}

struct membership_place membership_place(struct call *call,
					 const struct lookup_organization *organization,
					 const char *parent_id)
{
	return (struct membership_place){
		.arn = lookup_arn(call, organization, "account", ""),
		.path = lookup_path(call, organization, parent_id),
	};
}

struct organizations_account membership_shape(struct call *call,
					      const struct membership_place *place,
					      const struct account_row *account)
{
	const char **path = arena_new(call->arena, const char *);

	*path = ARENA_JOIN(call->arena, place->path, account->id, "/");
	return (struct organizations_account){
		.id = account->id,
		.arn = ARENA_JOIN(call->arena, place->arn, account->id),
		.email = account->email,
		.name = account->name,
		.status = membership_status(account->state),
		.state = account->state,
		.paths = { .is_set = true, .len = 1, .items = path },
		.joined_method = account->joined_method,
		.joined_timestamp = api_timestamp(account->joined_ms),
	};
}
