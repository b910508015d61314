/*
 * command_report.c - report: saved results in the forms of other tools.
 */
#include <string.h>

#include "client/durable.h"
#include "client/report/commands.h"
#include "client/report/report.h"

static bool read_files(struct invocation *invocation, struct report *report, struct saved *files,
		       struct fault *fault)
{
	bool is_events = strcmp(options_text(&invocation->options, OPTION_FORMAT), "events") == 0;

	for (size_t i = 0; i < invocation->argument_count; i++) {
		const char *path = invocation->arguments[i];

		if (!saved_read(invocation, path, &files[i], fault))
			return false;
		if (files[i].family == SAVED_SNAPSHOT)
			return fault_set(fault, FAULT_USAGE,
					 "%s is a snapshot: it has no results to report", path);
		if (files[i].family == SAVED_EXPECTED || files[i].family == SAVED_TRAIL)
			return fault_set(fault, FAULT_USAGE,
					 "%s has events: `mattock diff` compares them", path);
		if (files[i].family == SAVED_CALLS && !is_events)
			return fault_set(fault, FAULT_USAGE,
					 "%s has calls, which only --format events shows", path);
	}
	report->files = files;
	report->file_count = invocation->argument_count;
	return true;
}

static bool is_other(const char *one, const char *other)
{
	return one && other && strcmp(one, other) != 0;
}

/* Plan, outcome and journal of one run name each other; files of two runs are no evidence. */
static void check_evidence(struct invocation *invocation, const struct report *report)
{
	for (size_t i = 0; i < report->file_count; i++) {
		for (size_t k = i + 1; k < report->file_count; k++) {
			const struct saved *one = &report->files[i], *other = &report->files[k];

			if (!is_other(one->digest, other->digest) &&
			    !is_other(one->journal_digest, other->journal_digest))
				continue;
			notice_say(&invocation->notice,
				   "%s and %s are not of one run: they name another plan or "
				   "another journal",
				   one->name, other->name);
			invocation_raise(invocation, EXIT_STALE);
		}
	}
}

bool command_report(struct invocation *invocation, struct fault *fault)
{
	const char *name = options_text(&invocation->options, OPTION_FORMAT);
	const char *path = options_text(&invocation->options, OPTION_OUT);
	const struct report_form *form = name ? report_form_by_name(name) : NULL;
	struct arena *arena = invocation->arena;
	struct report report = { .arena = arena, .now_ms = clock_now_ms(&invocation->clock) };
	struct saved *files = arena_array(arena, invocation->argument_count, sizeof(*files));
	struct buffer text;

	if (!form)
		return fault_set(fault, FAULT_USAGE,
				 "report needs a form: --format html, markdown, csv, jsonl, sarif, "
				 "junit, ocsf or events");
	if (!read_files(invocation, &report, files, fault))
		return false;
	check_evidence(invocation, &report);
	buffer_init(&text, arena, 64 * 1024);
	form->write(&report, &text);
	if (path)
		return durable_write_file(arena, path, text.data, fault);
	fwrite(text.data, 1, text.len, invocation->output.stream);
	return true;
}
