#include "client/commands.h"

/* main starts the harness when "run" is the first word; here it came later. */
bool command_run(struct invocation *invocation, struct fault *fault)
{
	UNUSED(invocation);
	return fault_set(fault, FAULT_USAGE, "run must be the first word: mattock run ...");
}
