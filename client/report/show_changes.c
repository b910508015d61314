/*
 * show_changes.c - what changed, for people and for programs.
 */
#include <string.h>

#include "client/report/compare.h"
#include "client/rollout/show.h"
#include "client/text_width.h"
#include "wire/buffer.h"

enum column { ACCOUNT, NAME, THING, BEFORE, AFTER, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[THING] = { .title = "WHAT", .key = "what", .min_width = 16, .is_wrapped = true },
	[BEFORE] = { .title = "BEFORE", .key = "before", .min_width = 8, .is_wrapped = true },
	[AFTER] = { .title = "AFTER", .key = "after", .min_width = 8, .is_wrapped = true },
	[WHY] = { .key = "why" },
};

static const enum table_style styles[RECORD_STATES] = {
	[RECORD_UNKNOWN] = TABLE_WARNING, [RECORD_GOOD] = TABLE_GOOD,
	[RECORD_OPEN] = TABLE_BAD,        [RECORD_HELD] = TABLE_WARNING,
	[RECORD_FAILED] = TABLE_BAD,      [RECORD_SKIPPED] = TABLE_FAINT,
};

/* A side of a change; with the facts where the word is the same on both. */
static struct table_cell side(struct arena *arena, const struct record *record, bool with_facts)
{
	if (!record)
		return (struct table_cell){ "not in the file", TABLE_WARNING };
	return (struct table_cell){ with_facts && record->facts
					    ? arena_printf(arena, "%s, %s", record->word,
							   record->facts)
					    : record->word,
				    styles[record->state] };
}

/* The side that names the thing, if only one does. */
static const struct record *named_side(const struct change *change)
{
	const struct record *before = change->before, *after = change->after;

	if (!before || !after)
		return before ? before : after;
	return *before->id || (*before->kind && !*after->kind) ? before : after;
}

static const char *account_name(const struct change *change)
{
	const char *name = change->after ? change->after->account_name : "";

	return *name || !change->before ? name : change->before->account_name;
}

static bool is_same_word(const struct change *change)
{
	return change->before && change->after &&
	       strcmp(change->before->word, change->after->word) == 0;
}

static void add_row(struct table *table, const struct change *change)
{
	const struct record *named = named_side(change);
	const char *name = account_name(change);
	struct table_cell *cells = table_add(table);

	cells[ACCOUNT].text = *named->account_id ? named->account_id : NULL;
	cells[NAME].text = *name ? name : NULL;
	cells[THING].text = record_thing(table->arena, named);
	cells[BEFORE] = side(table->arena, change->before, is_same_word(change));
	cells[AFTER] = side(table->arena, change->after, is_same_word(change));
	cells[WHY].text = change->after ? change->after->why : NULL;
}

static struct table make_table(const struct changes *changes)
{
	struct table table;

	table_init(&table, changes->arena, columns, COLUMNS);
	for (size_t i = 0; i < changes->count; i++)
		add_row(&table, &changes->items[i]);
	return table;
}

/* "2 changes since FILE". */
static void add_count(const struct changes *changes, struct buffer *text)
{
	buffer_printf(text, "%s%s since %s", text->len ? "\n" : "",
		      show_count(changes->arena, changes->count, "change", "changes"),
		      changes->before_name);
}

const char *changes_list(const struct changes *changes)
{
	struct buffer text;

	buffer_init(&text, changes->arena, 256);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];
		const struct record *named = named_side(change);
		bool with_facts = is_same_word(change);

		buffer_printf(&text, "%s %s: %s: %s, now %s\n", named->account_id,
			      text_printable(changes->arena, account_name(change)),
			      record_thing(changes->arena, named),
			      side(changes->arena, change->before, with_facts).text,
			      side(changes->arena, change->after, with_facts).text);
	}
	add_count(changes, &text);
	return text.data;
}

/* The reasons, which the table has no room for, and the count. */
static const char *footer(const struct changes *changes)
{
	struct buffer text;

	buffer_init(&text, changes->arena, 256);
	for (size_t i = 0; i < changes->count; i++) {
		const struct record *after = changes->items[i].after;

		if (after && after->why)
			buffer_printf(&text, "%s%s%s: %s\n", after->account_id,
				      *after->account_id ? " " : "",
				      record_thing(changes->arena, after), after->why);
	}
	add_count(changes, &text);
	return text.data;
}

void changes_write_json(const struct changes *changes, struct json_writer *json)
{
	const struct table table = make_table(changes);

	json_key(json, "before");
	json_string(json, changes->before_name);
	json_key(json, "after");
	json_string(json, changes->after_name);
	json_key(json, "changes");
	table_write_json(&table, json);
}

static void write_json(const void *context, struct json_writer *json)
{
	changes_write_json(context, json);
}

void changes_show(const struct output *output, const struct changes *changes, const char *kind,
		  const char *note)
{
	const struct table table = make_table(changes);
	const char *text = footer(changes);

	output_document(
		output,
		&(struct output_document){
			.kind = kind,
			.rows_key = "changes",
			.rows = &table,
			.footer = note ? arena_printf(changes->arena, "%s\n%s", text, note) : text,
			.write_json = write_json,
			.context = changes,
		});
}
