#include <string.h>

#include "mock/iam/document.h"
#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"

enum { VERSIONS_MAX = 5 };

struct version_row {
	const char *version;
	const char *document;
	int64_t created_ms;
};

static const struct database_column version_columns[] = {
	{ "version", offsetof(struct version_row, version), COLUMN_TEXT },
	{ "document", offsetof(struct version_row, document), COLUMN_TEXT },
	{ "created_ms", offsetof(struct version_row, created_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row version_form = { sizeof(struct version_row), version_columns };

static enum api_status no_such_version(struct call *call, const char *arn, const char *version)
{
	return call_fail(call, &iam_no_such_entity,
			 "Policy %s version %s does not exist or is not attachable.", arn, version);
}

/* A policy and one of its versions; an unknown policy reads as an unknown version (recorded). */
static enum api_status find_version(struct call *call, const char *arn, const char *version,
				    struct iam_managed_policy *policy, struct version_row *row)
{
	*row = (struct version_row){ 0 };
	if (!iam_managed_policy_exists(call, arn, policy))
		return no_such_version(call, arn, version);
	if (database_row(
		    call,
		    "SELECT version, document, created_ms FROM managed_policy_version"
		    " WHERE policy_arn = :arn AND version = :version",
		    DATABASE_VALUES(database_text("arn", arn), database_text("version", version)),
		    &version_form, row))
		return API_OK;
	if (strcmp(policy->default_version, version) == 0)
		return iam_managed_policy_fail_unread(call, policy);
	return no_such_version(call, arn, version);
}

/* The structure without its document. */
static struct iam_policy_version version_shape(const struct iam_managed_policy *policy,
					       const struct version_row *row)
{
	return (struct iam_policy_version){
		.version_id = row->version,
		.is_default_version =
			api_boolean(strcmp(policy->default_version, row->version) == 0),
		.create_date = api_timestamp(row->created_ms),
	};
}

/* AWS's policies and other accounts' cannot be changed. */
static enum api_status check_own(struct call *call, const char *arn, const char *what)
{
	if (!iam_managed_policy_is_arn(arn))
		return call_fail(call, &iam_invalid_input, "ARN %s is not valid.", arn);
	if (!iam_managed_policy_is_own(call, arn))
		return call_fail_common(call, 403, "AccessDenied",
					"Cannot %s outside your own account.", what);
	return API_OK;
}

static void set_default(struct call *call, const char *arn, const char *version)
{
	database_run(call,
		     "UPDATE managed_policy SET default_version = :version, updated_ms = :now"
		     " WHERE arn = :arn",
		     DATABASE_VALUES(database_text("version", version),
				     database_integer("now", call->now_ms),
				     database_text("arn", arn)));
}

static void insert_version(struct call *call, const char *arn, const struct version_row *row)
{
	database_run(
		call,
		"INSERT INTO managed_policy_version (policy_arn, version, document, created_ms)"
		" VALUES (:arn, :version, :document, :now)",
		DATABASE_VALUES(database_text("arn", arn), database_text("version", row->version),
				database_text("document", row->document),
				database_integer("now", row->created_ms)));
	database_run(call,
		     "UPDATE managed_policy SET latest_version = latest_version + 1,"
		     " updated_ms = :now WHERE arn = :arn",
		     DATABASE_VALUES(database_integer("now", row->created_ms),
				     database_text("arn", arn)));
}

/* A version number is never used twice (recorded). */
IAM_HANDLER(create_policy_version)
{
	struct iam_managed_policy policy;

	IAM_TRY(check_own(call, in->policy_arn, "create policy versions for policies"));
	IAM_TRY(iam_document_check_managed(call, in->policy_document));
	IAM_TRY(iam_managed_policy_find_attachable(call, in->policy_arn, &policy));
	if (database_number(call,
			    "SELECT count(*) FROM managed_policy_version WHERE policy_arn = :arn",
			    DATABASE_VALUES(database_text("arn", policy.arn)), 0) >= VERSIONS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "A managed policy can have up to %d versions. Before you create a "
				 "new version, you must delete an existing version.",
				 VERSIONS_MAX);
	struct version_row row = {
		.version = arena_printf(call->arena, "v%lld", (long long)policy.latest_version + 1),
		.document = in->policy_document,
		.created_ms = call->now_ms,
	};
	insert_version(call, policy.arn, &row);
	if (in->set_as_default.value) {
		set_default(call, policy.arn, row.version);
		policy.default_version = row.version;
	}
	struct iam_policy_version shape = version_shape(&policy, &row);
	out->policy_version = IAM_KEEP(shape);
	return API_OK;
}

IAM_HANDLER(get_policy_version)
{
	struct iam_managed_policy policy;
	struct version_row row;

	IAM_TRY(find_version(call, in->policy_arn, in->version_id, &policy, &row));
	struct iam_policy_version shape = version_shape(&policy, &row);
	shape.document = iam_document(call, row.document);
	out->policy_version = IAM_KEEP(shape);
	return API_OK;
}

/* Newest first, without documents (recorded). */
IAM_HANDLER(list_policy_versions)
{
	struct iam_managed_policy policy;
	struct iam_page page;
	struct version_row *rows = NULL;

	IAM_TRY(iam_managed_policy_find(call, in->policy_arn, &policy));
	IAM_PAGE_OPEN_NUMBERED(page);
	size_t count = database_rows(call,
				     "SELECT version, created_ms FROM managed_policy_version"
				     " WHERE policy_arn = :arn"
				     " ORDER BY CAST(substr(version, 2) AS INTEGER) DESC"
				     " LIMIT :limit OFFSET :offset",
				     DATABASE_VALUES(database_text("arn", policy.arn),
						     database_integer("limit", page.fetch),
						     database_integer("offset", page.offset)),
				     &version_form, &rows);
	if (!count && !page.offset)
		return iam_managed_policy_fail_unread(call, &policy);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_policy_version *shapes = arena_array(call->arena, count, sizeof(*shapes));
	for (size_t i = 0; i < count; i++)
		shapes[i] = version_shape(&policy, &rows[i]);
	IAM_LIST(out->versions, shapes, count);
	return API_OK;
}

IAM_HANDLER(set_default_policy_version)
{
	struct iam_managed_policy policy;
	struct version_row row;

	IAM_TRY(check_own(call, in->policy_arn, "update policies"));
	IAM_TRY(find_version(call, in->policy_arn, in->version_id, &policy, &row));
	set_default(call, policy.arn, row.version);
	return API_OK;
}

IAM_HANDLER(delete_policy_version)
{
	struct iam_managed_policy policy;
	struct version_row row;

	IAM_TRY(check_own(call, in->policy_arn, "delete policy versions for policies"));
	IAM_TRY(find_version(call, in->policy_arn, in->version_id, &policy, &row));
	if (strcmp(policy.default_version, row.version) == 0)
		return call_fail(call, &iam_delete_conflict,
				 "Cannot delete the default version of a policy.");
	database_run(call,
		     "DELETE FROM managed_policy_version"
		     " WHERE policy_arn = :arn AND version = :version",
		     DATABASE_VALUES(database_text("arn", policy.arn),
				     database_text("version", row.version)));
	return API_OK;
}
