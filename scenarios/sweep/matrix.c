#include "scenarios/sweep/matrix.h"

#include <inttypes.h>
#include <string.h>

#include "client/durable.h"
#include "scenarios/sweep/cell.h"
#include "scenarios/sweep/findings.h"

enum { LABEL_WIDTH = 40, GROUP = 5 };

static const struct {
	char sign; /* 0: the digit of the status, or + if it has several */
	const char *meaning;
} signs[SWEEP_OUTCOME_COUNT] = {
	[SWEEP_NOT_POSSIBLE] = { '.', "not possible: the operation never does that" },
	[SWEEP_SAME] = { '=', "the same status and output as without a fault" },
	[SWEEP_CHANGED] = { '~', "the same status, another output" },
	[SWEEP_STATUS] = { 0, "another status, which is the digit (+: more than one digit)" },
	[SWEEP_REPEATED] = { 'R', "a write that was done is sent again" },
	[SWEEP_FALSE] = { 'F', "a false clean: it says what is not so, or what nobody saw" },
	[SWEEP_HANG] = { 'H', "a hang: not ended within the limit" },
	[SWEEP_CRASH] = { 'X', "a crash" },
	[SWEEP_NOT_RUN] = { '-', "not run: a signal stopped the sweep before" },
};

char matrix_sign(const struct sweep_cell *cell)
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
		fputc(matrix_sign(&cells[i]), out);
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

static size_t count_runs(const struct sweep *sweep)
{
	return sweep->call_count * sweep->fault_count - sweep_count(sweep, SWEEP_NOT_POSSIBLE) -
	       sweep_count(sweep, SWEEP_NOT_RUN);
}

static void write_totals(struct arena *arena, const struct sweep *sweep, FILE *out)
{
	fprintf(out, "\nWithout a fault it ends with %d.\n%s%s.\n", sweep->baseline.status,
		sweep->claim.off_why ? "Nothing is taken for \"clean\": " : "\"Clean\" is ",
		sweep->claim.off_why ? sweep->claim.off_why : claim_text(arena, &sweep->claim));
	fprintf(out,
		"%zu calls, %zu faults, %zu runs: %zu the same, %zu changed,\n"
		"%zu other status, %zu repeated, %zu false, %zu hangs, %zu crashes\n",
		sweep->call_count, sweep->fault_count, count_runs(sweep),
		sweep_count(sweep, SWEEP_SAME), sweep_count(sweep, SWEEP_CHANGED),
		sweep_count(sweep, SWEEP_STATUS), sweep_count(sweep, SWEEP_REPEATED),
		sweep_count(sweep, SWEEP_FALSE), sweep_count(sweep, SWEEP_HANG),
		sweep_count(sweep, SWEEP_CRASH));
	if (sweep->is_stopped)
		fprintf(out, "A signal stopped it: %zu runs were not made.\n",
			sweep_count(sweep, SWEEP_NOT_RUN));
}

static void write_output(const struct json_value *cell, const char *key, const char *name,
			 FILE *out)
{
	const char *text = json_get_string(cell, key);

	if (text && *text)
		fprintf(out, "\nIt wrote to %s:\n\n%s%s", name, text,
			text[strlen(text) - 1] == '\n' ? "" : "\n");
}

/* Of a cell that was asked for alone, what its run wrote. */
static void write_single(struct arena *arena, const struct sweep *sweep, FILE *out)
{
	const char *text = sweep->cells[0].json;
	const struct json_value *cell;
	struct fault fault;

	if (sweep->call_count != 1 || sweep->fault_count != 1 || !text ||
	    !json_read(arena, text, strlen(text), &fault, &cell))
		return;
	write_output(cell, "output", "standard output", out);
	write_output(cell, "errors", "standard error", out);
}

void matrix_write(struct arena *arena, const struct sweep *sweep, FILE *out)
{
	write_letters(sweep, out);
	for (size_t i = 0; i < sweep->call_count; i++)
		write_account(arena, sweep, i, out);
	fputc('\n', out);
	write_legend(sweep, out);
	write_totals(arena, sweep, out);
	findings_write(arena, sweep, out);
	write_single(arena, sweep, out);
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
		if (cells[i].fault)
			write_text(json, "fault", cells[i].fault);
		else
			write_text(json, "outcome", sweep_outcome_name(cells[i].outcome));
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
	if (sweep->baseline_why)
		write_text(&json, "why", sweep->baseline_why);
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
