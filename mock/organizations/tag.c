#include "mock/organizations/tag.h"

#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/policy.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/transfer.h"
#include "mock/organizations/tree.h"
#include "wire/json_writer.h"

enum { TAGS_MAX = 50 }; /* on one resource (documented) */

/* Tag keys are told apart by case (documented); the first of two equal ones is enough to refuse. */
static bool has_duplicate(const struct organizations_tags *tags)
{
	for (size_t i = 0; i < tags->len; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(tags->items[i].key, tags->items[j].key) == 0)
				return true;
	return false;
}

bool tag_check(struct call *call, const struct organizations_tags *tags)
{
	/* Beyond this the comparison of all pairs would cost more than it is worth. */
	if (tags->len > 4 * TAGS_MAX) {
		refuse_constraint(call, "MAX_TAG_LIMIT_EXCEEDED");
		return false;
	}
	if (has_duplicate(tags)) {
		refuse_input(call, "DUPLICATE_TAG_KEY");
		return false;
	}
	for (size_t i = 0; i < tags->len; i++)
		if (strncasecmp(tags->items[i].key, "aws:", 4) == 0) {
			refuse_input(call, "INVALID_SYSTEM_TAGS_PARAMETER");
			return false;
		}
	if (tags->len > TAGS_MAX) {
		refuse_constraint(call, "MAX_TAG_LIMIT_EXCEEDED");
		return false;
	}
	return true;
}

static void put_one(struct call *call, const char *arn, const char *key, const char *value)
{
	static const char sql[] = "INSERT INTO tag (resource_arn, key, value)"
				  " VALUES (:arn, :key, :value)"
				  " ON CONFLICT (resource_arn, key) DO UPDATE SET value = :value";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("arn", arn), database_text("key", key),
				     database_text("value", value)));
}

void tag_put(struct call *call, const char *arn, const struct organizations_tags *tags)
{
	for (size_t i = 0; i < tags->len; i++)
		put_one(call, arn, tags->items[i].key, tags->items[i].value);
}

void tag_clear(struct call *call, const char *arn)
{
	static const char sql[] = "DELETE FROM tag WHERE resource_arn = :arn";

	database_run(call, sql, DATABASE_VALUES(database_text("arn", arn)));
}

const char *tag_to_json(struct call *call, const struct organizations_tags *tags)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_array(&json);
	for (size_t i = 0; i < tags->len; i++) {
		json_open_object(&json);
		json_key(&json, "Key");
		json_string(&json, tags->items[i].key);
		json_key(&json, "Value");
		json_string(&json, tags->items[i].value);
		json_close_object(&json);
	}
	json_close_array(&json);
	return text.data;
}

void tag_put_json(struct call *call, const char *arn, const char *json)
{
	static const char sql[] = "INSERT OR REPLACE INTO tag (resource_arn, key, value)"
				  " SELECT :arn, json_extract(value, '$.Key'),"
				  " json_extract(value, '$.Value') FROM json_each(:json)";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("arn", arn), database_text("json", json)));
}

static int64_t count_of(struct call *call, const char *arn)
{
	static const char sql[] = "SELECT count(*) FROM tag WHERE resource_arn = :arn";

	return database_number(call, sql, DATABASE_VALUES(database_text("arn", arn)), 0);
}

/* The ARN under which the tags of an id are kept; NULL if there is no such thing. */
static const char *taggable_arn(struct call *call, const struct lookup_organization *organization,
				const char *id)
{
	static const char resource_policy[] = "SELECT id FROM resource_policy WHERE "
					      "organization_id = :organization_id AND id = :id";
	struct policy_row policy;

	if (strncmp(id, "p-", 2) == 0) {
		if (!policy_find(call, organization, id, &policy) || policy.owner[0] == '\0')
			return NULL;
		return policy_arn(call, organization, &policy);
	}
	if (strncmp(id, "rp-", 3) == 0) {
		if (!database_exists(
			    call, resource_policy,
			    DATABASE_VALUES(database_text("organization_id", organization->id),
					    database_text("id", id))))
			return NULL;
		return lookup_arn(call, organization, "resourcepolicy", id);
	}
	if (strncmp(id, "rt-", 3) == 0)
		return transfer_arn(call, organization, id);
	enum tree_kind kind = tree_kind(call, organization, id);

	return kind == TREE_NONE ? NULL : tree_arn(call, organization, kind, id);
}

enum api_status organizations_tag_resource(struct call *call,
					   const struct organizations_tag_resource_in *in,
					   struct organizations_tag_resource_out *out)
{
	struct lookup_organization organization;

	UNUSED(out);
	if (!membership_require(call, &organization) || !tag_check(call, &in->tags))
		return API_FAILED;
	const char *arn = taggable_arn(call, &organization, in->resource_id);

	if (!arn)
		return refuse(call, &organizations_target_not_found);
	tag_put(call, arn, &in->tags);
	if (count_of(call, arn) > TAGS_MAX)
		return refuse_constraint(call, "MAX_TAG_LIMIT_EXCEEDED");
	return API_OK;
}

enum api_status organizations_untag_resource(struct call *call,
					     const struct organizations_untag_resource_in *in,
					     struct organizations_untag_resource_out *out)
{
	static const char sql[] = "DELETE FROM tag WHERE resource_arn = :arn AND key = :key";
	struct lookup_organization organization;

	UNUSED(out);
	if (!membership_require(call, &organization))
		return API_FAILED;
	const char *arn = taggable_arn(call, &organization, in->resource_id);

	if (!arn)
		return refuse(call, &organizations_target_not_found);
	for (size_t i = 0; i < in->tag_keys.len; i++)
		database_run(call, sql,
			     DATABASE_VALUES(database_text("arn", arn),
					     database_text("key", in->tag_keys.items[i])));
	return API_OK;
}

static const struct database_row tag_form = {
	.size = sizeof(struct organizations_tag),
	.columns =
		(const struct database_column[]){
			{ "key", offsetof(struct organizations_tag, key), COLUMN_TEXT },
			{ "value", offsetof(struct organizations_tag, value), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* A resource has at most fifty tags, which one page holds (assumed: there is no MaxResults). */
enum api_status organizations_list_tags_for_resource(
	struct call *call, const struct organizations_list_tags_for_resource_in *in,
	struct organizations_list_tags_for_resource_out *out)
{
	static const char sql[] =
		"SELECT key, value FROM tag WHERE resource_arn = :arn ORDER BY key";
	struct lookup_organization organization;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, (struct api_integer){ 0 }, in->resource_id, &page))
		return API_FAILED;
	const char *arn = taggable_arn(call, &organization, in->resource_id);

	if (!arn)
		return refuse(call, &organizations_target_not_found);
	out->tags.is_set = true;
	out->tags.len = database_rows(call, sql, DATABASE_VALUES(database_text("arn", arn)),
				      &tag_form, &out->tags.items);
	return API_OK;
}
