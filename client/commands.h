/*
 * commands.h - the functions behind the table of commands.
 *
 * Each fills @fault and returns false if it failed; see command.h.
 */
#pragma once

#include "client/command.h"

bool command_whoami(struct invocation *invocation, struct fault *fault);
bool command_status(struct invocation *invocation, struct fault *fault);
bool command_accounts(struct invocation *invocation, struct fault *fault);
bool command_enable(struct invocation *invocation, struct fault *fault);
bool command_disable(struct invocation *invocation, struct fault *fault);
bool command_delegate_add(struct invocation *invocation, struct fault *fault);
bool command_delegate_rm(struct invocation *invocation, struct fault *fault);
bool command_delegate_ls(struct invocation *invocation, struct fault *fault);
bool command_run(struct invocation *invocation, struct fault *fault);
