/*
 * pseudonym_document.c - a policy document without names.
 */
#include <string.h>
#include <strings.h>

#include "client/rehearse/pseudonym.h"

/* Members of a statement that name nobody. */
static const char *const kept_members[] = { "Version", "Effect", "Action", "NotAction" };

/* Condition keys whose values name nobody and decide much. */
static const char *const kept_keys[] = {
	"aws:RequestedRegion",      "aws:PrincipalType",   "aws:CalledVia",
	"aws:CalledViaFirst",       "aws:CalledViaLast",   "aws:ViaAWSService",
	"sts:TaskPolicyArn",        "iam:PassedToService", "aws:AssumedRoot",
	"aws:CurrentTime",          "iam:AWSServiceName",  "aws:TokenIssueTime",
	"aws:PrincipalServiceName",
};

static bool is_among(const char *text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(text, list[i]) == 0)
			return true;
	return false;
}

/* "aws:PrincipalTag/team": the name of a tag is a name. */
static const char *condition_key(const struct pseudonyms *pseudonyms, const char *key)
{
	const char *slash = strchr(key, '/');

	if (!slash)
		return key;
	return arena_printf(pseudonyms->arena, "%.*s%s", (int)(slash - key + 1), key,
			    pseudonym_name(pseudonyms, "tag-", slash + 1));
}

/* Texts, and lists and objects of them. */
static void write_values(const struct pseudonyms *pseudonyms, const struct json_value *value,
			 struct json_writer *json)
{
	if (value->kind == JSON_STRING) {
		json_string(json, pseudonym_text(pseudonyms, value->text));
		return;
	}
	if (value->kind != JSON_ARRAY && value->kind != JSON_OBJECT) {
		json_tree(json, value);
		return;
	}
	if (value->kind == JSON_ARRAY)
		json_open_array(json);
	else
		json_open_object(json);
	for (const struct json_value *item = value->first; item; item = item->next) {
		if (value->kind == JSON_OBJECT)
			json_key(json, item->key);
		write_values(pseudonyms, item, json);
	}
	if (value->kind == JSON_ARRAY)
		json_close_array(json);
	else
		json_close_object(json);
}

/* {operator: {key: values}} */
static void write_condition(const struct pseudonyms *pseudonyms, const struct json_value *condition,
			    struct json_writer *json)
{
	json_open_object(json);
	for (const struct json_value *block = condition->first; block; block = block->next) {
		json_key(json, block->key);
		if (block->kind != JSON_OBJECT) {
			write_values(pseudonyms, block, json);
			continue;
		}
		json_open_object(json);
		for (const struct json_value *key = block->first; key; key = key->next) {
			json_key(json, condition_key(pseudonyms, key->key));
			if (is_among(key->key, kept_keys, ARRAY_LEN(kept_keys)))
				json_tree(json, key);
			else
				write_values(pseudonyms, key, json);
		}
		json_close_object(json);
	}
	json_close_object(json);
}

static void write_member(const struct pseudonyms *pseudonyms, const struct json_value *member,
			 struct json_writer *json);

static void write_statements(const struct pseudonyms *pseudonyms, const struct json_value *value,
			     struct json_writer *json)
{
	if (value->kind == JSON_ARRAY) {
		json_open_array(json);
		for (const struct json_value *item = value->first; item; item = item->next)
			write_statements(pseudonyms, item, json);
		json_close_array(json);
		return;
	}
	if (value->kind != JSON_OBJECT) {
		write_values(pseudonyms, value, json);
		return;
	}
	json_open_object(json);
	for (const struct json_value *member = value->first; member; member = member->next) {
		json_key(json, member->key);
		write_member(pseudonyms, member, json);
	}
	json_close_object(json);
}

static void write_member(const struct pseudonyms *pseudonyms, const struct json_value *member,
			 struct json_writer *json)
{
	bool is_name = strcmp(member->key, "Sid") == 0 || strcmp(member->key, "Id") == 0;

	if (is_among(member->key, kept_members, ARRAY_LEN(kept_members)))
		json_tree(json, member);
	else if (is_name && member->kind == JSON_STRING)
		json_string(json, pseudonym_name(pseudonyms, "Sid", member->text));
	else if (strcmp(member->key, "Statement") == 0)
		write_statements(pseudonyms, member, json);
	else if (strcmp(member->key, "Condition") == 0 && member->kind == JSON_OBJECT)
		write_condition(pseudonyms, member, json);
	else
		write_values(pseudonyms, member, json);
}

void pseudonym_document(const struct pseudonyms *pseudonyms, const struct json_value *document,
			struct json_writer *json)
{
	if (pseudonyms)
		write_statements(pseudonyms, document, json);
	else
		json_tree(json, document);
}
