#include "mock/organizations/policy.h"

#include <string.h>

#include "mock/ids.h"
#include "mock/organizations/document.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tag.h"

const struct database_row policy_form = {
	.size = sizeof(struct policy_row),
	.columns =
		(const struct database_column[]){
			{ "owner", offsetof(struct policy_row, owner), COLUMN_TEXT },
			{ "id", offsetof(struct policy_row, id), COLUMN_TEXT },
			{ "type", offsetof(struct policy_row, type), COLUMN_TEXT },
			{ "name", offsetof(struct policy_row, name), COLUMN_TEXT },
			{ "description", offsetof(struct policy_row, description), COLUMN_TEXT },
			{ "content", offsetof(struct policy_row, content), COLUMN_TEXT },
			{ "position", offsetof(struct policy_row, position), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

bool policy_find(struct call *call, const struct lookup_organization *organization,
		 const char *policy_id, struct policy_row *out_policy)
{
	static const char sql[] = "SELECT " POLICY_COLUMNS " FROM organization_policy AS policy"
				  " WHERE organization_id IN (:organization_id, '') AND id = :id";

	return database_row(call, sql,
			    DATABASE_VALUES(database_text("organization_id", organization->id),
					    database_text("id", policy_id)),
			    &policy_form, out_policy);
}

bool policy_require(struct call *call, const char *policy_id,
		    struct lookup_organization *out_organization, struct policy_row *out_policy)
{
	if (!membership_require(call, out_organization))
		return false;
	if (policy_find(call, out_organization, policy_id, out_policy))
		return true;
	refuse(call, &organizations_policy_not_found);
	return false;
}

const char *policy_arn(struct call *call, const struct lookup_organization *organization,
		       const struct policy_row *policy)
{
	return lookup_policy_arn(call, organization, policy->owner, policy->type, policy->id);
}

static bool is_managed(const struct policy_row *policy)
{
	return policy->owner[0] == '\0';
}

struct organizations_policy_summary policy_summary(struct call *call,
						   const struct lookup_organization *organization,
						   const struct policy_row *policy)
{
	return (struct organizations_policy_summary){
		.id = policy->id,
		.arn = policy_arn(call, organization, policy),
		.name = policy->name,
		.description = policy->description,
		.type = policy->type,
		.aws_managed = api_boolean(is_managed(policy)),
	};
}

static const struct organizations_policy *whole(struct call *call,
						const struct lookup_organization *organization,
						const struct policy_row *policy)
{
	struct organizations_policy_summary *summary =
		arena_new(call->arena, struct organizations_policy_summary);
	struct organizations_policy *shape = arena_new(call->arena, struct organizations_policy);

	*summary = policy_summary(call, organization, policy);
	shape->policy_summary = summary;
	shape->content = policy->content;
	return shape;
}

static int64_t count_of_type(struct call *call, const struct lookup_organization *organization,
			     const char *type)
{
	static const char sql[] = "SELECT count(*) FROM organization_policy"
				  " WHERE organization_id = :organization_id AND type = :type";

	return database_number(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization->id),
					       database_text("type", type)),
			       0);
}

static int64_t most_of_type(struct call *call, const char *type)
{
	return quota_get(call, strcmp(type, "SERVICE_CONTROL_POLICY") == 0 ? QUOTA_SCPS
									   : QUOTA_OTHER_POLICIES);
}

static int64_t insert(struct call *call, const struct policy_row *policy)
{
	static const char sql[] = "INSERT INTO organization_policy"
				  " (organization_id, id, type, name, description, content)"
				  " VALUES (:owner, :id, :type, :name, :description, :content)";

	return database_run(call, sql,
			    DATABASE_VALUES(database_text("owner", policy->owner),
					    database_text("id", policy->id),
					    database_text("type", policy->type),
					    database_text("name", policy->name),
					    database_text("description", policy->description),
					    database_text("content", policy->content)));
}

/*
 * A type need not be enabled on the root to have policies (recorded). The
 * order is assumed: feature set, tags, document, number, name.
 */
enum api_status organizations_create_policy(struct call *call,
					    const struct organizations_create_policy_in *in,
					    struct organizations_create_policy_out *out)
{
	struct lookup_organization organization;
	const char *content = NULL;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!membership_has_all_features(&organization))
		return refuse(call, &organizations_policy_type_not_available_for_organization);
	if (!tag_check(call, &in->tags) || !document_check(call, in->type, in->content, &content))
		return API_FAILED;
	if (count_of_type(call, &organization, in->type) >= most_of_type(call, in->type))
		return refuse_constraint(call, "POLICY_NUMBER_LIMIT_EXCEEDED");
	struct policy_row policy = {
		.owner = organization.id,
		.id = ids_new(call, IDS_POLICY),
		.type = in->type,
		.name = in->name,
		.description = in->description,
		.content = content,
	};

	if (insert(call, &policy) < 0)
		return refuse(call, &organizations_duplicate_policy);
	tag_put(call, policy_arn(call, &organization, &policy), &in->tags);
	out->policy = whole(call, &organization, &policy);
	return API_OK;
}

