#include "tests/policy/shorthand.h"

#include <string.h>

#include "wire/json_writer.h"

static const struct {
	const char *prefix, *type;
} types[] = {
	{ "service/", "Service" },
	{ "federated/", "Federated" },
	{ "", "AWS" },
};

static void write_principals(struct json_writer *json, char *list)
{
	char *rest, *name;

	json_open_object(json);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		size_t len = strlen(types[i].prefix);

		json_key(json, types[i].type);
		json_open_array(json);
		rest = arena_strdup(json->out->arena, list);
		while ((name = strsep(&rest, ","))) {
			bool is_plain = strncmp(name, "service/", 8) != 0 &&
					strncmp(name, "federated/", 10) != 0;

			if (len ? strncmp(name, types[i].prefix, len) == 0 : is_plain)
				json_string(json, name + len);
		}
		json_close_array(json);
	}
	json_close_object(json);
}

static void write_statement(struct json_writer *json, char *text)
{
	char *mark = strpbrk(text, "@!");
	bool is_not = mark && *mark == '!';

	json_open_object(json);
	json_key(json, "Effect");
	json_string(json, *text == '+' ? "Allow" : "Deny");
	if (mark) {
		*mark = '\0';
		json_key(json, is_not ? "NotPrincipal" : "Principal");
		write_principals(json, mark + 1);
	}
	json_key(json, "Action");
	json_string(json, text + 1);
	json_key(json, "Resource");
	json_string(json, "*");
	json_close_object(json);
}

const struct policy_document *shorthand_document(struct arena *arena, const char *text)
{
	const struct policy_document *document;
	char *rest = arena_strdup(arena, text), *word;
	struct fault fault = { 0 };
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, arena, 256);
	json_writer_init(&json, &out, false);
	json_open_object(&json);
	json_key(&json, "Statement");
	json_open_array(&json);
	while ((word = strsep(&rest, " ")))
		if (*word)
			write_statement(&json, word);
	json_close_array(&json);
	json_close_object(&json);
	if (!policy_document_parse(arena, out.data, out.len, &fault, &document))
		fail_msg("%s: %s", out.data, fault.message);
	return document;
}

struct policy_set shorthand_set(struct arena *arena, const char *text)
{
	struct policy_source *source = arena_new(arena, struct policy_source);

	if (!text)
		return (struct policy_set){ NULL, 0 };
	if (strcmp(text, "?") != 0)
		source->document = shorthand_document(arena, text);
	source->arn = arena_printf(arena, "arn:%s", text);
	return (struct policy_set){ source, 1 };
}

struct policy_levels shorthand_levels(struct arena *arena, const char *text)
{
	enum { MOST_LEVELS = 8 };
	struct policy_level *levels = arena_array(arena, MOST_LEVELS, sizeof(*levels));
	struct policy_levels result = { levels, 0 };
	char *rest = arena_strdup(arena, text), *level;

	while (rest && result.count < MOST_LEVELS && (level = strsep(&rest, "|"))) {
		levels[result.count].id = arena_printf(arena, "level %zu", result.count);
		levels[result.count++].policies = shorthand_set(arena, level);
	}
	return result;
}
