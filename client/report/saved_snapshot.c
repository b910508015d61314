/*
 * saved_snapshot.c - a scenario as records: every value, named by its place.
 *
 * Items of lists are named by what makes them the same thing in two files
 * (their id, account or name), so that the order of a list means nothing.
 */
#include <string.h>

#include "client/report/saved_kinds.h"
#include "wire/json_writer.h"

/* Members that name an item, and those that differ between two readings of one organization. */
static const char *const names[] = { "id", "account", "name" };
static const char *const gap_names[] = { "of", "type", "account", "kind", "id" };
static const char *const ignored[] = { "taken", "story", "$schema" };

/* Members that are compared whole: half a policy, or half an expectation, means nothing. */
static const char *const wholes[] = { "content", "delegationPolicy", "run", "input", "body", "json",
				      "expect" };

static const char *item_name(struct arena *arena, const struct json_value *item)
{
	const char *name = NULL, *more = json_get_string(item, "service");
	struct buffer text;
	struct json_writer json;

	for (size_t i = 0; !name && i < ARRAY_LEN(names); i++)
		name = json_get_string(item, names[i]);
	if (name)
		return more ? arena_printf(arena, "%s %s", name, more) : name;
	buffer_init(&text, arena, 64);
	json_writer_init(&json, &text, false);
	json_tree(&json, item);
	return text.data;
}

/* What a snapshot does not know; the reasons are AWS's sentences, which differ each time. */
static void add_gap(struct saved_reading *reading, const struct json_value *gap)
{
	struct buffer text;

	buffer_init(&text, reading->arena, 64);
	for (size_t i = 0; i < ARRAY_LEN(gap_names); i++) {
		const char *part = json_get_string(gap, gap_names[i]);

		if (part)
			buffer_printf(&text, "%s%s", text.len ? " " : "", part);
	}
	records_add(&reading->saved->records,
		    &(struct record){ .kind = "unknown", .id = text.data, .word = "unknown" });
}

static void add(struct saved_reading *reading, const struct json_value *value,
		const struct json_value *account, const char *place)
{
	struct record record = { .account_id = json_get_string(account, "id"),
				 .account_name = json_get_string(account, "name"),
				 .kind = place,
				 .state = RECORD_OPEN };
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, reading->arena, 64);
	json_writer_init(&json, &text, false);
	json_tree(&json, value);
	record.word = value->kind == JSON_STRING ? value->text : text.data;
	records_add(&reading->saved->records, &record);
}

static bool is_one_of(const char *const *keys, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/*
 * Whether it is something although there is nothing in it: a key or a password of which nothing is
 * said. Other empty objects and lists mean the same as none.
 */
static bool is_something(const struct json_value *value)
{
	return value->kind == JSON_OBJECT && (!value->key || strcmp(value->key, "password") == 0);
}

static bool is_whole(const struct json_value *value)
{
	if ((value->kind != JSON_OBJECT && value->kind != JSON_ARRAY) ||
	    (!value->first && is_something(value)))
		return true;
	return value->key && is_one_of(wholes, ARRAY_LEN(wholes), value->key);
}

/* The name of an item; of those that are alike the second is one more, and not the same. */
static const char *own_name(struct arena *arena, const struct json_value *list,
			    const struct json_value *item)
{
	const char *name = item_name(arena, item);
	size_t alike = 1;

	if (item->kind != JSON_OBJECT)
		return name;
	for (const struct json_value *before = list->first; before != item; before = before->next)
		if (before->end - before->start == item->end - item->start &&
		    strcmp(item_name(arena, before), name) == 0)
			alike++;
	return alike > 1 ? arena_printf(arena, "%s %zu", name, alike) : name;
}

static void walk(struct saved_reading *reading, const struct json_value *value,
		 const struct json_value *account, const char *place)
{
	if (is_whole(value)) {
		add(reading, value, account, place);
		return;
	}
	for (const struct json_value *item = value->first; item; item = item->next) {
		const char *name = value->kind == JSON_OBJECT
					   ? item->key
					   : own_name(reading->arena, value, item);

		walk(reading, item, account,
		     *place ? arena_printf(reading->arena, "%s/%s", place, name) : name);
	}
}

bool saved_read_snapshot(struct saved_reading *reading)
{
	struct saved *saved = reading->saved;

	saved->kind = "snapshot";
	saved->family = SAVED_SNAPSHOT;
	saved->organization_id = json_get_string(json_get(saved->root, "organization"), "id");
	saved->taken = json_get_string(saved->root, "taken");
	for (const struct json_value *part = saved->root->first; part; part = part->next) {
		if (is_one_of(ignored, ARRAY_LEN(ignored), part->key))
			continue;
		if (strcmp(part->key, "unknown") == 0) {
			for (const struct json_value *gap = part->first; gap; gap = gap->next)
				add_gap(reading, gap);
			continue;
		}
		if (strcmp(part->key, "accounts") != 0) {
			walk(reading, part, NULL, part->key);
			continue;
		}
		for (const struct json_value *item = part->first; item; item = item->next) {
			if (!json_get_string(item, "id"))
				return saved_refuse(reading, item, "an account needs its \"id\"");
			walk(reading, item, item, "");
		}
	}
	return true;
}
