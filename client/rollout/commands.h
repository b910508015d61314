/*
 * commands.h - the commands of a rollout; see client/command.h.
 */
#pragma once

#include "client/command.h"

bool command_audit(struct invocation *invocation, struct fault *fault);
bool command_plan(struct invocation *invocation, struct fault *fault);
bool command_show(struct invocation *invocation, struct fault *fault);
bool command_apply(struct invocation *invocation, struct fault *fault);
bool command_verify(struct invocation *invocation, struct fault *fault);
bool command_recover(struct invocation *invocation, struct fault *fault);
bool command_relock(struct invocation *invocation, struct fault *fault);
bool command_exec(struct invocation *invocation, struct fault *fault);
bool command_policy_show(struct invocation *invocation, struct fault *fault);
bool command_policy_delete(struct invocation *invocation, struct fault *fault);
bool command_policy_edit(struct invocation *invocation, struct fault *fault);
bool command_policy_restore(struct invocation *invocation, struct fault *fault);
