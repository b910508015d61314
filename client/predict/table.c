/*
 * table.c - the commands that tell beforehand what AWS will say.
 */
#include "client/commands.h"
#include "client/predict/commands.h"
#include "client/preflight/commands.h"

const struct command commands_predict[] = {
	{ .name = "preflight",
	  .arguments = "[JOB] [ACCOUNT...]",
	  .summary = "Look at everything that a job needs, and take no session",
	  .details =
		  "JOB is enable, audit (the default), plan, apply, recover, unlock-s3 or\n"
		  "unlock-sqs. Each check passes, fails or is unknown. Ends with 5 if any fails,\n"
		  "with 4 if any is unknown.",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_MAILBOX_OK },
	  .run = command_preflight },
	{ .name = "can-i",
	  .arguments = "TASK ACCOUNT [NAME]",
	  .summary = "Say whether policies will allow a root session's task in an account",
	  .details = "TASK is audit, delete, create-password, unlock-s3 or unlock-sqs; NAME is a\n"
		     "bucket or queue. Reads SCPs and RCPs and takes no session. Ends with 0 if "
		     "all is\n"
		     "allowed, with 3 if anything is denied, with 4 if it is not known; with "
		     "--expect\n"
		     "with 0 if the answer is that, else with 3.",
	  .argument_min = 2,
	  .argument_max = 3,
	  .options = { OPTION_EXPECT, OPTION_SCENARIO },
	  .run = command_can_i },
	{ .name = "explain scp",
	  .arguments = "ACCOUNT",
	  .summary =
		  "Name every statement of SCPs and RCPs that keeps a root session from its task",
	  .details =
		  "With its policy, Sid, line and column, where it is attached, which condition "
		  "key\n"
		  "had which value, every level without an Allow, and whether exempting root\n"
		  "sessions would help. Ends with 3 if anything is denied, with 4 if anything is\n"
		  "not known.",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTION_TASK, OPTION_SCENARIO },
	  .run = command_explain_scp },
	{ .name = "explain error",
	  .arguments = "CODE | TEXT...",
	  .summary = "Say what an error of AWS means here, and what to do about it",
	  .details =
		  "TEXT is the line that this or the AWS CLI printed. Asks nobody. Ends with 4 if\n"
		  "nothing is known of it.",
	  .argument_min = 1,
	  .argument_max = SIZE_MAX,
	  .run = command_explain_error },
	{ .name = "what-if",
	  .arguments = "--attach FILE --to TARGET | --detach POLICY --from TARGET",
	  .summary = "Say which tasks in which accounts a change of policies would allow or deny",
	  .details = "Changes nothing. Ends with 0 if no decision flips, with 3 if any does, with "
		     "4 if\n"
		     "any is not known.",
	  .options = { OPTION_ATTACH, OPTION_TO, OPTION_DETACH, OPTION_FROM, OPTION_AS,
		       OPTION_SCENARIO },
	  .run = command_what_if },
	{ .name = "policy check",
	  .arguments = "FILE --as USE",
	  .summary = "Say what AWS would refuse about a policy, with its line and column",
	  .details =
		  "Asks nobody. \"-\" is standard input. Tells all problems in the order of AWS's\n"
		  "checks: AWS answers the first only. Ends with 3 if it would be refused.",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTION_AS },
	  .run = command_policy_check },
	{ .name = "policy eval",
	  .arguments = "< FILE",
	  .summary = "Decide requests, one JSON object a line on standard input",
	  .details =
		  "Asks nobody. A line has a request with all its policies, or a condition and\n"
		  "its context. Each answer is a line of JSON: id, verdict, deniedBy, statements.\n"
		  "A line that cannot be read is said with its number and ends the run with 1.",
	  .run = command_policy_eval },
	{ .name = NULL },
};
