#include "client/edit/json_edit.h"

#include <string.h>

#include "wire/json_writer.h"

void json_edit_init(struct json_edit *edit, struct arena *arena, const char *text)
{
	*edit = (struct json_edit){ .arena = arena, .text = text, .len = strlen(text) };
}

void json_edit_replace(struct json_edit *edit, size_t start, size_t end, const char *with)
{
	size_t last = edit->count ? edit->changes[edit->count - 1].end : 0;

	if (edit->count == JSON_EDIT_MAX || start < last || end < start || end > edit->len) {
		edit->is_broken = true;
		return;
	}
	edit->changes[edit->count++] = (struct json_edit_change){ start, end, with };
}

void json_edit_remove(struct json_edit *edit, const struct json_value *array,
		      const bool *is_removed)
{
	const struct json_value *before = NULL;
	bool has_kept = false;
	size_t index = 0;

	for (const struct json_value *item = array->first; item; item = item->next, index++) {
		if (!is_removed[index])
			has_kept = true;
		else if (has_kept)
			json_edit_replace(edit, before->end, item->end, "");
		else if (item->next)
			json_edit_replace(edit, item->start, item->next->start, "");
		else
			edit->is_broken = true; /* none would stay */
		before = item;
	}
}

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool json_edit_key(const struct json_edit *edit, const struct json_value *member, size_t *out_start)
{
	size_t at = member->start, len = strlen(member->key);

	while (at > 0 && is_space(edit->text[at - 1]))
		at--;
	if (at == 0 || edit->text[--at] != ':')
		return false;
	while (at > 0 && is_space(edit->text[at - 1]))
		at--;
	if (at < len + 2 || edit->text[at - 1] != '"' || edit->text[at - len - 2] != '"' ||
	    memcmp(edit->text + at - len - 1, member->key, len) != 0)
		return false;
	*out_start = at - len - 2;
	return true;
}

const char *json_edit_text(const struct json_edit *edit)
{
	struct buffer text;
	size_t at = 0;

	if (edit->is_broken)
		return NULL;
	buffer_init(&text, edit->arena, edit->len + 64);
	for (size_t i = 0; i < edit->count; i++) {
		const struct json_edit_change *change = &edit->changes[i];

		buffer_add(&text, edit->text + at, change->start - at);
		buffer_add_text(&text, change->with);
		at = change->end;
	}
	buffer_add(&text, edit->text + at, edit->len - at);
	return text.data;
}

const char *json_edit_pretty(struct arena *arena, const char *text)
{
	const struct json_value *value;
	struct json_writer json;
	struct buffer pretty;
	struct fault fault;

	if (!json_read(arena, text, strlen(text), &fault, &value))
		return text;
	buffer_init(&pretty, arena, strlen(text) * 2);
	json_writer_init(&json, &pretty, true);
	json_tree(&json, value);
	return pretty.data;
}
