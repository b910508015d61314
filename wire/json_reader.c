/*
 * A reader of our own, because policies and scenario files need the place of
 * every value and the members that are written twice, and libraries such as
 * cJSON keep neither.
 */
#include "wire/json_reader.h"

#include <string.h>

#include "wire/json_text.h"

static void skip_blanks(struct json_text *text)
{
	for (;; text->at++) {
		if (*text->at == '\n') {
			text->line++;
			text->line_start = text->at + 1;
			text->trail = 0;
		} else if (*text->at != ' ' && *text->at != '\t' && *text->at != '\r') {
			return;
		}
	}
}

static bool take(struct json_text *text, char byte)
{
	if (*text->at != byte)
		return false;
	text->at++;
	return true;
}

static bool read_word(struct json_text *text, struct json_value *value)
{
	static const struct {
		const char *word;
		enum json_kind kind;
		bool boolean;
	} words[] = {
		{ "null", JSON_NULL, false },
		{ "true", JSON_BOOLEAN, true },
		{ "false", JSON_BOOLEAN, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t len = strlen(words[i].word);

		if (strncmp(text->at, words[i].word, len) != 0)
			continue;
		value->kind = words[i].kind;
		value->boolean = words[i].boolean;
		text->at += len;
		return true;
	}
	return json_text_fail(text, text->at == text->end ? "the text ends where a value must be"
							  : "expected a value");
}

static struct json_value *value_new(struct json_text *text)
{
	struct json_value *value = arena_new(text->arena, struct json_value);

	value->start = (size_t)(text->at - text->data);
	value->line = text->line;
	value->column = json_text_column(text);
	return value;
}

void json_append(struct json_value *parent, struct json_value *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->len++;
}

static bool read_value(struct json_text *text, unsigned depth, struct json_value *value);

static bool read_array(struct json_text *text, unsigned depth, struct json_value *array)
{
	array->kind = JSON_ARRAY;
	text->at++;
	skip_blanks(text);
	if (take(text, ']'))
		return true;
	for (;;) {
		struct json_value *item;

		skip_blanks(text);
		item = value_new(text);
		if (!read_value(text, depth, item))
			return false;
		json_append(array, item);
		skip_blanks(text);
		if (take(text, ']'))
			return true;
		if (!take(text, ','))
			return json_text_fail(text, "expected ',' or ']'");
	}
}

static bool read_member(struct json_text *text, unsigned depth, struct json_value *object)
{
	struct json_value name = { 0 };
	struct json_value *member;

	skip_blanks(text);
	if (*text->at != '"')
		return json_text_fail(text, "expected a member's name in quotes");
	if (!json_text_string(text, &name))
		return false;
	skip_blanks(text);
	if (!take(text, ':'))
		return json_text_fail(text, "expected ':'");
	skip_blanks(text);
	member = value_new(text);
	member->key = name.text;
	if (!read_value(text, depth, member))
		return false;
	json_append(object, member);
	return true;
}

static uint32_t key_hash(const char *key)
{
	uint32_t hash = 2166136261U;

	for (; *key; key++)
		hash = (hash ^ (uint8_t)*key) * 16777619U;
	return hash;
}

/* Marks the members whose key came before: each is compared with each. */
static void mark_few(struct json_value *object)
{
	for (struct json_value *member = object->first; member; member = member->next)
		for (const struct json_value *other = object->first;
		     other != member && !member->is_duplicate; other = other->next)
			member->is_duplicate = other->key[0] == member->key[0] &&
					       strcmp(other->key, member->key) == 0;
}

/* The same with a hash table, for objects of any size. */
static void mark_many(struct arena *arena, struct json_value *object)
{
	const char **slots;
	size_t size = 4;

	while (size < object->len * 2)
		size *= 2;
	slots = arena_array(arena, size, sizeof(*slots));
	for (struct json_value *member = object->first; member; member = member->next) {
		size_t slot = key_hash(member->key) & (size - 1);

		while (slots[slot] && strcmp(slots[slot], member->key) != 0)
			slot = (slot + 1) & (size - 1);
		member->is_duplicate = slots[slot] != NULL;
		slots[slot] = member->key;
	}
}

static void mark_duplicates(struct arena *arena, struct json_value *object)
{
	enum { FEW = 8 };

	if (object->len <= FEW)
		mark_few(object);
	else
		mark_many(arena, object);
}

static bool read_object(struct json_text *text, unsigned depth, struct json_value *object)
{
	object->kind = JSON_OBJECT;
	text->at++;
	skip_blanks(text);
	if (take(text, '}'))
		return true;
	for (;;) {
		if (!read_member(text, depth, object))
			return false;
		skip_blanks(text);
		if (take(text, '}'))
			break;
		if (!take(text, ','))
			return json_text_fail(text, "expected ',' or '}'");
	}
	mark_duplicates(text->arena, object);
	return true;
}

static bool read_value(struct json_text *text, unsigned depth, struct json_value *value)
{
	char first = *text->at;
	bool done;

	if (depth == JSON_DEPTH_MAX && (first == '{' || first == '['))
		return json_text_fail(text, "the values are nested too deep");
	if (first == '{')
		done = read_object(text, depth + 1, value);
	else if (first == '[')
		done = read_array(text, depth + 1, value);
	else if (first == '"')
		done = json_text_string(text, value);
	else if (first == '-' || (first >= '0' && first <= '9'))
		done = json_text_number(text, value);
	else
		done = read_word(text, value);
	value->end = (size_t)(text->at - text->data);
	return done;
}

bool json_read(struct arena *arena, const char *data, size_t len, struct fault *fault,
	       const struct json_value **out_value)
{
	/* The copy ends in a NUL, which no JSON text contains: no look ahead needs a check. */
	struct json_text text = { .arena = arena, .fault = fault, .line = 1 };
	struct json_value *value;

	text.line_start = text.data = text.at = arena_strndup(arena, data, len);
	text.end = text.data + len;
	skip_blanks(&text);
	value = value_new(&text);
	if (!read_value(&text, 0, value))
		return false;
	skip_blanks(&text);
	if (text.at != text.end)
		return json_text_fail(&text, "there is more text behind the value");
	*out_value = value;
	return true;
}

bool json_check_duplicates(const struct json_value *value, struct fault *fault)
{
	for (const struct json_value *child = value->first; child; child = child->next) {
		if (child->is_duplicate)
			return fault_set(fault, FAULT_INPUT,
					 "line %u, column %u: the member '%s' is there twice",
					 child->line, child->column, child->key);
		if (!json_check_duplicates(child, fault))
			return false;
	}
	return true;
}

const struct json_value *json_copy(struct arena *arena, const struct json_value *value)
{
	struct json_value *copy = arena_new(arena, struct json_value);

	*copy = *value;
	copy->next = copy->first = copy->last = NULL;
	copy->key = arena_strdup(arena, value->key);
	if (value->text)
		copy->text = arena_strndup(arena, value->text, value->len);
	for (const struct json_value *child = value->first; child; child = child->next) {
		struct json_value *item = (struct json_value *)(uintptr_t)json_copy(arena, child);

		if (copy->last)
			copy->last->next = item;
		else
			copy->first = item;
		copy->last = item;
	}
	return copy;
}
