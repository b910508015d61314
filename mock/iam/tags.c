#include "mock/iam/tags.h"

#include <string.h>
#include <strings.h>

static const struct database_column tag_columns[] = {
	{ "key", offsetof(struct iam_tag, key), COLUMN_TEXT },
	{ "value", offsetof(struct iam_tag, value), COLUMN_TEXT },
	{ 0 },
};
static const struct database_row tag_form = { sizeof(struct iam_tag), tag_columns };

size_t iam_tags_of(struct call *call, const char *arn, struct iam_tag **out_tags)
{
	return database_rows(call,
			     "SELECT key, value FROM tag WHERE resource_arn = :arn"
			     " ORDER BY key",
			     DATABASE_VALUES(database_text("arn", arn)), &tag_form, out_tags);
}

static bool keys_equal(const char *one, const char *other, enum iam_tag_case compare)
{
	return (compare == IAM_TAGS_ANY_CASE ? strcasecmp(one, other) : strcmp(one, other)) == 0;
}

static bool has_duplicate(const struct iam_tag_request *request)
{
	for (size_t i = 0; i < request->count; i++) {
		for (size_t j = i + 1; j < request->count; j++) {
			if (keys_equal(request->tags[i].key, request->tags[j].key,
				       request->compare))
				return true;
		}
	}
	return false;
}

enum api_status iam_tags_check(struct call *call, const struct iam_tag_request *request)
{
	for (size_t i = 0; i < request->count; i++) {
		if (strncasecmp(request->tags[i].key, "aws:", 4) == 0)
			return call_fail(call, &iam_invalid_input,
					 "System tags cannot be added/updated/deleted");
	}
	if (!has_duplicate(request))
		return API_OK;
	return call_fail(call, &iam_invalid_input, "Duplicate tag keys found.%s",
			 request->compare == IAM_TAGS_ANY_CASE
				 ? " Please note that Tag keys are case insensitive."
				 : "");
}

static const char *stored_key(struct call *call, const char *arn, const char *key)
{
	return database_string(
		call,
		"SELECT key FROM tag WHERE resource_arn = :arn"
		" AND key = :key COLLATE NOCASE",
		DATABASE_VALUES(database_text("arn", arn), database_text("key", key)));
}

static void remove_tag(struct call *call, const char *arn, const char *key,
		       enum iam_tag_case compare)
{
	const char *stored = compare == IAM_TAGS_ANY_CASE ? stored_key(call, arn, key) : key;
	if (stored)
		database_run(
			call, "DELETE FROM tag WHERE resource_arn = :arn AND key = :key",
			DATABASE_VALUES(database_text("arn", arn), database_text("key", stored)));
}

enum api_status iam_tags_put(struct call *call, const char *arn,
			     const struct iam_tag_request *request)
{
	IAM_TRY(iam_tags_check(call, request));
	for (size_t i = 0; i < request->count; i++) {
		remove_tag(call, arn, request->tags[i].key, request->compare);
		database_run(call,
			     "INSERT INTO tag (resource_arn, key, value)"
			     " VALUES (:arn, :key, :value)",
			     DATABASE_VALUES(database_text("arn", arn),
					     database_text("key", request->tags[i].key),
					     database_text("value", request->tags[i].value)));
	}
	if (database_number(call, "SELECT count(*) FROM tag WHERE resource_arn = :arn",
			    DATABASE_VALUES(database_text("arn", arn)), 0) > IAM_TAGS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "The number of tags has reached the maximum limit.");
	return API_OK;
}

void iam_tags_remove(struct call *call, const char *arn, const char *const *keys, size_t count,
		     enum iam_tag_case compare)
{
	for (size_t i = 0; i < count; i++)
		remove_tag(call, arn, keys[i], compare);
}

void iam_tags_drop(struct call *call, const char *arn)
{
	database_run(call, "DELETE FROM tag WHERE resource_arn = :arn",
		     DATABASE_VALUES(database_text("arn", arn)));
}

void iam_tags_move(struct call *call, const char *from_arn, const char *to_arn)
{
	database_run(call, "UPDATE tag SET resource_arn = :new WHERE resource_arn = :old",
		     DATABASE_VALUES(database_text("new", to_arn), database_text("old", from_arn)));
}
