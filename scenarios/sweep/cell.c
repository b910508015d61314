#include "scenarios/sweep/cell.h"

#include <string.h>

/* What of a request is told; decisions would be most of it and say nothing here. */
static const char *const told[] = { "operation", "principal", "parameters", "status",
				    "error",     "faults",    "committed" };

static void write_request(struct json_writer *json, const struct json_value *entry)
{
	json_open_object(json);
	for (size_t i = 0; i < ARRAY_LEN(told); i++) {
		const struct json_value *member = json_get(entry, told[i]);

		if (!member)
			continue;
		json_key(json, told[i]);
		json_tree(json, member);
	}
	json_close_object(json);
}

void cell_write_run(struct json_writer *json, const struct sweep_run *run)
{
	json_key(json, "status");
	json_integer(json, run->status);
	json_key(json, "output");
	json_string(json, run->out);
	json_key(json, "errors");
	json_string(json, run->errors);
	json_key(json, "requests");
	json_open_array(json);
	for (const struct json_value *entry = run->requests ? run->requests->first : NULL; entry;
	     entry = entry->next)
		if (sweep_call_is_of_command(run, entry))
			write_request(json, entry);
	json_close_array(json);
	json_key(json, "state");
	if (run->state)
		json_tree(json, run->state);
	else
		json_null(json);
}

void cell_write(enum sweep_outcome outcome, const char *why, const struct sweep_run *run,
		struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, false);
	json_open_object(&json);
	json_key(&json, "outcome");
	json_string(&json, sweep_outcome_name(outcome));
	if (why) {
		json_key(&json, "why");
		json_string(&json, why);
	}
	cell_write_run(&json, run);
	json_close_object(&json);
}

void cell_write_fault(const char *message, struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, false);
	json_open_object(&json);
	json_key(&json, "fault");
	json_string(&json, message);
	json_close_object(&json);
}

void cell_read(struct arena *arena, const char *text, size_t len, struct sweep_cell *out_cell)
{
	const struct json_value *value = NULL;
	const char *name = NULL;
	enum sweep_outcome outcome;
	struct fault fault;
	int64_t status = 0;

	*out_cell = (struct sweep_cell){ .fault = "its process ended without an outcome" };
	if (!json_read(arena, text, len, &fault, &value))
		return;
	name = json_get_string(value, "outcome");
	if (json_get_string(value, "fault"))
		out_cell->fault = json_get_string(value, "fault");
	outcome = name ? sweep_outcome_by_name(name) : SWEEP_OUTCOME_COUNT;
	if (outcome == SWEEP_OUTCOME_COUNT || !json_to_integer(json_get(value, "status"), &status))
		return;
	*out_cell = (struct sweep_cell){ .outcome = outcome,
					 .status = (int)status,
					 .why = json_get_string(value, "why"),
					 .json = arena_strndup(arena, text, len) };
}
