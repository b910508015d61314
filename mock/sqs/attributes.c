#include <stdlib.h>
#include <string.h>

#include "mock/sqs/sqs.h"
#include "policy/check.h"
#include "wire/buffer.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

enum { POLICY_MAX = 8192 };

enum attribute_kind {
	ATTRIBUTE_POLICY,
	ATTRIBUTE_NUMBER,  /* settable, from least to most */
	ATTRIBUTE_BOOLEAN, /* settable */
	ATTRIBUTE_TEXT,    /* settable */
	ATTRIBUTE_DERIVED, /* answered only */
};

/* The queue attributes of the contract in AWS's order, with their ranges and defaults. */
static const struct attribute {
	const char *name;
	enum attribute_kind kind;
	int64_t least, most;
	const char *otherwise; /* what an unset one answers; NULL: nothing */
} attributes[] = {
	{ "Policy", ATTRIBUTE_POLICY },
	{ "VisibilityTimeout", ATTRIBUTE_NUMBER, 0, 43200, "30" },
	{ "MaximumMessageSize", ATTRIBUTE_NUMBER, 1024, 1048576, "1048576" },
	{ "MessageRetentionPeriod", ATTRIBUTE_NUMBER, 60, 1209600, "345600" },
	{ "ApproximateNumberOfMessages", ATTRIBUTE_DERIVED, 0, 0, "0" },
	{ "ApproximateNumberOfMessagesNotVisible", ATTRIBUTE_DERIVED, 0, 0, "0" },
	{ "CreatedTimestamp", ATTRIBUTE_DERIVED },
	{ "LastModifiedTimestamp", ATTRIBUTE_DERIVED },
	{ "QueueArn", ATTRIBUTE_DERIVED },
	{ "ApproximateNumberOfMessagesDelayed", ATTRIBUTE_DERIVED, 0, 0, "0" },
	{ "DelaySeconds", ATTRIBUTE_NUMBER, 0, 900, "0" },
	{ "ReceiveMessageWaitTimeSeconds", ATTRIBUTE_NUMBER, 0, 20, "0" },
	{ "RedrivePolicy", ATTRIBUTE_TEXT },
	{ "FifoQueue", ATTRIBUTE_BOOLEAN },
	{ "ContentBasedDeduplication", ATTRIBUTE_BOOLEAN },
	{ "KmsMasterKeyId", ATTRIBUTE_TEXT },
	{ "KmsDataKeyReusePeriodSeconds", ATTRIBUTE_NUMBER, 60, 86400, NULL },
	{ "DeduplicationScope", ATTRIBUTE_TEXT },
	{ "FifoThroughputLimit", ATTRIBUTE_TEXT },
	{ "RedriveAllowPolicy", ATTRIBUTE_TEXT },
	{ "SqsManagedSseEnabled", ATTRIBUTE_BOOLEAN, 0, 0, "true" },
};

static const struct attribute *find_attribute(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
		if (strcmp(attributes[i].name, name) == 0)
			return &attributes[i];
	}
	return NULL;
}

static enum api_status fail_name(struct call *call, const char *name)
{
	return call_fail(call, &sqs_invalid_attribute_name, "Unknown Attribute %s.", name);
}

static const struct json_value *read_json(struct call *call, const char *text)
{
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	return json_read(call->arena, text, strlen(text), &fault, &value) ? value : NULL;
}

static bool is_number_in(const char *text, int64_t least, int64_t most)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	return *text && !*end && value >= least && value <= most;
}

/* "" removes the policy. */
static bool is_policy(const char *text)
{
	const struct policy_check_options options = { .use = POLICY_USE_RESOURCE };
	struct policy_problem problem;
	size_t len = strlen(text);

	return len == 0 || (len <= POLICY_MAX && policy_check(&options, text, len, &problem));
}

