#include <string.h>

#include "client/commands.h"
#include "client/completion.h"

static const struct {
	const char *name;
	void (*write)(FILE *stream);
} shells[] = {
	{ "bash", completion_write_bash },
	{ "zsh", completion_write_zsh },
	{ "fish", completion_write_fish },
};

bool command_completion(struct invocation *invocation, struct fault *fault)
{
	const char *shell = invocation->arguments[0];

	for (size_t i = 0; i < ARRAY_LEN(shells); i++) {
		if (strcmp(shell, shells[i].name) != 0)
			continue;
		shells[i].write(invocation->output.stream);
		return true;
	}
	return fault_set(fault, FAULT_USAGE,
			 "there is no completion for \"%s\"; there is for bash, zsh and fish",
			 shell);
}
