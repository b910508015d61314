/*
 * commands.h - the command that looks before the job; see client/command.h.
 */
#pragma once

#include "client/command.h"

bool command_preflight(struct invocation *invocation, struct fault *fault);
