/*
 * table.c - the commands that work on a mock of their own.
 */
#include "client/commands.h"
#include "client/rehearse/commands.h"

const struct command commands_rehearse[] = {
	{ .name = "snapshot",
	  .arguments = "[ACCOUNT...] -o FILE",
	  .summary = "Write the organization down as a scenario that mattockd loads",
	  .details =
		  "Reads with list, get and describe calls only. Root credentials come from an\n"
		  "audit: --credentials makes one of the accounts that are chosen, --audit takes\n"
		  "an earlier one. Neither e-mail addresses nor secrets are written. What could\n"
		  "not be read stands in the file's list \"unknown\"; then it ends with 4.",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION, OPTION_OUT, OPTION_CREDENTIALS, OPTION_AUDIT,
		       OPTION_PSEUDONYMS },
	  .run = command_snapshot },
	{ .name = "rehearse",
	  .arguments = "PLAN --snapshot FILE",
	  .summary = "Carry a plan out on a mock with the snapshot, and say what would happen",
	  .details =
		  "Starts a mattockd of its own and runs `mattock apply PLAN` against it; nothing\n"
		  "is sent anywhere else. Ends as that apply ends, and with 4 if the snapshot\n"
		  "does not know something that bears on it. Takes the options of apply.",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTION_SNAPSHOT, OPTION_OUT, OPTION_PROTECT_FILE, OPTION_CANARY, OPTION_WAVE,
		       OPTION_MAX_FAILURES, OPTION_ON_STALE, OPTION_ORDER, OPTION_VERIFY_WAIT },
	  .run = command_rehearse },
	{ .name = NULL },
};
