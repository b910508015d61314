/*
 * table.c - the commands that work on saved results.
 */
#include "client/commands.h"
#include "client/report/commands.h"

const struct command commands_report[] = {
	{ .name = "drift",
	  .arguments = "[ACCOUNT...] --baseline FILE",
	  .summary = "Audit, and say what changed since an earlier audit",
	  .details = "For a nightly job. Ends with 3 if a credential is there that was not, and\n"
		     "with 4 if anything is unknown or is not looked at any more.",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_BASELINE, OPTION_OUT },
	  .run = command_drift },
	{ .name = "diff",
	  .arguments = "BEFORE AFTER",
	  .summary = "Compare two audits, plans, outcomes or snapshots; 3 if they differ",
	  .details = "Outcomes are the JSON of apply, of a rehearsal, and journals: of these the\n"
		     "results are compared, not the reasons. A list of expected events may be\n"
		     "compared with a CloudTrail log file.",
	  .argument_min = 2,
	  .argument_max = 2,
	  .run = command_diff },
	{ .name = "report",
	  .arguments = "FILE... --format FORM",
	  .summary = "Show saved audits, plans, outcomes and journals in another form",
	  .details = "html is a page that needs nothing else; events is the list of CloudTrail\n"
		     "events that a run must have caused. What is unknown stays unknown.",
	  .argument_min = 1,
	  .argument_max = SIZE_MAX,
	  .options = { OPTION_FORMAT, OPTION_OUT },
	  .run = command_report },
	{ .name = NULL },
};
