#include <string.h>

#include "mock/arn.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/service_role.h"
#include "mock/iam/shape.h"
#include "mock/ids.h"

#define SERVICE_PATH "/aws-service-role/"

enum { SESSION_S = 3600 };

/* Attaches the role's policy, which the mock knows by name only (see docs/fidelity.md). */
static void attach_policy(struct call *call, const char *role_id, const char *name)
{
	const char *arn = arn_iam(call, "aws", "policy", SERVICE_PATH, name);
	iam_managed_policy_take_name(call,
				     arena_printf(call->arena, "%s%s", &SERVICE_PATH[1], name));
	database_run(call,
		     "INSERT INTO managed_attachment (owner_id, policy_arn) VALUES (:role, :arn)",
		     DATABASE_VALUES(database_text("role", role_id), database_text("arn", arn)));
}

static const char *trust_policy(struct call *call, const char *service)
{
	return arena_printf(call->arena,
			    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
			    "\"Principal\":{\"Service\":\"%s\"},\"Action\":\"sts:AssumeRole\"}]}",
			    service);
}

/* Everything but the policy; false if the name is taken. */
static bool insert_role(struct call *call, const struct iam_service_role *linked, const char *id,
			const char *name, const char *description)
{
	return database_run(
		       call,
		       "INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy,"
		       " description, max_session_s, created_ms)"
		       " VALUES (:id, :account, :name, :path, :trust, :description, :duration,"
		       " :now)",
		       DATABASE_VALUES(
			       database_text("id", id),
			       database_text("account", call->principal->account_id),
			       database_text("name", name),
			       database_text("path", arena_printf(call->arena, SERVICE_PATH "%s/",
								  linked->service)),
			       database_text("trust", trust_policy(call, linked->service)),
			       database_text("description", description),
			       database_integer("duration", SESSION_S),
			       database_integer("now", call->now_ms))) == 1;
}

static enum api_status find_linked(struct call *call,
				   const struct iam_create_service_linked_role_in *in,
				   const struct iam_service_role **out_linked)
{
	*out_linked = iam_service_role_find(in->aws_service_name);
	if (!*out_linked)
		return call_fail(
			call, &iam_invalid_input,
			"Unable to create a service-linked role for %s: the service is not "
			"known.",
			in->aws_service_name);
	if (in->custom_suffix && !(*out_linked)->takes_suffix)
		return call_fail(call, &iam_invalid_input, "Custom suffix is not allowed for %s",
				 in->aws_service_name);
	return API_OK;
}

IAM_HANDLER(create_service_linked_role)
{
	const struct iam_service_role *linked = NULL;
	struct iam_entity role;

	IAM_TRY(find_linked(call, in, &linked));
	const char *id = ids_new(call, IDS_ROLE);
	const char *name = in->custom_suffix ? arena_printf(call->arena, "%s_%s", linked->name,
							    in->custom_suffix)
					     : linked->name;
	if (!insert_role(call, linked, id, name,
			 in->description ? in->description : linked->description))
		return call_fail(
			call, &iam_invalid_input,
			"Service role name %s has been taken in this account, please try a "
			"different suffix.",
			name);
	attach_policy(call, id, linked->policy);
	IAM_TRY(iam_entity_find(call, IAM_ROLE, name, &role));
	struct iam_role shape = iam_shape_role(call, &role, 0);
	out->role = IAM_KEEP(shape);
	return API_OK;
}

/* AWS deletes apart from the request; the mock is done at once and the task says so. */
IAM_HANDLER(delete_service_linked_role)
{
	struct iam_entity role;

	IAM_TRY(iam_entity_find(call, IAM_ROLE, in->role_name, &role));
	if (strncmp(role.path, SERVICE_PATH, strlen(SERVICE_PATH)) != 0)
		return call_fail(call, &iam_no_such_entity,
				 "The role with name %s cannot be found.", in->role_name);
	const struct database_value *values = DATABASE_VALUES(database_text("id", role.id));
	database_run(call, "DELETE FROM managed_attachment WHERE owner_id = :id", values);
	database_run(call, "DELETE FROM iam_role WHERE unique_id = :id", values);
	out->deletion_task_id = arena_printf(call->arena, "task%s%s/%s", role.path, role.name,
					     ids_new(call, IDS_UUID));
	database_run(call,
		     "INSERT INTO role_deletion_task (id, account_id, status, created_ms)"
		     " VALUES (:id, :account, 'SUCCEEDED', :now)",
		     DATABASE_VALUES(database_text("id", out->deletion_task_id),
				     database_text("account", call->principal->account_id),
				     database_integer("now", call->now_ms)));
	return API_OK;
}

IAM_HANDLER(get_service_linked_role_deletion_status)
{
	out->status = database_string(
		call,
		"SELECT status FROM role_deletion_task WHERE id = :id AND account_id = :account",
		DATABASE_VALUES(database_text("id", in->deletion_task_id),
				database_text("account", call->principal->account_id)));
	if (!out->status)
		return call_fail(call, &iam_no_such_entity, "Deletion task %s cannot be found.",
				 in->deletion_task_id);
	return API_OK;
}
