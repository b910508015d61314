/*
 * resource_policy.c - the delegation policy of an organization.
 */
#include <string.h>

#include "mock/ids.h"
#include "mock/organizations/document.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tag.h"

static const struct organizations_resource_policy *shape(
	struct call *call, const struct lookup_organization *organization, const char *id,
	const char *content)
{
	struct organizations_resource_policy_summary *summary =
		arena_new(call->arena, struct organizations_resource_policy_summary);
	struct organizations_resource_policy *policy =
		arena_new(call->arena, struct organizations_resource_policy);

	summary->id = id;
	summary->arn = lookup_arn(call, organization, "resourcepolicy", id);
	policy->resource_policy_summary = summary;
	policy->content = content;
	return policy;
}

/* The id of the organization's delegation policy, or NULL. */
static const char *find_id(struct call *call, const struct lookup_organization *organization)
{
	static const char sql[] =
		"SELECT id FROM resource_policy WHERE organization_id = :organization_id";

	return database_string(call, sql,
			       DATABASE_VALUES(database_text("organization_id", organization->id)));
}

/* Replacing keeps the id and the tags and takes no new ones (recorded). */
enum api_status organizations_put_resource_policy(
	struct call *call, const struct organizations_put_resource_policy_in *in,
	struct organizations_put_resource_policy_out *out)
{
	static const char sql[] = "INSERT INTO resource_policy (organization_id, id, content)"
				  " VALUES (:organization_id, :id, :content)"
				  " ON CONFLICT (organization_id) DO UPDATE SET content = :content";
	struct lookup_organization organization;
	const char *content = NULL;

	if (!membership_require_all_features(call, &organization) || !tag_check(call, &in->tags))
		return API_FAILED;
	if (!document_check_delegation(call, &organization, in->content, &content))
		return API_FAILED;
	const char *id = find_id(call, &organization);

	if (id && in->tags.len > 0)
		return refuse_constraint(call,
					 "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED");
	if (!id)
		id = ids_new(call, IDS_RESOURCE_POLICY);
	database_run(call, sql,
		     DATABASE_VALUES(database_text("organization_id", organization.id),
				     database_text("id", id), database_text("content", content)));
	tag_put(call, lookup_arn(call, &organization, "resourcepolicy", id), &in->tags);
	out->resource_policy = shape(call, &organization, id, content);
	return API_OK;
}

enum api_status organizations_describe_resource_policy(
	struct call *call, const struct organizations_describe_resource_policy_in *in,
	struct organizations_describe_resource_policy_out *out)
{
	struct lookup_organization organization;

	UNUSED(in);
	if (!membership_require_all_features(call, &organization))
		return API_FAILED;
	const char *id = find_id(call, &organization);

	if (!id)
		return refuse(call, &organizations_resource_policy_not_found);
	out->resource_policy =
		shape(call, &organization, id, lookup_delegation_policy(call, organization.id));
	return API_OK;
}

enum api_status organizations_delete_resource_policy(
	struct call *call, const struct organizations_delete_resource_policy_in *in,
	struct organizations_delete_resource_policy_out *out)
{
	static const char sql[] =
		"DELETE FROM resource_policy WHERE organization_id = :organization_id";
	struct lookup_organization organization;

	UNUSED(in);
	UNUSED(out);
	if (!membership_require_all_features(call, &organization))
		return API_FAILED;
	const char *id = find_id(call, &organization);

	if (!id)
		return refuse(call, &organizations_resource_policy_not_found);
	tag_clear(call, lookup_arn(call, &organization, "resourcepolicy", id));
	database_run(call, sql, DATABASE_VALUES(database_text("organization_id", organization.id)));
	return API_OK;
}
