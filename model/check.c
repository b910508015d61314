#include "model/check.h"

#include <stdio.h>
#include <string.h>

#include "model/check_finding.h"
#include "model/value.h"
#include "wire/buffer.h"
#include "wire/utf8.h"

struct checker {
	struct pattern_cache *patterns;
	struct arena *arena;
	struct buffer path;
	bool tells_lists; /* a wrong text in a list is told for the list, once */
	struct check_findings findings;
};

static void check_value(struct checker *checker, const struct api_shape *shape, const void *value);

static void add_finding(struct checker *checker, enum check_rule rule,
			const struct api_shape *shape, const void *value)
{
	struct check_findings *findings = &checker->findings;

	if (findings->count == CHECK_FINDINGS_MAX)
		return;
	findings->items[findings->count++] = (struct check_finding){
		.rule = rule,
		.path = arena_strdup(checker->arena, checker->path.data),
		.shape = shape,
		.value = value,
	};
}

/* Goes one level down in the path; returns the length to come back to. */
static size_t extend_path(struct checker *checker, const char *part)
{
	size_t before = checker->path.len;

	if (before)
		buffer_add_char(&checker->path, '.');
	buffer_add_text(&checker->path, part);
	return before;
}

static void shorten_path(struct checker *checker, size_t len)
{
	checker->path.len = len;
	checker->path.data[len] = '\0';
}

static void check_range(struct checker *checker, const struct api_shape *shape, int64_t number,
			bool is_length, const void *value)
{
	if (shape->has_min && number < shape->min)
		add_finding(checker, is_length ? CHECK_MIN_LENGTH : CHECK_MIN_VALUE, shape, value);
	if (shape->has_max && number > shape->max)
		add_finding(checker, is_length ? CHECK_MAX_LENGTH : CHECK_MAX_VALUE, shape, value);
}

static bool is_one_of(const char *text, const char *const *values)
{
	for (; *values; values++)
		if (strcmp(text, *values) == 0)
			return true;
	return false;
}

static void check_string(struct checker *checker, const struct api_shape *shape, const void *value)
{
	const char *text = *(const char *const *)value;

	check_range(checker, shape, (int64_t)utf8_count(text, strlen(text)), true, value);
	if (shape->pattern && !pattern_matches(checker->patterns, shape->pattern, text))
		add_finding(checker, CHECK_PATTERN, shape, value);
	if (shape->enum_values && !is_one_of(text, shape->enum_values))
		add_finding(checker, CHECK_ENUM, shape, value);
}

static void check_items(struct checker *checker, const struct api_shape *shape, const void *list)
{
	bool is_text = shape->item->kind == API_STRING;

	for (size_t i = 0; i < value_list_len(list); i++) {
		const void *item = value_item(shape, list, i);
		char part[40];
		size_t len;

		snprintf(part, sizeof(part), "%zu.member", i + 1);
		len = extend_path(checker, part);
		if (is_text && !*(const char *const *)item)
			add_finding(checker, CHECK_REQUIRED, shape->item, NULL);
		else
			check_value(checker, shape->item, item);
		shorten_path(checker, len);
	}
}

static void check_list(struct checker *checker, const struct api_shape *shape, const void *list)
{
	size_t before;

	check_range(checker, shape, (int64_t)value_list_len(list), true, list);
	before = checker->findings.count;
	check_items(checker, shape, list);
	if (checker->findings.count == before || shape->item->kind != API_STRING ||
	    !checker->tells_lists)
		return;
	checker->findings.count = before;
	add_finding(checker, CHECK_ITEM, shape, list);
}

static void check_map(struct checker *checker, const struct api_shape *shape, const void *map)
{
	check_range(checker, shape, (int64_t)value_list_len(map), true, map);
	for (size_t i = 0; i < value_list_len(map); i++) {
		const char *entry = value_item(shape, map, i);
		const char *key = *(const char *const *)(const void *)entry;
		size_t len = extend_path(checker, key ? key : "");

		check_string(checker, shape->members[0].shape, entry);
		check_value(checker, shape->members[1].shape, entry + shape->members[1].offset);
		shorten_path(checker, len);
	}
}

static void check_members(struct checker *checker, const struct api_shape *shape,
			  const void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *value = value_get(member, structure);
		size_t len = extend_path(checker, member->name);

		if (value)
			check_value(checker, member->shape, value);
		else if (member->is_required)
			add_finding(checker, CHECK_REQUIRED, member->shape, NULL);
		shorten_path(checker, len);
	}
}

static void check_value(struct checker *checker, const struct api_shape *shape, const void *value)
{
	switch (shape->kind) {
	case API_STRING:
		if (*(const char *const *)value)
			check_string(checker, shape, value);
		return;
	case API_INTEGER:
	case API_LONG:
		check_range(checker, shape, ((const struct api_integer *)value)->value, false,
			    value);
		return;
	case API_LIST_KIND:
		check_list(checker, shape, value);
		return;
	case API_MAP:
		check_map(checker, shape, value);
		return;
	case API_STRUCTURE:
		check_members(checker, shape, value);
		return;
	case API_BLOB:
		check_range(checker, shape, (int64_t)((const struct api_blob *)value)->len, true,
			    value);
		return;
	case API_BOOLEAN:
	case API_TIMESTAMP:
		return;
	}
}

bool check_input(struct pattern_cache *patterns, struct arena *arena,
		 const struct api_operation *operation, const void *in,
		 struct api_problem *out_problem)
{
	struct checker checker = {
		.patterns = patterns,
		.arena = arena,
		/* Recorded of IAM: tagKeys, clientIDList, thumbprintList. */
		.tells_lists = operation->service->protocol == API_QUERY,
	};

	buffer_init(&checker.path, arena, 64);
	check_members(&checker, operation->input, in);
	if (!checker.findings.count)
		return true;
	check_describe(arena, operation, &checker.findings, out_problem);
	return false;
}
