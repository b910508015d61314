#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/redaction.h"
#include "wire/json_reader.h"
#include "wire/uri.h"
#include "wire/utf8.h"
#include "wire/xml_reader.h"

enum { MAX = 512 };

static bool is_mark(const char *text)
{
	return text && strcmp(text, REDACTION_MARK) == 0;
}

/* No member with a secret's name has another value than the mark. */
static void look_at_json(const struct json_value *value)
{
	if (value->key && redaction_is_secret(value->key, strlen(value->key)))
		assert(value->kind == JSON_STRING && is_mark(value->text));
	for (const struct json_value *child = value->first; child; child = child->next)
		look_at_json(child);
}

static void look_at_xml(const struct xml_element *element)
{
	const char *name = xml_local_name(element);

	if (redaction_is_secret(name, strlen(name)) && (*element->text || element->first))
		assert(strstr(element->text, REDACTION_MARK) && !element->first);
	for (const struct xml_element *child = element->first; child; child = child->next)
		look_at_xml(child);
}

static void look_at_form(struct arena *arena, const char *form)
{
	struct uri_parameter parameter;
	char *name;

	while (uri_next_parameter(&form, &parameter))
		if (uri_decode(arena, parameter.name, parameter.name_len, URI_PLUS_IS_SPACE,
			       &name) &&
		    redaction_is_secret(name, strlen(name)) && parameter.value_len > 0)
			assert(is_mark(arena_strndup(arena, parameter.value, parameter.value_len)));
}

/* Read by the readers that the rest of the mock uses. */
static void look_at(struct arena *arena, const struct buffer *kept)
{
	const struct json_value *json;
	const struct xml_element *xml;
	struct fault fault = { 0 };

	if (kept->data[0] == '{' && json_read(arena, kept->data, kept->len, &fault, &json))
		look_at_json(json);
	if (kept->data[0] == '<' && xml_read(arena, kept->data, kept->len, &fault, &xml))
		look_at_xml(xml);
}

/* The first byte says what the body claims to be. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { NULL, "application/x-www-form-urlencoded",
					     "application/json", "text/xml" };
	ARENA_AUTO(arena);
	struct buffer kept;
	enum redaction_result result;

	if (size == 0)
		return 0;
	buffer_init(&kept, &arena, 64);
	result = redaction_body(types[data[0] % ARRAY_LEN(types)], (const char *)data + 1, size - 1,
				MAX, &kept);
	assert(kept.len <= MAX && utf8_is_valid(kept.data, kept.len));
	assert(strlen(kept.data) == kept.len);
	assert(result != REDACTION_UNREADABLE || kept.len == 0);
	if (result != REDACTION_WHOLE)
		return 0;
	if (data[0] % ARRAY_LEN(types) == 1)
		look_at_form(&arena, kept.data);
	else
		look_at(&arena, &kept);
	return 0;
}
