#include <string.h>
#include <strings.h>

#include "mock/sts/sts.h"
#include "wire/buffer.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

/* What the calling session hands on: its tags, and the keys that are transitive. */
struct inherited {
	const struct json_value *tags; /* object */
	const struct json_value *keys; /* list */
};

static const struct json_value *read_json(struct call *call, const char *text)
{
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	if (!text || !json_read(call->arena, text, strlen(text), &fault, &value))
		return NULL;
	return value;
}

static struct inherited inherited_tags(struct call *call)
{
	return (struct inherited){
		.tags = read_json(call, call->principal->session_tags),
		.keys = read_json(call, call->principal->transitive_tags),
	};
}

static bool is_inherited(const struct inherited *inherited, const char *key)
{
	const struct json_value *item = inherited->keys ? inherited->keys->first : NULL;

	for (; item; item = item->next) {
		if (item->text && strcasecmp(item->text, key) == 0)
			return true;
	}
	return false;
}

static bool has_key(const struct sts_tag_list_type *tags, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(tags->items[i].key, key) == 0)
			return true;
	}
	return false;
}

/* Tag keys are compared without regard to case (recorded). */
static enum api_status check_tags(struct call *call, const struct sts_tag_list_type *tags,
				  const struct sts_tag_key_list_type *transitive,
				  const struct inherited *inherited)
{
	for (size_t i = 0; i < tags->len; i++) {
		if (has_key(tags, i, tags->items[i].key))
			return call_fail(call, &sts_invalid_parameter_value,
					 "Duplicate tag keys found. Please note that Tag keys are"
					 " case insensitive.");
	}
	for (size_t i = 0; transitive && i < transitive->len; i++) {
		if (!has_key(tags, tags->len, transitive->items[i]))
			return call_fail(call, &sts_invalid_parameter_value,
					 "The specified transitive tag key must be included in the"
					 " requested tags.");
	}
	for (size_t i = 0; i < tags->len; i++) {
		if (is_inherited(inherited, tags->items[i].key))
			return call_fail(call, &sts_invalid_parameter_value,
					 "One of the specified transitive tag keys can't be set"
					 " because it conflicts with a transitive tag key from the"
					 " calling session.");
	}
	return API_OK;
}

/* The tags asked for, and after them those handed on. */
static const char *join_tags(struct call *call, const struct sts_tag_list_type *tags,
			     const struct inherited *inherited)
{
	const struct json_value *tag = inherited->tags ? inherited->tags->first : NULL;
	struct buffer text;
	struct json_writer json;

	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	for (size_t i = 0; i < tags->len; i++) {
		json_key(&json, tags->items[i].key);
		json_string(&json, tags->items[i].value);
	}
	for (; tag; tag = tag->next) {
		if (!is_inherited(inherited, tag->key))
			continue;
		json_key(&json, tag->key);
		json_string(&json, tag->text);
	}
	json_close_object(&json);
	return text.data;
}

static const char *join_keys(struct call *call, const struct sts_tag_key_list_type *transitive,
			     const struct inherited *inherited)
{
	const struct json_value *key = inherited->keys ? inherited->keys->first : NULL;
	struct buffer text;
	struct json_writer json;

	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_array(&json);
	for (size_t i = 0; transitive && i < transitive->len; i++)
		json_string(&json, transitive->items[i]);
	for (; key; key = key->next)
		json_string(&json, key->text);
	json_close_array(&json);
	return text.data;
}

enum api_status sts_session_tags_read(struct call *call, const struct sts_tag_list_type *tags,
				      const struct sts_tag_key_list_type *transitive,
				      struct sts_session_tags *out_tags)
{
	struct inherited inherited = inherited_tags(call);
	enum api_status status = check_tags(call, tags, transitive, &inherited);

	if (status != API_OK)
		return status;
	*out_tags = (struct sts_session_tags){
		.tags = join_tags(call, tags, &inherited),
		.transitive = join_keys(call, transitive, &inherited),
	};
	for (size_t i = 0; i < tags->len; i++)
		out_tags->size += strlen(tags->items[i].key) + strlen(tags->items[i].value);
	return API_OK;
}