static bool is_value_of(const struct attribute *attribute, const char *value)
{
	switch (attribute->kind) {
	case ATTRIBUTE_POLICY:
		return is_policy(value);
	case ATTRIBUTE_NUMBER:
		return is_number_in(value, attribute->least, attribute->most);
	case ATTRIBUTE_BOOLEAN:
		return strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
	case ATTRIBUTE_TEXT:
	case ATTRIBUTE_DERIVED:
		break;
	}
	return true;
}

static enum api_status check_map(struct call *call, const struct sqs_queue_attribute_map *map)
{
	for (size_t i = 0; i < map->len; i++) {
		const struct attribute *attribute = find_attribute(map->items[i].key);

		if (!attribute || attribute->kind == ATTRIBUTE_DERIVED)
			return fail_name(call, map->items[i].key);
		if (!is_value_of(attribute, map->items[i].value))
			return call_fail(call, &sqs_invalid_attribute_value,
					 "Invalid value for the parameter %s.", attribute->name);
	}
	return API_OK;
}

static const char *value_in_map(const struct sqs_queue_attribute_map *map, const char *name)
{
	for (size_t i = 0; i < map->len; i++) {
		if (strcmp(map->items[i].key, name) == 0)
			return map->items[i].value;
	}
	return NULL;
}

enum api_status sqs_attributes_read(struct call *call, const struct sqs_queue_attribute_map *map,
				    struct sqs_queue_state *queue)
{
	const char *policy = value_in_map(map, "Policy");
	const struct json_value *before = read_json(call, queue->attributes);
	struct buffer text;
	struct json_writer json;

	if (check_map(call, map) != API_OK)
		return API_FAILED;
	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	for (size_t i = 1; i < ARRAY_LEN(attributes); i++) {
		const char *value = value_in_map(map, attributes[i].name);

		if (!value)
			value = json_get_string(before, attributes[i].name);
		if (!value)
			continue;
		json_key(&json, attributes[i].name);
		json_string(&json, value);
	}
	json_close_object(&json);
	queue->attributes = text.data;
	if (policy)
		queue->policy = *policy ? policy : NULL;
	return API_OK;
}

static const char *seconds(struct call *call, int64_t ms)
{
	return arena_printf(call->arena, "%lld", (long long)(ms / 1000));
}

const char *sqs_attribute_value(struct call *call, const struct sqs_queue_state *queue,
				const char *name)
{
	const struct attribute *attribute = find_attribute(name);
	const char *value;

	if (strcmp(name, "Policy") == 0)
		return queue->policy;
	if (strcmp(name, "QueueArn") == 0)
		return sqs_queue_arn(call, &queue->name);
	if (strcmp(name, "CreatedTimestamp") == 0)
		return seconds(call, queue->created_ms);
	if (strcmp(name, "LastModifiedTimestamp") == 0)
		return seconds(call, queue->changed_ms);
	value = json_get_string(read_json(call, queue->attributes), name);
	return value ? value : attribute->otherwise;
}

static bool is_asked(const struct sqs_attribute_name_list *names, const char *name)
{
	for (size_t i = 0; i < names->len; i++) {
		if (strcmp(names->items[i], "All") == 0 || strcmp(names->items[i], name) == 0)
			return true;
	}
	return false;
}

enum api_status sqs_attributes_write(struct call *call, const struct sqs_queue_state *queue,
				     const struct sqs_attribute_name_list *names,
				     struct sqs_queue_attribute_map *out_map)
{
	for (size_t i = 0; i < names->len; i++) {
		if (strcmp(names->items[i], "All") != 0 && !find_attribute(names->items[i]))
			return fail_name(call, names->items[i]);
	}
	out_map->items = arena_array(call->arena, ARRAY_LEN(attributes), sizeof(*out_map->items));
	for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
		const char *name = attributes[i].name;
		const char *value = is_asked(names, name) ? sqs_attribute_value(call, queue, name)
							  : NULL;

		if (value)
			out_map->items[out_map->len++] =
				(struct sqs_queue_attribute_map_entry){ name, value };
	}
	out_map->is_set = out_map->len > 0;
	return API_OK;
}