enum api_status organizations_describe_policy(struct call *call,
					      const struct organizations_describe_policy_in *in,
					      struct organizations_describe_policy_out *out)
{
	struct lookup_organization organization;
	struct policy_row policy;

	if (!policy_require(call, in->policy_id, &organization, &policy))
		return API_FAILED;
	out->policy = whole(call, &organization, &policy);
	return API_OK;
}

/* What a request leaves out stays; an empty description too (recorded). */
static int64_t update(struct call *call, const struct organizations_update_policy_in *in,
		      struct policy_row *policy)
{
	static const char sql[] =
		"UPDATE organization_policy SET name = :name, description = :description,"
		" content = :content WHERE organization_id = :owner AND id = :id";

	if (in->name)
		policy->name = in->name;
	if (in->description && in->description[0] != '\0')
		policy->description = in->description;
	return database_run(call, sql,
			    DATABASE_VALUES(database_text("name", policy->name),
					    database_text("description", policy->description),
					    database_text("content", policy->content),
					    database_text("owner", policy->owner),
					    database_text("id", policy->id)));
}

enum api_status organizations_update_policy(struct call *call,
					    const struct organizations_update_policy_in *in,
					    struct organizations_update_policy_out *out)
{
	struct lookup_organization organization;
	struct policy_row policy;

	if (!policy_require(call, in->policy_id, &organization, &policy))
		return API_FAILED;
	if (is_managed(&policy))
		return refuse_input(call, "IMMUTABLE_POLICY");
	if (in->content && !document_check(call, policy.type, in->content, &policy.content))
		return API_FAILED;
	if (update(call, in, &policy) < 0)
		return refuse(call, &organizations_duplicate_policy);
	/* The answer has only what was asked for, the description as it was asked for (recorded).
	 */
	policy.name = in->name;
	policy.description = in->description;
	out->policy = whole(call, &organization, &policy);
	return API_OK;
}

enum api_status organizations_delete_policy(struct call *call,
					    const struct organizations_delete_policy_in *in,
					    struct organizations_delete_policy_out *out)
{
	static const char attached[] = "SELECT 1 FROM policy_attachment"
				       " WHERE organization_id = :owner AND policy_id = :id";
	static const char sql[] =
		"DELETE FROM organization_policy WHERE organization_id = :owner AND id = :id";
	struct lookup_organization organization;
	struct policy_row policy;

	UNUSED(out);
	if (!policy_require(call, in->policy_id, &organization, &policy))
		return API_FAILED;
	if (is_managed(&policy))
		return refuse_input(call, "IMMUTABLE_POLICY");
	const struct database_value *values = DATABASE_VALUES(database_text("owner", policy.owner),
							      database_text("id", policy.id));

	if (database_exists(call, attached, values))
		return refuse(call, &organizations_policy_in_use);
	tag_clear(call, policy_arn(call, &organization, &policy));
	database_run(call, sql, values);
	return API_OK;
}
