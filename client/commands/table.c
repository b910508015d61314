/*
 * table.c - the commands of this folder: what looks around and what switches.
 */
#include "client/commands.h"

const struct command commands_see[] = {
	{ .name = "whoami",
	  .arguments = "",
	  .summary = "Say who is calling, with which credentials, and what the account is",
	  .details =
		  "Credentials are looked for as the AWS SDKs do. The result says which link of\n"
		  "that chain answered, through which roles, and when they end; --output json,\n"
		  "and --debug, also which links were looked at and why they gave nothing.",
	  .run = command_whoami },
	{ .name = "status",
	  .arguments = "",
	  .summary = "Show the organization and each switch of centralized root access",
	  .details =
		  "Each switch is present, absent or unknown, independently of the others. Ends\n"
		  "with 4 if any of them could not be seen.",
	  .run = command_status },
	{ .name = "accounts",
	  .arguments = "[ACCOUNT...]",
	  .summary = "List the accounts that a selection chooses; all without one",
	  .argument_max = SIZE_MAX,
	  .options = { OPTIONS_SELECTION },
	  .run = command_accounts },
	{ .name = NULL },
};

const struct command commands_switch[] = {
	{ .name = "enable",
	  .arguments = "",
	  .summary = "Turn on trusted access, root credentials management and root sessions",
	  .details = "Only the management account can. With --credentials or --sessions only that\n"
		     "feature is turned on, and trusted access, which both need. Auditing and\n"
		     "deleting need root credentials management alone. Enabling deletes nothing.",
	  .options = { OPTION_CREDENTIALS, OPTION_SESSIONS, OPTION_WAIT, OPTION_YES },
	  .run = command_enable },
	{ .name = "disable",
	  .arguments = "",
	  .summary = "Turn root sessions and root credentials management off again",
	  .details =
		  "With --credentials or --sessions only that feature. --trust also ends trusted\n"
		  "access, which AWS refuses as long as there is a delegated administrator;\n"
		  "--deregister takes those away before.",
	  .options = { OPTION_CREDENTIALS, OPTION_SESSIONS, OPTION_TRUST, OPTION_DEREGISTER,
		       OPTION_WAIT, OPTION_YES },
	  .run = command_disable },
	{ .name = "delegate add",
	  .arguments = "ACCOUNT",
	  .summary = "Make a member account the delegated administrator for IAM",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTION_YES },
	  .run = command_delegate_add },
	{ .name = "delegate rm",
	  .arguments = "ACCOUNT",
	  .summary = "Take the delegation away",
	  .argument_min = 1,
	  .argument_max = 1,
	  .options = { OPTION_YES },
	  .run = command_delegate_rm },
	{ .name = "delegate ls",
	  .arguments = "",
	  .summary = "List the delegated administrators for IAM",
	  .run = command_delegate_ls },
	{ .name = NULL },
};

const struct command commands_shell[] = {
	{ .name = "completion",
	  .arguments = "bash|zsh|fish",
	  .summary = "Print a script that completes commands and options in a shell",
	  .details = "Account ids are not completed: nobody is asked. The installation brings the\n"
		     "scripts along; by hand: eval \"$(mattock completion bash)\".",
	  .argument_min = 1,
	  .argument_max = 1,
	  .run = command_completion },
	{ .name = NULL },
};
