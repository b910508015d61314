/*
 * table.c - the commands of the rollout.
 */
#include "client/commands.h"
#include "client/rollout/commands.h"

#define OPTIONS_APPLY                                                                   \
	OPTION_YES, OPTION_DRY_RUN, OPTION_PROTECT_FILE, OPTION_CANARY, OPTION_WAVE,    \
		OPTION_MAX_FAILURES, OPTION_ON_STALE, OPTION_ORDER, OPTION_VERIFY_WAIT, \
		OPTION_NO_SCP_CHECK

const struct command commands_rollout[] = {
	{ .name = "audit",
	  .arguments = "[ACCOUNT...]",
	  .summary = "Look at the root credentials of accounts; all without a selection",
	  .details = "Takes a root session of each account that can look and nothing else. What\n"
		     "could not be looked at is unknown, never clean. Ends with 3 if there are\n"
		     "root credentials, with 4 if anything is unknown.",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_SORT, OPTION_BASELINE, OPTION_OUT },
	  .run = command_audit },
	{ .name = "plan",
	  .arguments = "[ACCOUNT...] -o FILE",
	  .summary = "Audit, and write down what would be deleted and what is refused",
	  .details = "Deletes nothing. Accounts that could not be fully seen are not planned.",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_PROTECT_FILE, OPTION_OUT, OPTION_KIND,
		       OPTION_KEY_DAYS, OPTION_GATE_SCOPE, OPTION_VALID_HOURS },
	  .run = command_plan },
	{ .name = "show",
	  .arguments = "PLAN",
	  .summary = "Print a plan",
	  .argument_min = 1,
	  .argument_max = 1,
	  .run = command_show },
	{ .name = "apply",
	  .arguments = "PLAN",
	  .summary = "Delete what the plan says, and verify it with fresh sessions",
	  .details = "Each credential is looked at again before it is deleted: keys first, the\n"
		     "password last. One account goes first, as a canary; then the others, in\n"
		     "waves if --wave says so. Every delete is journalled in PLAN.journal before\n"
		     "it is sent; after a crash or a signal `mattock resume PLAN` goes on.",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTIONS_APPLY },
	  .run = command_apply },
	{ .name = "resume",
	  .arguments = "PLAN",
	  .summary = "Go on with a run of apply that did not come to its end",
	  .details = "As apply, and refuses to begin: PLAN.journal must be there. Accounts that\n"
		     "are done are looked at again, and nothing is deleted twice.",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTIONS_APPLY },
	  .run = command_apply },
	{ .name = "verify",
	  .arguments = "[ACCOUNT...]",
	  .summary = "Look again: ends with 0 only if everything was seen and nothing is there",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_PLAN, OPTION_SORT },
	  .run = command_verify },
	{ .name = NULL },
};

const struct command commands_way_in[] = {
	{ .name = "recover",
	  .arguments = "ACCOUNT...",
	  .summary = "Let the reader of an account's root mailbox set a new password",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_PROTECT_FILE, OPTION_YES },
	  .run = command_recover },
	{ .name = "relock",
	  .arguments = "ACCOUNT...",
	  .summary = "Delete the root password again when the work is done",
	  .details = "Does nothing where there is none. Says whether the root user had MFA.",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_PROTECT_FILE, OPTION_YES },
	  .run = command_relock },
	{ .name = "exec",
	  .arguments = "ACCOUNT --task TASK -- COMMAND [ARGUMENT...]",
	  .summary = "Run a command with a root session in its environment only",
	  .details =
		  "The session can do what AWS's policy for the task leaves, for 15 minutes. The\n"
		  "caller's own AWS settings do not reach the command. Ends with its status.",
	  .argument_min = 2,
	  .argument_max = SIZE_MAX,
	  .options = { OPTION_TASK, OPTION_YES },
	  .run = command_exec },
	{ .name = "policy show",
	  .arguments = "s3|sqs ACCOUNT NAME",
	  .summary = "Print the policy of a bucket or queue, also when it locks everyone out",
	  .argument_min = 3,
	  .argument_max = 3,
	  .options = { OPTION_DIGEST },
	  .run = command_policy_show },
	{ .name = "policy delete",
	  .arguments = "s3|sqs ACCOUNT NAME",
	  .summary = "Save the policy of a bucket or queue, then remove it",
	  .argument_min = 3,
	  .argument_max = 3,
	  .options = { OPTION_PROTECT_FILE, OPTION_OUT, OPTION_DIGEST, OPTION_YES },
	  .run = command_policy_delete },
	{ .name = "policy edit",
	  .arguments = "s3|sqs ACCOUNT NAME",
	  .summary = "Give the account the management of a policy back, and change nothing else",
	  .details =
		  "Finds the statements that deny an administrator of the account the calls that\n"
		  "manage the policy, shows the smallest edit as a diff, asks, saves the policy\n"
		  "and puts the edited one. What turns on the network or another thing that "
		  "nobody\n"
		  "knows beforehand is edited only where --statement names it.",
	  .argument_min = 3,
	  .argument_max = 3,
	  .options = { OPTION_PROTECT_FILE, OPTION_STATEMENT, OPTION_OUT, OPTION_DIGEST,
		       OPTION_DRY_RUN, OPTION_YES },
	  .run = command_policy_edit },
	{ .name = "policy restore",
	  .arguments = "s3|sqs ACCOUNT NAME FILE",
	  .summary = "Put a saved policy back",
	  .argument_min = 4,
	  .argument_max = 4,
	  .options = { OPTION_PROTECT_FILE, OPTION_OUT, OPTION_DIGEST, OPTION_YES },
	  .run = command_policy_restore },
	{ .name = NULL },
};
