#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/owner.h"
#include "mock/iam/password.h"
#include "mock/iam/shape.h"

struct profile_row {
	int64_t created_ms;
	bool reset_required;
};

static const struct database_column profile_columns[] = {
	{ "created_ms", offsetof(struct profile_row, created_ms), COLUMN_INTEGER },
	{ "reset_required", offsetof(struct profile_row, reset_required), COLUMN_BOOLEAN },
	{ 0 },
};
static const struct database_row profile_form = { sizeof(struct profile_row), profile_columns };

static bool profile_read(struct call *call, const struct iam_owner *owner, struct profile_row *row)
{
	return database_row(call,
			    "SELECT created_ms, reset_required FROM login_profile"
			    " WHERE owner_id = :owner",
			    DATABASE_VALUES(database_text("owner", owner->id)), &profile_form, row);
}

/* AWS prints "null" for the root user, who has no name (recorded). */
static enum api_status no_profile(struct call *call, const struct iam_owner *owner)
{
	return call_fail(call, &iam_no_such_entity, "Login Profile for User %s cannot be found.",
			 owner->user_name ? owner->user_name : "null");
}

static const struct iam_login_profile *profile_shape(struct call *call,
						     const struct iam_owner *owner,
						     const struct profile_row *row)
{
	struct iam_login_profile shape = {
		.user_name = owner->user_name,
		.create_date = api_timestamp(row->created_ms),
		.password_reset_required = api_boolean(row->reset_required),
	};
	return IAM_KEEP(shape);
}

/* In a root session AWS allows no password; for a user it demands one (documented). */
static enum api_status check_password(struct call *call, const struct iam_owner *owner,
				      const char *password)
{
	if (!owner->user_name && password)
		return call_fail_common(call, 400, "ValidationError",
					"Password must not be specified for the root user");
	if (owner->user_name && !password)
		return call_fail_common(
			call, 400, "ValidationError",
			"1 validation error detected: Value at 'password' failed to "
			"satisfy constraint: Member must not be null");
	return password ? iam_password_check(call, password) : API_OK;
}

IAM_HANDLER(create_login_profile)
{
	struct iam_owner owner;
	struct profile_row row = {
		.created_ms = call->now_ms,
		.reset_required = in->password_reset_required.value,
	};

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_TRY(check_password(call, &owner, in->password));
	if (database_run(call,
			 "INSERT INTO login_profile (owner_id, account_id, reset_required,"
			 " created_ms) VALUES (:owner, :account, :reset, :now)",
			 DATABASE_VALUES(database_text("owner", owner.id),
					 database_text("account", call->principal->account_id),
					 database_integer("reset", row.reset_required),
					 database_integer("now", row.created_ms))) != 1)
		return call_fail(call, &iam_entity_already_exists,
				 "Login Profile for %s %s already exists.",
				 owner.user_name ? "user" : "account",
				 owner.user_name ? owner.user_name : owner.id);
	out->login_profile = profile_shape(call, &owner, &row);
	return API_OK;
}

IAM_HANDLER(get_login_profile)
{
	struct iam_owner owner;
	struct profile_row row = { 0 };

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (!profile_read(call, &owner, &row))
		return no_profile(call, &owner);
	out->login_profile = profile_shape(call, &owner, &row);
	return API_OK;
}

IAM_HANDLER(update_login_profile)
{
	struct iam_owner owner;
	struct profile_row row = { 0 };

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (!profile_read(call, &owner, &row))
		return no_profile(call, &owner);
	if (in->password)
		IAM_TRY(iam_password_check(call, in->password));
	if (in->password_reset_required.is_set)
		database_run(call,
			     "UPDATE login_profile SET reset_required = :reset"
			     " WHERE owner_id = :owner",
			     DATABASE_VALUES(
				     database_integer("reset", in->password_reset_required.value),
				     database_text("owner", owner.id)));
	return API_OK;
}

IAM_HANDLER(delete_login_profile)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (database_run(call, "DELETE FROM login_profile WHERE owner_id = :owner",
			 DATABASE_VALUES(database_text("owner", owner.id))) != 1)
		return no_profile(call, &owner);
	return API_OK;
}

/*
 * The password itself is not kept, so the old one is taken as right; the new
 * one is held against the account's policy (assumed).
 */
IAM_HANDLER(change_password)
{
	struct iam_owner owner;
	struct profile_row row = { 0 };

	IAM_TRY(iam_owner_find(call, NULL, &owner));
	if (!owner.user_name)
		return call_fail(call, &iam_invalid_user_type,
				 "Only IAM Users can change their own password");
	if (!profile_read(call, &owner, &row))
		return no_profile(call, &owner);
	return iam_password_check(call, in->new_password);
}
