#include "mock/iam/document.h"

#include <ctype.h>

#include <cjson/cJSON.h>

enum { MANAGED_MAX = 6144, TRUST_MAX = 2048 };

/* What the inline policies of an entity may come to. */
static const int64_t inline_max[] = {
	[IAM_USER] = 2048,
	[IAM_ROLE] = 10240,
	[IAM_GROUP] = 5120,
};

/* The size AWS counts: characters that are not white space. */
static int64_t document_size(const char *document)
{
	int64_t size = 0;
	for (; *document; document++)
		size += !isspace((unsigned char)*document);
	return size;
}

static bool is_object(const char *document)
{
	cJSON *value = cJSON_Parse(document);
	bool is = cJSON_IsObject(value);
	cJSON_Delete(value);
	return is;
}

enum api_status iam_document_check_managed(struct call *call, const char *document)
{
	if (!is_object(document))
		return call_fail(call, &iam_malformed_policy_document, "Syntax errors in policy.");
	if (document_size(document) > MANAGED_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for PolicySize: %d", MANAGED_MAX);
	return API_OK;
}

enum api_status iam_document_check_trust(struct call *call, const char *document)
{
	if (!is_object(document))
		return call_fail(call, &iam_malformed_policy_document,
				 "This policy contains invalid Json");
	if (document_size(document) > TRUST_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for ACLSizePerRole: %d", TRUST_MAX);
	return API_OK;
}

static const struct database_column document_columns[] = {
	{ "document", 0, COLUMN_TEXT },
	{ 0 },
};
static const struct database_row document_form = { sizeof(const char *), document_columns };

/* The size of all inline policies but the one that is replaced. */
static int64_t inline_size(struct call *call, const struct iam_entity *entity, const char *name)
{
	const char **documents = NULL;
	int64_t size = 0;
	size_t count = database_rows(
		call,
		"SELECT document FROM inline_policy"
		" WHERE owner_id = :owner AND name <> :name",
		DATABASE_VALUES(database_text("owner", entity->id), database_text("name", name)),
		&document_form, &documents);
	for (size_t i = 0; i < count; i++)
		size += document_size(documents[i]);
	return size;
}

enum api_status iam_document_check_inline(struct call *call, const struct iam_entity *entity,
					  const char *name, const char *document)
{
	if (!is_object(document))
		return call_fail(call, &iam_malformed_policy_document, "Syntax errors in policy.");
	if (document_size(document) + inline_size(call, entity, name) > inline_max[entity->kind])
		return call_fail(call, &iam_limit_exceeded,
				 "Maximum policy size of %lld bytes exceeded for %s %s",
				 (long long)inline_max[entity->kind], iam_entity_word(entity->kind),
				 entity->name);
	return API_OK;
}
