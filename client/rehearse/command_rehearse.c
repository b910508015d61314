/*
 * command_rehearse.c - rehearse: what apply would do, done on a mock.
 */
#include <string.h>

#include "client/durable.h"
#include "client/rehearse/commands.h"
#include "client/rehearse/rehearsal.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"

enum column { ACCOUNT, NAME, CREDENTIAL, RESULT, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[CREDENTIAL] = { .title = "CREDENTIAL",
			 .key = "credential",
			 .min_width = 24,
			 .is_wrapped = true },
	[RESULT] = { .title = "PREDICTED", .key = "result" },
	[WHY] = { .key = "why" },
};

static const enum table_style styles[RECORD_STATES] = {
	[RECORD_UNKNOWN] = TABLE_WARNING, [RECORD_GOOD] = TABLE_GOOD,
	[RECORD_OPEN] = TABLE_BAD,        [RECORD_HELD] = TABLE_WARNING,
	[RECORD_FAILED] = TABLE_BAD,      [RECORD_SKIPPED] = TABLE_FAINT,
};

static bool read_files(struct invocation *invocation, struct rehearsal *rehearsal,
		       struct plan *plan, struct fault *fault)
{
	const char *snapshot = options_text(&invocation->options, OPTION_SNAPSHOT);
	struct arena *arena = invocation->arena;

	if (!snapshot)
		return fault_set(fault, FAULT_USAGE,
				 "rehearse needs an organization: --snapshot FILE, which `mattock "
				 "snapshot` writes");
	if (!input_read(invocation, invocation->arguments[0], &rehearsal->plan_file, fault))
		return false;
	if (!plan_file_parse(arena, rehearsal->plan_file.text, rehearsal->plan_file.len, plan,
			     fault))
		return fault_prefix(fault, "%s", rehearsal->plan_file.name);
	rehearsal->plan = plan;
	if (!input_read(invocation, snapshot, &rehearsal->snapshot_file, fault))
		return false;
	if (!json_read(arena, rehearsal->snapshot_file.text, rehearsal->snapshot_file.len, fault,
		       &rehearsal->snapshot))
		return fault_prefix(fault, "%s", snapshot);
	return json_get(rehearsal->snapshot, "mattock") ||
	       fault_set(fault, FAULT_INPUT, "%s is no snapshot: it has no \"mattock\"", snapshot);
}

/* The outcome as apply wrote it, with what the rehearsal knows besides. */
static void write_json(const void *context, struct json_writer *json)
{
	const struct rehearsal *rehearsal = context;
	const struct json_value *outcome = rehearsal->has_outcome ? rehearsal->outcome.root->first
								  : NULL;

	json_key(json, "snapshot");
	json_string(json, rehearsal->snapshot_file.name);
	json_key(json, "snapshotTaken");
	json_string(json, json_get_string(rehearsal->snapshot, "taken"));
	json_key(json, "exit");
	json_integer(json, rehearsal->exit_status);
	json_key(json, "unknown");
	json_open_array(json);
	for (size_t i = 0; i < rehearsal->unknown_count; i++)
		json_tree(json, rehearsal->unknown[i]);
	json_close_array(json);
	if (!outcome) {
		json_key(json, "planDigest");
		json_string(json, rehearsal->plan->digest);
		json_key(json, "organizationId");
		json_string(json, rehearsal->plan->organization_id);
		json_key(json, "error");
		json_string(json, rehearsal->errors);
		json_key(json, "accounts");
		json_open_array(json);
		json_close_array(json);
	}
	for (; outcome; outcome = outcome->next) {
		if (strcmp(outcome->key, "schema") == 0)
			continue;
		json_key(json, outcome->key);
		json_tree(json, outcome);
	}
}

static void add_unknown(const struct rehearsal *rehearsal, struct buffer *text)
{
	if (rehearsal->unknown_count)
		buffer_add_text(text,
				"The snapshot does not know, so the outcome may be another:\n");
	for (size_t i = 0; i < rehearsal->unknown_count; i++) {
		const struct json_value *gap = rehearsal->unknown[i];
		const char *account = json_get_string(gap, "account");
		const char *id = json_get_string(gap, "id"), *why = json_get_string(gap, "why");
		const char *of = json_get_string(gap, "of");

		buffer_printf(text, "  %s%s%s%s%s: %s\n", of ? of : "something", id ? " " : "",
			      id ? id : "", account ? " of " : "", account ? account : "",
			      why ? why : "no reason is given");
	}
}

static const char *footer(struct arena *arena, const struct rehearsal *rehearsal)
{
	const struct records *records = &rehearsal->outcome.records;
	size_t counts[RECORD_STATES];
	struct buffer text;

	buffer_init(&text, arena, 512);
	for (size_t i = 0; rehearsal->has_outcome && i < records->count; i++)
		if (records->items[i].why)
			buffer_printf(&text, "%s %s: %s\n", records->items[i].account_id,
				      record_thing(arena, &records->items[i]),
				      records->items[i].why);
	add_unknown(rehearsal, &text);
	if (!rehearsal->has_outcome) {
		buffer_printf(&text, "apply would end with %d and delete nothing:\n%s",
			      rehearsal->exit_status, rehearsal->errors);
		return text.data;
	}
	records_count(records, counts);
	buffer_printf(&text,
		      "%sPredicted: %zu done, %zu held, %zu failed, %zu unknown. apply would "
		      "end with %d.",
		      text.len ? "\n" : "", counts[RECORD_GOOD], counts[RECORD_HELD],
		      counts[RECORD_FAILED], counts[RECORD_UNKNOWN], rehearsal->exit_status);
	return text.data;
}

static struct output_document document(struct arena *arena, const struct rehearsal *rehearsal,
				       struct table *table)
{
	const struct records *records = &rehearsal->outcome.records;

	table_init(table, arena, columns, COLUMNS);
	for (size_t i = 0; rehearsal->has_outcome && i < records->count; i++) {
		const struct record *record = &records->items[i];
		struct table_cell *cells = table_add(table);

		cells[ACCOUNT].text = record->account_id;
		cells[NAME].text = record->account_name;
		cells[CREDENTIAL].text = record_thing(arena, record);
		cells[RESULT] = (struct table_cell){ record->word, styles[record->state] };
		cells[WHY].text = record->why;
	}
	return (struct output_document){ .kind = "rehearsal",
					 .rows_key = "items",
					 .rows = table,
					 .footer = footer(arena, rehearsal),
					 .write_json = write_json,
					 .context = rehearsal };
}

bool command_rehearse(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);
	struct arena *arena = invocation->arena;
	struct rehearsal rehearsal = { 0 };
	struct output_document result;
	struct table table;
	struct plan plan;

	if (!read_files(invocation, &rehearsal, &plan, fault) ||
	    !rehearsal_check(arena, &rehearsal, fault) ||
	    !rehearsal_run(invocation, &rehearsal, fault))
		return false;
	result = document(arena, &rehearsal, &table);
	if (path && !durable_write_file(arena, path, output_json(arena, &result), fault))
		return false;
	output_document(&invocation->output, &result);
	invocation_raise(invocation, (enum exit_status)rehearsal.exit_status);
	if (rehearsal.unknown_count)
		invocation_raise(invocation, EXIT_PARTIAL);
	return true;
}
