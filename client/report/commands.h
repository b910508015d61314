/*
 * commands.h - the commands that work on saved results.
 *
 * Each fills @fault and returns false if it failed; see command.h.
 */
#pragma once

#include "client/command.h"

bool command_diff(struct invocation *invocation, struct fault *fault);
bool command_drift(struct invocation *invocation, struct fault *fault);
bool command_report(struct invocation *invocation, struct fault *fault);
