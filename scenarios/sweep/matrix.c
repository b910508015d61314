#include "scenarios/sweep/matrix.h"

#include <inttypes.h>
#include <string.h>

#include "client/durable.h"
#include "scenarios/sweep/cell.h"

enum { LABEL_WIDTH = 40, GROUP = 5 };

static const struct {
	char sign; /* 0: the digit of the status, or + if it has several */
	const char *meaning;
} signs[SWEEP_OUTCOME_COUNT] = {
	[SWEEP_NOT_POSSIBLE] = { '.', "not possible: the operation never does that" },
	[SWEEP_SAME] = { '=', "the same status and output as without a fault" },
	[SWEEP_CHANGED] = { '~', "the same status, another output" },
	[SWEEP_STATUS] = { 0, "another status, which is the digit (+: more than one digit)" },
	[SWEEP_HANG] = { 'H', "a hang: not ended within the limit" },
	[SWEEP_CRASH] = { 'X', "a crash" },
};

static char sign_of(const struct sweep_cell *cell)
{
	char sign = signs[cell->outcome].sign;

	if (cell->fault)
		return '?';
	if (sign)
		return sign;
	return cell->status < 10 ? (char)('0' + cell->status) : '+';
}

static bool is_same_account(const struct sweep_call *left, const struct sweep_call *right)
{
	if (!left->account || !right->account)
		return left->account == right->account;
	return strcmp(left->account, right->account) == 0;
}

/* A blank after every fifth column: a letter is found above its column. */
static void write_gap(size_t column, FILE *out)
{
	if (column > 0 && column % GROUP == 0)
		fputc(' ', out);
}

static void write_letters(const struct sweep *sweep, FILE *out)
{
	fprintf(out, "%-*s", LABEL_WIDTH, "");
	for (size_t i = 0; i < sweep->fault_count; i++) {
		write_gap(i, out);
		fputc(sweep->faults[i]->letter, out);
	}
	fputc('\n', out);
}

static void write_row(struct arena *arena, const struct sweep *sweep, size_t index, FILE *out)
{
	const struct sweep_call *call = &sweep->calls[index];
	const struct sweep_cell *cells = &sweep->cells[index * sweep->fault_count];
	const char *name = strchr(call->operation, ':');
	const char *label = name ? name + 1 : call->operation;

	if (call->nth > 1)
		label = arena_printf(arena, "%s %" PRIu64, label, call->nth);
	fprintf(out, "  %-*s ", LABEL_WIDTH - 3, label);
	for (size_t i = 0; i < sweep->fault_count; i++) {
		write_gap(i, out);
		fputc(sign_of(&cells[i]), out);
	}
	fputc('\n', out);
}

static void write_account(struct arena *arena, const struct sweep *sweep, size_t first, FILE *out)
{
	const struct sweep_call *head = &sweep->calls[first];

	for (size_t i = 0; i < first; i++)
		if (is_same_account(&sweep->calls[i], head))
			return; /* it stands above */
	fprintf(out, "%s\n", head->account ? head->account : "before the caller is known");
	for (size_t i = first; i < sweep->call_count; i++)
		if (is_same_account(&sweep->calls[i], head))
			write_row(arena, sweep, i, out);
}

static void write_legend(const struct sweep *sweep, FILE *out)
{
	for (size_t i = 0; i < sweep->fault_count; i++)
		fprintf(out, "%c  %-14s  %s\n", sweep->faults[i]->letter, sweep->faults[i]->name,
			sweep->faults[i]->meaning);
	fputc('\n', out);
	for (int i = 0; i < SWEEP_OUTCOME_COUNT; i++)
		if (sweep_count(sweep, (enum sweep_outcome)i) > 0)
			fprintf(out, "%c  %s\n", signs[i].sign ? signs[i].sign : '4',
				signs[i].meaning);
}

static void write_totals(const struct sweep *sweep, FILE *out)
{
	size_t impossible = sweep_count(sweep, SWEEP_NOT_POSSIBLE);

	fprintf(out,
		"\nWithout a fault it ends with %d.\n"
		"%zu calls, %zu faults, %zu runs: %zu the same, %zu changed,\n"
		"%zu other status, %zu hangs, %zu crashes\n",
		sweep->baseline.status, sweep->call_count, sweep->fault_count,
		sweep->call_count * sweep->fault_count - impossible, sweep_count(sweep, SWEEP_SAME),
		sweep_count(sweep, SWEEP_CHANGED), sweep_count(sweep, SWEEP_STATUS),
		sweep_count(sweep, SWEEP_HANG), sweep_count(sweep, SWEEP_CRASH));
}

void matrix_write(struct arena *arena, const struct sweep *sweep, FILE *out)
{
	write_letters(sweep, out);
	for (size_t i = 0; i < sweep->call_count; i++)
		write_account(arena, sweep, i, out);
	fputc('\n', out);
	write_legend(sweep, out);
	write_totals(sweep, out);
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_faults(struct json_writer *json, const struct sweep *sweep)
{
	json_key(json, "faults");
	json_open_array(json);
	for (size_t i = 0; i < sweep->fault_count; i++) {
		json_open_object(json);
		write_text(json, "name", sweep->faults[i]->name);
		write_text(json, "meaning", sweep->faults[i]->meaning);
		json_close_object(json);
	}
	json_close_array(json);
}

/* A call with its cells, by the names of the faults. */
static void write_call(struct json_writer *json, const struct sweep *sweep, size_t index)
{
	const struct sweep_call *call = &sweep->calls[index];
	const struct sweep_cell *cells = &sweep->cells[index * sweep->fault_count];

	json_open_object(json);
	write_text(json, "operation", call->operation);
	write_text(json, "account", call->account);
	json_key(json, "nth");
	json_integer(json, (int64_t)call->nth);
	json_key(json, "parameters");
	json_raw(json, call->parameters);
	json_key(json, "cells");
	json_open_object(json);
	for (size_t i = 0; i < sweep->fault_count; i++) {
		json_key(json, sweep->faults[i]->name);
		if (cells[i].json) {
			json_raw(json, cells[i].json);
			continue;
		}
		json_open_object(json);
		write_text(json, "fault", cells[i].fault);
		json_close_object(json);
	}
	json_close_object(json);
	json_close_object(json);
}

static const char *sweep_json(struct arena *arena, const struct sweep *sweep)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 1024 * 1024);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	write_text(&json, "schema", "mattock.sweep/1");
	json_key(&json, "command");
	json_open_array(&json);
	for (char *const *word = sweep->world.command; *word; word++)
		json_string(&json, *word);
	json_close_array(&json);
	write_faults(&json, sweep);
	json_key(&json, "baseline");
	json_open_object(&json);
	cell_write_run(&json, &sweep->baseline);
	json_close_object(&json);
	json_key(&json, "calls");
	json_open_array(&json);
	for (size_t i = 0; i < sweep->call_count; i++)
		write_call(&json, sweep, i);
	json_close_array(&json);
	json_close_object(&json);
	buffer_add_char(&text, '\n');
	return text.data;
}

bool matrix_write_json(struct arena *arena, const struct sweep *sweep, const char *path,
		       struct fault *fault)
{
	const char *text = sweep_json(arena, sweep);

	if (strcmp(path, "-") != 0)
		return durable_write_file(arena, path, text, fault);
	fputs(text, stdout);
	return true;
}
