#include "mock/iam/shape.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/iam/tags.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"
#include "wire/uri.h"

void *iam_keep(struct call *call, const void *value, size_t size)
{
	void *copy = arena_alloc(call->arena, size);
	memcpy(copy, value, size);
	return copy;
}

const char *iam_arn(struct call *call, const char *type, const char *path, const char *name)
{
	return arn_iam(call, call->principal->account_id, type, path, name);
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

/* The members of a statement that AWS shows in an order of its own, behind all others. */
static const char *const statement_order[] = { "Sid",    "Effect",    "Principal", "NotPrincipal",
					       "Action", "NotAction", "Condition" };

static bool is_ordered(const struct json_value *statement, const struct json_value *member)
{
	for (size_t i = 0; i < ARRAY_LEN(statement_order); i++)
		if (json_get(statement, statement_order[i]) == member)
			return true;
	return false;
}

static void write_member(struct json_writer *json, const struct json_value *member)
{
	json_key(json, member->key);
	json_tree(json, member);
}

static void write_statement(struct json_writer *json, const struct json_value *statement)
{
	if (statement->kind != JSON_OBJECT) {
		json_tree(json, statement);
		return;
	}
	json_open_object(json);
	for (const struct json_value *at = statement->first; at; at = at->next)
		if (!is_ordered(statement, at))
			write_member(json, at);
	for (size_t i = 0; i < ARRAY_LEN(statement_order); i++) {
		const struct json_value *member = json_get(statement, statement_order[i]);

		if (member)
			write_member(json, member);
	}
	json_close_object(json);
}

static void write_statements(struct json_writer *json, const struct json_value *statements)
{
	if (statements->kind != JSON_ARRAY) {
		write_statement(json, statements);
		return;
	}
	json_open_array(json);
	for (const struct json_value *at = statements->first; at; at = at->next)
		write_statement(json, at);
	json_close_array(json);
}

/* A trust policy with each statement's members in the order GetRole shows, percent coded. */
static const char *trust_document(struct call *call, const char *document)
{
	const struct json_value *policy = NULL;
	size_t len = strlen(document);
	struct json_writer json;
	struct buffer text;
	struct fault fault;

	if (!json_read(call->arena, document, len, &fault, &policy) || policy->kind != JSON_OBJECT)
		return iam_document(call, document);
	buffer_init(&text, call->arena, len + 1);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	for (const struct json_value *at = policy->first; at; at = at->next) {
		if (at != json_get(policy, "Statement")) {
			write_member(&json, at);
			continue;
		}
		json_key(&json, at->key);
		write_statements(&json, at);
	}
	json_close_object(&json);
	return iam_document(call, text.data);
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
		.assume_role_policy_document = trust_document(call, role->trust_policy),
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
