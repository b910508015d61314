#include "mock/iam/boundary.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"

enum api_status iam_boundary_check(struct call *call, const char *policy_arn)
{
	struct iam_managed_policy policy;

	if (!iam_managed_policy_is_arn(policy_arn))
		return call_fail_common(call, 400, "InvalidInput", "ARN %s is not valid.",
					policy_arn);
	if (!iam_managed_policy_exists(call, policy_arn, &policy))
		return call_fail_common(call, 404, "NoSuchEntity",
					"Scope ARN: %s does not exist or is not attachable.",
					policy_arn);
	return API_OK;
}

IAM_HANDLER(put_user_permissions_boundary)
{
	struct iam_entity user;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	IAM_TRY(iam_boundary_check(call, in->permissions_boundary));
	database_run(call, "UPDATE iam_user SET boundary_arn = :arn WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("arn", in->permissions_boundary),
				     database_text("id", user.id)));
	return API_OK;
}

IAM_HANDLER(put_role_permissions_boundary)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	IAM_TRY(iam_boundary_check(call, in->permissions_boundary));
	database_run(call, "UPDATE iam_role SET boundary_arn = :arn WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("arn", in->permissions_boundary),
				     database_text("id", role.id)));
	return API_OK;
}

/* Taking away a boundary that is not there succeeds (assumed). */
IAM_HANDLER(delete_user_permissions_boundary)
{
	struct iam_entity user;

	IAM_TRY(iam_entity_find(call, IAM_USER, in->user_name, &user));
	database_run(call, "UPDATE iam_user SET boundary_arn = NULL WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", user.id)));
	return API_OK;
}

IAM_HANDLER(delete_role_permissions_boundary)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	database_run(call, "UPDATE iam_role SET boundary_arn = NULL WHERE unique_id = :id",
		     DATABASE_VALUES(database_text("id", role.id)));
	return API_OK;
}
