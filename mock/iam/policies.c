#include <string.h>

#include "mock/iam/document.h"
#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/ids.h"

enum { POLICIES_MAX = 1500 };

/* Names are unique in an account whatever their path (recorded). */
static enum api_status check_name(struct call *call, const char *name)
{
	const struct database_value *values = DATABASE_VALUES(
		database_text("account", call->principal->account_id), database_text("name", name));
	if (database_exists(call,
			    "SELECT 1 FROM managed_policy WHERE account_id = :account"
			    " AND name = :name",
			    values))
		return call_fail(call, &iam_entity_already_exists,
				 "A policy called %s already exists. Duplicate names are not "
				 "allowed.",
				 name);
	if (database_number(call, "SELECT count(*) FROM managed_policy WHERE account_id = :account",
			    DATABASE_VALUES(database_text("account", call->principal->account_id)),
			    0) >= POLICIES_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for PoliciesPerAccount: %d", POLICIES_MAX);
	return API_OK;
}

static void insert_policy(struct call *call, const struct iam_managed_policy *policy,
			  const char *document)
{
	database_run(call,
		     "INSERT INTO managed_policy (arn, unique_id, account_id, name, path,"
		     " description, default_version, latest_version, created_ms, updated_ms)"
		     " VALUES (:arn, :id, :account, :name, :path, :description, 'v1', 1, :now,"
		     " :now)",
		     DATABASE_VALUES(database_text("arn", policy->arn),
				     database_text("id", policy->id),
				     database_text("account", call->principal->account_id),
				     database_text("name", policy->name),
				     database_text("path", policy->path),
				     database_text("description", policy->description),
				     database_integer("now", call->now_ms)));
	database_run(
		call,
		"INSERT INTO managed_policy_version (policy_arn, version, document, created_ms)"
		" VALUES (:arn, 'v1', :document, :now)",
		DATABASE_VALUES(database_text("arn", policy->arn),
				database_text("document", document),
				database_integer("now", call->now_ms)));
}

IAM_HANDLER(create_policy)
{
	const struct iam_tag_request *tags = IAM_TAG_REQUEST(in->tags, IAM_TAGS_EXACT);
	const char *path = in->path ? in->path : "/";
	struct iam_managed_policy policy = {
		.arn = iam_arn(call, "policy", path, in->policy_name),
		.id = ids_new(call, IDS_MANAGED_POLICY),
		.name = in->policy_name,
		.path = path,
		.description = in->description,
	};

	IAM_TRY(iam_tags_check(call, tags));
	IAM_TRY(iam_document_check_managed(call, in->policy_document));
	IAM_TRY(check_name(call, in->policy_name));
	insert_policy(call, &policy, in->policy_document);
	IAM_TRY(iam_tags_put(call, policy.arn, tags));
	IAM_TRY(iam_managed_policy_find(call, policy.arn, &policy));
	struct iam_policy shape = iam_shape_policy(call, &policy);
	shape.tags = in->tags;
	shape.tags.is_set = in->tags.len > 0;
	out->policy = IAM_KEEP(shape);
	return API_OK;
}

/* GetPolicy always shows Tags, also none (recorded). */
IAM_HANDLER(get_policy)
{
	struct iam_managed_policy policy;

	if (!iam_managed_policy_is_arn(in->policy_arn))
		return call_fail(call, &iam_invalid_input, "ARN %s is not valid.", in->policy_arn);
	IAM_TRY(iam_managed_policy_find(call, in->policy_arn, &policy));
	struct iam_policy shape = iam_shape_policy(call, &policy);
	shape.description = policy.description;
	shape.tags.len = iam_tags_of(call, policy.arn, &shape.tags.items);
	shape.tags.is_set = true;
	out->policy = IAM_KEEP(shape);
	return API_OK;
}

static const char list_sql[] =
	"SELECT " IAM_MANAGED_POLICY_COLUMNS " FROM managed_policy p"
	" WHERE p.account_id IN (CASE :scope WHEN 'AWS' THEN '' ELSE :account END,"
	"  CASE :scope WHEN 'Local' THEN '' ELSE 'aws' END)"
	" AND +p.arn > :after"
	" AND (:prefix IS NULL OR substr(p.path, 1, length(:prefix)) = :prefix)"
	" AND (NOT :attached OR (:usage IS NOT 'PermissionsBoundary' AND EXISTS ("
	"  SELECT 1 FROM managed_attachment a WHERE a.policy_arn = p.arn AND ("
	"   EXISTS (SELECT 1 FROM iam_user u WHERE u.unique_id = a.owner_id"
	"    AND u.account_id = :account)"
	"   OR EXISTS (SELECT 1 FROM iam_role r WHERE r.unique_id = a.owner_id"
	"    AND r.account_id = :account)"
	"   OR EXISTS (SELECT 1 FROM iam_group g WHERE g.unique_id = a.owner_id"
	"    AND g.account_id = :account))))"
	"  OR (:usage IS NOT 'PermissionsPolicy' AND ("
	"   EXISTS (SELECT 1 FROM iam_user u WHERE u.account_id = :account"
	"    AND u.boundary_arn = p.arn)"
	"   OR EXISTS (SELECT 1 FROM iam_role r WHERE r.account_id = :account"
	"    AND r.boundary_arn = p.arn))))"
	" ORDER BY p.arn LIMIT :limit";

/* PolicyUsageFilter matters only together with OnlyAttached (recorded). */
IAM_HANDLER(list_policies)
{
	struct iam_page page;
	struct iam_managed_policy *rows = NULL;

	IAM_PAGE_OPEN(page);
	if (!in->marker && !in->only_attached.value &&
	    (!in->scope || strcmp(in->scope, "Local") != 0))
		iam_managed_policy_learn_all(call);
	size_t count =
		database_rows(call, list_sql,
			      DATABASE_VALUES(database_text("scope", in->scope ? in->scope : "All"),
					      database_text("account", call->principal->account_id),
					      database_text("after", page.after),
					      database_text("prefix", in->path_prefix),
					      database_integer("attached", in->only_attached.value),
					      database_text("usage", in->policy_usage_filter),
					      database_integer("limit", page.fetch)),
			      &iam_managed_policy_form, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_policy *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = iam_shape_policy(call, &rows[i]);
	IAM_LIST(out->policies, shapes, count);
	return API_OK;
}

static enum api_status check_unused(struct call *call, const struct iam_managed_policy *policy)
{
	if (iam_managed_policy_attachments(call, policy->arn) ||
	    iam_managed_policy_boundary_uses(call, policy->arn))
		return call_fail(call, &iam_delete_conflict,
				 "Cannot delete a policy attached to entities.");
	if (database_number(call,
			    "SELECT count(*) FROM managed_policy_version WHERE policy_arn = :arn",
			    DATABASE_VALUES(database_text("arn", policy->arn)), 0) > 1)
		return call_fail(call, &iam_delete_conflict,
				 "This policy has more than one version. Before you delete a "
				 "policy, you must delete the policy's versions. The default "
				 "version is deleted with the policy.");
	return API_OK;
}

/* Somebody else's policy is refused before it is looked for (recorded). */
IAM_HANDLER(delete_policy)
{
	struct iam_managed_policy policy;

	if (!iam_managed_policy_is_arn(in->policy_arn))
		return call_fail(call, &iam_invalid_input, "ARN %s is not valid.", in->policy_arn);
	if (!iam_managed_policy_is_own(call, in->policy_arn))
		return call_fail_common(call, 403, "AccessDenied",
					"Cannot delete policies outside your own account.");
	IAM_TRY(iam_managed_policy_find(call, in->policy_arn, &policy));
	IAM_TRY(check_unused(call, &policy));
	const struct database_value *values = DATABASE_VALUES(database_text("arn", policy.arn));
	database_run(call, "DELETE FROM managed_policy_version WHERE policy_arn = :arn", values);
	database_run(call, "DELETE FROM managed_policy WHERE arn = :arn", values);
	iam_tags_drop(call, policy.arn);
	return API_OK;
}
