/*
 * confirm.h - asks before something is changed.
 */
#pragma once

#include "client/command.h"

/*
 * True if --yes was given or, on a terminal, the answer to @question is
 * exactly @token. FAULT_REFUSED otherwise, also where there is no terminal
 * to ask on; FAULT_INTERRUPTED if a signal came instead of an answer.
 */
MUST_USE bool confirm(const struct invocation *invocation, const char *question, const char *token,
		      struct fault *fault);
