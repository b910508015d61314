#include "mock/iam/held_policy.h"

#include <string.h>

static const struct database_column columns[] = {
	{ "name", offsetof(struct iam_held_policy, name), COLUMN_TEXT },
	{ "arn", offsetof(struct iam_held_policy, arn), COLUMN_TEXT },
	{ "holder_type", offsetof(struct iam_held_policy, holder_type), COLUMN_TEXT },
	{ "holder_name", offsetof(struct iam_held_policy, holder_name), COLUMN_TEXT },
	{ "text", offsetof(struct iam_held_policy, text), COLUMN_TEXT },
	{ 0 },
};
static const struct database_row form = { sizeof(struct iam_held_policy), columns };

/* A managed policy that both a user and a group of it have is told once. */
static const char held_sql[] =
	"WITH holder (id, type, name) AS (SELECT :id, :type, :name UNION ALL"
	" SELECT g.unique_id, 'GROUP', g.name FROM group_member AS m"
	" JOIN iam_group AS g ON g.unique_id = m.group_id WHERE m.user_id = :id)"
	" SELECT p.name AS name, NULL AS arn, h.type AS holder_type, h.name AS holder_name,"
	" p.document AS text FROM holder AS h JOIN inline_policy AS p ON p.owner_id = h.id"
	" UNION SELECT m.name, m.arn, NULL, NULL, v.document FROM holder AS h"
	" JOIN managed_attachment AS a ON a.owner_id = h.id"
	" JOIN managed_policy AS m ON m.arn = a.policy_arn"
	" JOIN managed_policy_version AS v ON v.policy_arn = m.arn AND v.version = "
	"m.default_version"
	" ORDER BY 1, 2, 3, 4 -- scan: of the holders";

static const struct policy_document *parse(struct call *call, const char *text)
{
	const struct policy_document *document = NULL;
	struct fault ignored;

	return text && policy_document_parse(call->arena, text, strlen(text), &ignored, &document)
		       ? document
		       : NULL;
}

size_t iam_held_policies(struct call *call, const struct iam_entity *entity,
			 struct iam_held_policy **out_policies)
{
	size_t count =
		database_rows(call, held_sql,
			      DATABASE_VALUES(database_text("id", entity->id),
					      database_text("type", iam_holder_type(entity->kind)),
					      database_text("name", entity->name)),
			      &form, out_policies);

	for (size_t i = 0; i < count; i++)
		(*out_policies)[i].document = parse(call, (*out_policies)[i].text);
	return count;
}

const struct policy_document *iam_held_managed(struct call *call, const char *arn)
{
	static const char sql[] =
		"SELECT v.document FROM managed_policy AS m JOIN managed_policy_version AS v"
		" ON v.policy_arn = m.arn AND v.version = m.default_version WHERE m.arn = :arn";

	return parse(call, database_string(call, sql, DATABASE_VALUES(database_text("arn", arn))));
}

const char *iam_holder_type(enum iam_entity_kind kind)
{
	static const char *const types[] = {
		[IAM_USER] = "USER",
		[IAM_ROLE] = "ROLE",
		[IAM_GROUP] = "GROUP",
	};

	return types[kind];
}
