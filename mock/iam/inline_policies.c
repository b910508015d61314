#include "mock/iam/document.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"

/*
 * Inline policies of users, roles and groups. Names are compared without
 * letter case: the list keeps the first spelling, Get echoes the request's
 * (recorded).
 */

/* The part of a request that all these operations have. */
struct inline_request {
	enum iam_entity_kind kind;
	const char *entity_name, *policy_name;
};

static enum api_status no_such_policy(struct call *call, const struct inline_request *request)
{
	return call_fail(call, &iam_no_such_entity, "The %s policy with name %s cannot be found.",
			 iam_entity_word(request->kind), request->policy_name);
}

static enum api_status put_policy(struct call *call, const struct inline_request *request,
				  const char *document)
{
	struct iam_entity entity;

	IAM_TRY(iam_entity_find(call, request->kind, request->entity_name, &entity));
	IAM_TRY(iam_document_check_inline(call, &entity, request->policy_name, document));
	database_run(call,
		     "INSERT INTO inline_policy (owner_id, name, document)"
		     " VALUES (:owner, :name, :document)"
		     " ON CONFLICT (owner_id, name) DO UPDATE SET document = excluded.document",
		     DATABASE_VALUES(database_text("owner", entity.id),
				     database_text("name", request->policy_name),
				     database_text("document", document)));
	return API_OK;
}

/* What Get answers; the three output structs have these members under other names. */
struct inline_answer {
	struct iam_entity entity;
	const char *document;
};

static enum api_status get_policy(struct call *call, const struct inline_request *request,
				  struct inline_answer *answer)
{
	IAM_TRY(iam_entity_find(call, request->kind, request->entity_name, &answer->entity));
	const char *document = database_string(
		call, "SELECT document FROM inline_policy WHERE owner_id = :owner AND name = :name",
		DATABASE_VALUES(database_text("owner", answer->entity.id),
				database_text("name", request->policy_name)));
	if (!document)
		return no_such_policy(call, request);
	answer->document = iam_document(call, document);
	return API_OK;
}

static enum api_status delete_policy(struct call *call, const struct inline_request *request)
{
	struct iam_entity entity;

	IAM_TRY(iam_entity_find(call, request->kind, request->entity_name, &entity));
	if (database_run(call, "DELETE FROM inline_policy WHERE owner_id = :owner AND name = :name",
			 DATABASE_VALUES(database_text("owner", entity.id),
					 database_text("name", request->policy_name))) != 1)
		return no_such_policy(call, request);
	return API_OK;
}

static const struct database_column name_columns[] = {
	{ "name", 0, COLUMN_TEXT },
	{ 0 },
};
static const struct database_row name_form = { sizeof(const char *), name_columns };

/* Names after the page's start. */
static size_t list_names(struct call *call, const struct iam_entity *entity,
			 const struct iam_page *page, const char ***names)
{
	return database_rows(call,
			     "SELECT name FROM inline_policy WHERE owner_id = :owner"
			     " AND name > :after ORDER BY name LIMIT :limit",
			     DATABASE_VALUES(database_text("owner", entity->id),
					     database_text("after", page->after),
					     database_integer("limit", page->fetch)),
			     &name_form, names);
}

#define PUT_HANDLER(operation, entity_kind, member)                              \
	IAM_HANDLER(operation)                                                   \
	{                                                                        \
		const struct inline_request request = { entity_kind, in->member, \
							in->policy_name };       \
		return put_policy(call, &request, in->policy_document);          \
	}

PUT_HANDLER(put_user_policy, IAM_USER, user_name)
PUT_HANDLER(put_role_policy, IAM_ROLE, role_name)
PUT_HANDLER(put_group_policy, IAM_GROUP, group_name)

#define GET_HANDLER(operation, entity_kind, member)                              \
	IAM_HANDLER(operation)                                                   \
	{                                                                        \
		const struct inline_request request = { entity_kind, in->member, \
							in->policy_name };       \
		struct inline_answer answer;                                     \
		IAM_TRY(get_policy(call, &request, &answer));                    \
		out->member = answer.entity.name;                                \
		out->policy_name = in->policy_name;                              \
		out->policy_document = answer.document;                          \
		return API_OK;                                                   \
	}

GET_HANDLER(get_user_policy, IAM_USER, user_name)
GET_HANDLER(get_role_policy, IAM_ROLE, role_name)
GET_HANDLER(get_group_policy, IAM_GROUP, group_name)

#define DELETE_HANDLER(operation, entity_kind, member)                           \
	IAM_HANDLER(operation)                                                   \
	{                                                                        \
		const struct inline_request request = { entity_kind, in->member, \
							in->policy_name };       \
		return delete_policy(call, &request);                            \
	}

DELETE_HANDLER(delete_user_policy, IAM_USER, user_name)
DELETE_HANDLER(delete_role_policy, IAM_ROLE, role_name)
DELETE_HANDLER(delete_group_policy, IAM_GROUP, group_name)

#define LIST_HANDLER(operation, entity_kind, member)                              \
	IAM_HANDLER(operation)                                                    \
	{                                                                         \
		struct iam_entity entity;                                         \
		struct iam_page page;                                             \
		const char **names = NULL;                                        \
		IAM_TRY(iam_entity_find(call, entity_kind, in->member, &entity)); \
		IAM_PAGE_OPEN(page);                                              \
		size_t count = list_names(call, &entity, &page, &names);          \
		IAM_PAGE_CLOSE(page, names, count);                               \
		IAM_LIST(out->policy_names, names, count);                        \
		return API_OK;                                                    \
	}

LIST_HANDLER(list_user_policies, IAM_USER, user_name)
LIST_HANDLER(list_role_policies, IAM_ROLE, role_name)
LIST_HANDLER(list_group_policies, IAM_GROUP, group_name)
