#include "client/confirm.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "client/text_wrap.h"

enum { ANSWER_MAX = 256 };

/*
 * Waits for a line or a signal. A signal that comes before the waiting begins
 * ends it too: only while we wait can one arrive.
 */
static void wait_for_answer(const struct invocation *invocation)
{
	struct pollfd input = { .fd = fileno(invocation->input), .events = POLLIN };
	sigset_t stopping, before;

	sigemptyset(&stopping);
	sigaddset(&stopping, SIGINT);
	sigaddset(&stopping, SIGTERM);
	sigprocmask(SIG_BLOCK, &stopping, &before);
	while (!invocation_is_interrupted(invocation) && ppoll(&input, 1, NULL, &before) <= 0)
		;
	sigprocmask(SIG_SETMASK, &before, NULL);
}

bool confirm(const struct invocation *invocation, const char *question, const char *token,
	     struct fault *fault)
{
	char answer[ANSWER_MAX] = "";
	struct output output;

	if (options_has(&invocation->options, OPTION_YES))
		return true;
	if (!isatty(fileno(invocation->input)) || !isatty(fileno(invocation->terminal)))
		return fault_set(fault, FAULT_REFUSED,
				 "%s changes things and there is no terminal to ask on; add --yes",
				 invocation->command->name);
	output = output_for_stream(invocation->terminal, OUTPUT_TABLE, &invocation->environment);
	fprintf(invocation->terminal, "%s\nType \"%s\" to go on: ",
		text_wrap(invocation->arena, question, output.look.width), token);
	fflush(invocation->terminal);
	wait_for_answer(invocation);
	if (invocation_is_interrupted(invocation))
		return fault_set(fault, FAULT_INTERRUPTED, "stopped; nothing was changed");
	if (!fgets(answer, sizeof(answer), invocation->input))
		answer[0] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';
	if (strcmp(answer, token) == 0)
		return true;
	return fault_set(fault, FAULT_REFUSED, "not confirmed; nothing was changed");
}
