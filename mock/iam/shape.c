#include "mock/iam/shape.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "mock/arn.h"
#include "mock/iam/tags.h"
#include "wire/uri.h"

void *iam_keep(struct call *call, const void *value, size_t size)
{
	void *copy = arena_alloc(call->arena, size);
	memcpy(copy, value, size);
	return copy;
}

const char *iam_arn(struct call *call, const char *type, const char *path, const char *name)
{
	return arn_iam(call->arena, call->principal->account_id, type, path, name);
}

const char *iam_document(struct call *call, const char *document)
{
	struct buffer text;
	size_t len = strlen(document);
	buffer_init(&text, call->arena, len + len / 2 + 1);
	uri_encode(&text, document, len, URI_KEEP_NOTHING);
	return text.data;
}

struct api_timestamp iam_date(int64_t ms)
{
	return ms ? api_timestamp(ms) : (struct api_timestamp){ 0 };
}

const struct iam_attached_permissions_boundary *iam_shape_boundary(struct call *call,
								   const char *boundary_arn)
{
	struct iam_attached_permissions_boundary boundary = {
		.permissions_boundary_type = "Policy",
		.permissions_boundary_arn = boundary_arn,
	};
	return boundary_arn ? IAM_KEEP(boundary) : NULL;
}

/* Tags of an ARN, left out when there are none. */
static struct iam_tag_list_type shape_tags(struct call *call, const char *arn)
{
	struct iam_tag_list_type list = { 0 };
	list.len = iam_tags_of(call, arn, &list.items);
	list.is_set = list.len > 0;
	return list;
}

struct iam_user iam_shape_user(struct call *call, const struct iam_entity *user, unsigned parts)
{
	struct iam_user shape = {
		.path = user->path,
		.user_name = user->name,
		.user_id = user->id,
		.arn = user->arn,
		.create_date = api_timestamp(user->created_ms),
	};
	if (parts & IAM_SHOW_USE)
		shape.password_last_used = iam_date(user->password_last_used_ms);
	if (parts & IAM_SHOW_BOUNDARY)
		shape.permissions_boundary = iam_shape_boundary(call, user->boundary_arn);
	if (parts & IAM_SHOW_TAGS)
		shape.tags = shape_tags(call, user->arn);
	return shape;
}

struct iam_role iam_shape_role(struct call *call, const struct iam_entity *role, unsigned parts)
{
	struct iam_role shape = {
		.path = role->path,
		.role_name = role->name,
		.role_id = role->id,
		.arn = role->arn,
		.create_date = api_timestamp(role->created_ms),
		.assume_role_policy_document = iam_trust_document(call, role->trust_policy),
	};
	if (parts & IAM_SHOW_DESCRIPTION)
		shape.description = role->description;
	if (parts & IAM_SHOW_LIMITS)
		shape.max_session_duration = api_integer(role->max_session_s);
	if (parts & IAM_SHOW_BOUNDARY)
		shape.permissions_boundary = iam_shape_boundary(call, role->boundary_arn);
	if (parts & IAM_SHOW_TAGS)
		shape.tags = shape_tags(call, role->arn);
	if (parts & IAM_SHOW_USE) {
		struct iam_role_last_used used = {
			.last_used_date = iam_date(role->last_used_ms),
			.region = role->last_used_region,
		};
		shape.role_last_used = IAM_KEEP(used);
	}
	return shape;
}

struct iam_group iam_shape_group(const struct iam_entity *group)
{
	return (struct iam_group){
		.path = group->path,
		.group_name = group->name,
		.group_id = group->id,
		.arn = group->arn,
		.create_date = api_timestamp(group->created_ms),
	};
}

/* Moves the members of a statement into the order AWS shows them in. */
static void order_statement(cJSON *statement)
{
	static const char *const order[] = { "Sid",    "Effect",    "Principal", "NotPrincipal",
					     "Action", "NotAction", "Condition" };
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		cJSON *member = cJSON_DetachItemFromObjectCaseSensitive(statement, order[i]);
		if (member)
			cJSON_AddItemToObject(statement, order[i], member);
	}
}

const char *iam_trust_document(struct call *call, const char *document)
{
	cJSON *policy = cJSON_Parse(document);
	cJSON *statements = cJSON_GetObjectItemCaseSensitive(policy, "Statement");
	cJSON *statement = NULL;
	if (cJSON_IsObject(statements))
		order_statement(statements);
	else
		cJSON_ArrayForEach (statement, statements)
			order_statement(statement);
	char *text = policy ? cJSON_PrintUnformatted(policy) : NULL;
	const char *shown = iam_document(call, text ? text : document);
	cJSON_free(text);
	cJSON_Delete(policy);
	return shown;
}
