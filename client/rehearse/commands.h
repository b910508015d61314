/*
 * commands.h - snapshot and rehearse.
 *
 * Each fills @fault and returns false if it failed; see command.h.
 */
#pragma once

#include "client/command.h"

bool command_snapshot(struct invocation *invocation, struct fault *fault);
bool command_rehearse(struct invocation *invocation, struct fault *fault);
