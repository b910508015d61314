/*
 * commands.h - the commands that judge policies; see client/command.h.
 */
#pragma once

#include "client/command.h"

bool command_policy_eval(struct invocation *invocation, struct fault *fault);
bool command_policy_check(struct invocation *invocation, struct fault *fault);
bool command_can_i(struct invocation *invocation, struct fault *fault);
bool command_explain_error(struct invocation *invocation, struct fault *fault);
bool command_explain_scp(struct invocation *invocation, struct fault *fault);
bool command_what_if(struct invocation *invocation, struct fault *fault);
