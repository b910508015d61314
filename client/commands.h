/*
 * commands.h - the tables of commands, and the functions behind them.
 *
 * Each fills @fault and returns false if it failed; see command.h.
 */
#pragma once

#include "client/command.h"

/* The tables, one a heading of the help; each ends with a row whose name is NULL. */
extern const struct command commands_see[], commands_switch[], commands_rollout[],
	commands_way_in[], commands_predict[], commands_report[], commands_rehearse[],
	commands_harness[], commands_shell[];

bool command_whoami(struct invocation *invocation, struct fault *fault);
bool command_status(struct invocation *invocation, struct fault *fault);
bool command_accounts(struct invocation *invocation, struct fault *fault);
bool command_enable(struct invocation *invocation, struct fault *fault);
bool command_disable(struct invocation *invocation, struct fault *fault);
bool command_delegate_add(struct invocation *invocation, struct fault *fault);
bool command_delegate_rm(struct invocation *invocation, struct fault *fault);
bool command_delegate_ls(struct invocation *invocation, struct fault *fault);
bool command_completion(struct invocation *invocation, struct fault *fault);
bool command_harness(struct invocation *invocation, struct fault *fault);
