#include "mock/iam/document.h"

#include <stdint.h>
#include <string.h>

#include "mock/iam/principal.h"
#include "policy/check.h"

/* What the inline policies of an entity may come to. */
static const size_t inline_max[] = {
	[IAM_USER] = 2048,
	[IAM_ROLE] = 10240,
	[IAM_GROUP] = 5120,
};

static enum api_status check_document(struct call *call, const struct policy_check_options *options,
				      const char *document)
{
	struct policy_problem problem;

	if (policy_check(options, document, strlen(document), &problem))
		return API_OK;
	return call_fail_common(call, problem.http_status, problem.code, "%s", problem.message);
}

enum api_status iam_document_check_managed(struct call *call, const char *document)
{
	const struct policy_check_options options = { .use = POLICY_USE_MANAGED };
	return check_document(call, &options, document);
}

enum api_status iam_document_check_trust(struct call *call, const char *document)
{
	const struct policy_check_options options = {
		.use = POLICY_USE_TRUST,
		.knows_principal = iam_principal_is_known,
		.context = call,
	};
	return check_document(call, &options, document);
}

static const struct database_column document_columns[] = {
	{ "document", 0, COLUMN_TEXT },
	{ 0 },
};
static const struct database_row document_form = { sizeof(const char *), document_columns };

/* The size of all inline policies but the one that is replaced. */
static size_t inline_size(struct call *call, const struct iam_entity *entity, const char *name)
{
	const char **documents = NULL;
	size_t size = 0;
	size_t count = database_rows(
		call,
		"SELECT document FROM inline_policy"
		" WHERE owner_id = :owner AND name <> :name",
		DATABASE_VALUES(database_text("owner", entity->id), database_text("name", name)),
		&document_form, &documents);
	for (size_t i = 0; i < count; i++)
		size += policy_check_size(documents[i], strlen(documents[i]));
	return size;
}

enum api_status iam_document_check_inline(struct call *call, const struct iam_entity *entity,
					  const char *name, const char *document)
{
	const struct policy_check_options options = {
		.use = POLICY_USE_INLINE,
		.size_max = SIZE_MAX,
	};
	size_t max = inline_max[entity->kind];

	IAM_TRY(check_document(call, &options, document));
	if (policy_check_size(document, strlen(document)) + inline_size(call, entity, name) > max)
		return call_fail(call, &iam_limit_exceeded,
				 "Maximum policy size of %zu bytes exceeded for %s %s", max,
				 iam_entity_word(entity->kind), entity->name);
	return API_OK;
}
