#include "scenarios/sweep/cell.h"

#include <string.h>

#include "scenarios/sweep/compare.h"

/* Ends of a program that is wrong; others ask it to stop. */
static const int bugs[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP };

/* What of a request is told; decisions would be most of it and say nothing here. */
static const char *const told[] = { "operation", "principal", "parameters", "status",
				    "error",     "faults",    "committed" };

static const char *json_text(struct arena *arena, const struct json_value *value)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 128);
	json_writer_init(&json, &text, false);
	json_tree(&json, value);
	return text.data;
}

bool cell_read_call(struct arena *arena, const struct json_value *entry,
		    struct sweep_call *out_call)
{
	const struct json_value *parameters = json_get(entry, "parameters");

	*out_call = (struct sweep_call){
		.operation = json_get_string(entry, "operation"),
		.account = json_get_string(json_get(entry, "principal"), "accountId"),
		.parameters = parameters ? json_text(arena, parameters) : "{}",
	};
	return out_call->operation;
}

static bool is_crash(int status)
{
	for (size_t i = 0; i < ARRAY_LEN(bugs); i++)
		if (status == 128 + bugs[i])
			return true;
	return false;
}

enum sweep_outcome cell_outcome(struct arena *arena, const struct sweep_run *baseline,
				const struct sweep_run *run)
{
	if (!run->has_fired)
		return SWEEP_NOT_POSSIBLE;
	if (run->is_hanging)
		return SWEEP_HANG;
	if (is_crash(run->status))
		return SWEEP_CRASH;
	if (run->status != baseline->status)
		return SWEEP_STATUS;
	return compare_outputs(arena, baseline, run) ? SWEEP_SAME : SWEEP_CHANGED;
}

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

static bool is_of_command(const struct sweep_run *run, const struct json_value *entry)
{
	int64_t number;

	return json_to_integer(json_get(entry, "number"), &number) &&
	       (uint64_t)number > run->prepared;
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
		if (is_of_command(run, entry))
			write_request(json, entry);
	json_close_array(json);
	json_key(json, "state");
	if (run->state)
		json_tree(json, run->state);
	else
		json_null(json);
}

void cell_write(enum sweep_outcome outcome, const struct sweep_run *run, struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, false);
	json_open_object(&json);
	json_key(&json, "outcome");
	json_string(&json, sweep_outcome_name(outcome));
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
	struct fault fault;
	int64_t status = 0;

	*out_cell = (struct sweep_cell){ .fault = "its process ended without an outcome" };
	if (!json_read(arena, text, len, &fault, &value))
		return;
	name = json_get_string(value, "outcome");
	if (json_get_string(value, "fault"))
		out_cell->fault = json_get_string(value, "fault");
	for (int i = 0; name && i < SWEEP_OUTCOME_COUNT; i++) {
		if (strcmp(name, sweep_outcome_name((enum sweep_outcome)i)) != 0 ||
		    !json_to_integer(json_get(value, "status"), &status))
			continue;
		*out_cell = (struct sweep_cell){ .outcome = (enum sweep_outcome)i,
						 .status = (int)status,
						 .json = arena_strndup(arena, text, len) };
	}
}
