#include "scenarios/sweep/findings.h"

#include "scenarios/report.h"
#include "scenarios/shell.h"
#include "scenarios/sweep/matrix.h"

static void add_option(struct buffer *line, const char *name, const char *value)
{
	if (!value)
		return;
	buffer_printf(line, " %s ", name);
	shell_word(line, value);
}

const char *findings_repeat(struct arena *arena, const struct sweep *sweep,
			    const struct sweep_call *call, const struct sweep_fault *fault)
{
	const struct claim *claim = &sweep->claim;
	const char *status = claim->has_status && !claim->is_assumed
				     ? arena_printf(arena, "%d", claim->status)
				     : NULL;
	struct buffer line;

	buffer_init(&line, arena, 256);
	buffer_add_text(&line, "mattock sweep");
	add_option(&line, "--scenario", sweep->world.file);
	add_option(&line, "--caller", sweep->world.wanted_caller);
	add_option(&line, "--clean", claim->pattern);
	add_option(&line, "--clean-status", status);
	add_option(&line, "--limit",
		   arena_printf(arena, "%lld", (long long)(sweep->world.limit_ms / 1000)));
	add_option(&line, "--call", sweep_call_name(arena, call));
	add_option(&line, "--fault", fault->name);
	buffer_add_text(&line, " --");
	for (char *const *word = sweep->world.command; *word; word++) {
		buffer_add_char(&line, ' ');
		shell_word(&line, *word);
	}
	return line.data;
}

static void write_finding(struct arena *arena, const struct sweep *sweep, size_t index, FILE *out)
{
	const struct sweep_call *call = &sweep->calls[index / sweep->fault_count];
	const struct sweep_fault *fault = sweep->faults[index % sweep->fault_count];
	const struct sweep_cell *cell = &sweep->cells[index];

	fprintf(out, "\n%c  %s, %s:\n   %s\n   %s\n", matrix_sign(cell),
		sweep_call_name(arena, call), fault->name, cell->why ? cell->why : "",
		findings_repeat(arena, sweep, call, fault));
}

void findings_write(struct arena *arena, const struct sweep *sweep, FILE *out)
{
	size_t shown = 0, count = sweep_count_findings(sweep);

	if (sweep->baseline_why && sweep_is_finding(sweep, SWEEP_FALSE))
		fprintf(out, "\nF  without a fault:\n   %s\n", sweep->baseline_why);
	count -= sweep->baseline_why && sweep_is_finding(sweep, SWEEP_FALSE);
	for (size_t i = 0; i < sweep->call_count * sweep->fault_count; i++)
		if (sweep_is_finding(sweep, sweep->cells[i].outcome) &&
		    shown++ < FINDINGS_SHOWN_MAX)
			write_finding(arena, sweep, i, out);
	if (count > FINDINGS_SHOWN_MAX)
		fprintf(out, "\nand %zu more; --json and --junit have all of them.\n",
			count - FINDINGS_SHOWN_MAX);
}

/* One cell as a check: whether it is no finding. */
static void add_check(struct arena *arena, const struct sweep *sweep, size_t index,
		      struct verdict *verdict)
{
	const struct sweep_call *call = &sweep->calls[index / sweep->fault_count];
	const struct sweep_fault *fault = sweep->faults[index % sweep->fault_count];
	const struct sweep_cell *cell = &sweep->cells[index];
	const char *name = arena_printf(arena, "%s: %s", fault->name, fault->meaning);
	bool is_finding = sweep_is_finding(sweep, cell->outcome);

	if (!cell->fault && cell->outcome == SWEEP_NOT_POSSIBLE) {
		verdict_skip(verdict, name, "not possible");
	} else if (!cell->fault && cell->outcome == SWEEP_NOT_RUN) {
		verdict_skip(verdict, name, "not run: a signal stopped the sweep");
	} else if (cell->fault || is_finding) {
		verdict_add(verdict, false, name);
		verdict_explain(verdict, "%s: %s\n%s",
				cell->fault ? "not run" : sweep_outcome_name(cell->outcome),
				cell->fault ? cell->fault : cell->why,
				findings_repeat(arena, sweep, call, fault));
	} else {
		verdict_add(verdict, true, name);
	}
}

static void add_baseline(struct arena *arena, const struct sweep *sweep, struct outcome *outcome)
{
	bool is_finding = sweep->baseline_why && sweep_is_finding(sweep, SWEEP_FALSE);

	*outcome = (struct outcome){ .file = sweep->world.file,
				     .name = "without a fault",
				     .verdict = { .arena = arena } };
	verdict_add(&outcome->verdict, !is_finding, "says nothing false");
	if (is_finding)
		verdict_explain(&outcome->verdict, "%s", sweep->baseline_why);
}

bool findings_write_junit(struct arena *arena, const struct sweep *sweep, const char *path,
			  struct fault *fault)
{
	size_t count = sweep->call_count + 1;
	struct outcome *outcomes = arena_array(arena, count, sizeof(*outcomes));

	add_baseline(arena, sweep, &outcomes[0]);
	for (size_t i = 0; i < sweep->call_count; i++) {
		struct outcome *outcome = &outcomes[i + 1];

		*outcome = (struct outcome){ .file = sweep->world.file,
					     .name = sweep_call_name(arena, &sweep->calls[i]),
					     .verdict = { .arena = arena } };
		for (size_t j = 0; j < sweep->fault_count; j++)
			add_check(arena, sweep, i * sweep->fault_count + j, &outcome->verdict);
	}
	return report_junit(path, outcomes, count, fault);
}
