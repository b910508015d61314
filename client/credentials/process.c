/*
 * process.c - the link that runs a credential_process.
 *
 * The command gets our standard input, standard error and environment, as the
 * SDKs give them: it may ask for a password. No shell is between, and nothing
 * of what Mattock holds is given to it. Other calls go on while it runs.
 */
#include "client/process.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/credentials/chain.h"
#include "client/credentials/document.h"
#include "client/credentials/words.h"
#include "wire/buffer.h"

enum { PROCESS_TIMEOUT_MS = 60 * 1000, PROCESS_STEP_MS = 10, READ_SIZE = 4096 };

/* A command while it runs. */
struct run {
	struct chain *chain;
	int pid, output;
	int64_t deadline_ms; /* of the monotonic clock */
	struct buffer text;
};

static bool is_late(const struct run *run)
{
	return clock_now_ms(&run->chain->system->monotonic) >= run->deadline_ms;
}

/* True when there is no more to read; false at a bound, which @fault then says. */
static bool collect(struct run *run, struct fault *fault)
{
	char *place;
	ssize_t got;

	for (;;) {
		if (is_late(run))
			return fault_set(fault, FAULT_CREDENTIALS,
					 "it did not end within %d seconds",
					 PROCESS_TIMEOUT_MS / 1000);
		if (run->text.len > DOCUMENT_MAX)
			return fault_set(fault, FAULT_CREDENTIALS, "it wrote more than %d bytes",
					 DOCUMENT_MAX);
		place = buffer_extend(&run->text, READ_SIZE);
		got = read(run->output, place, READ_SIZE);
		run->text.len -= (size_t)(READ_SIZE - (got > 0 ? got : 0));
		run->text.data[run->text.len] = '\0';
		if (got == 0)
			return true;
		if (got < 0 && errno != EAGAIN && errno != EINTR)
			return fault_set_errno(fault, errno, "cannot read its output");
		if (got < 0)
			fiber_sleep(run->chain->system->fibers, PROCESS_STEP_MS);
	}
}

/* Waits for its end, kills it if that is late, and says what was wrong. */
static bool finish(struct run *run, bool is_read, struct fault *fault)
{
	int status = 0;
	pid_t ended = 0;

	while (is_read && (ended = waitpid(run->pid, &status, WNOHANG)) == 0) {
		if (is_late(run)) {
			is_read = fault_set(fault, FAULT_CREDENTIALS,
					    "it did not end within %d seconds",
					    PROCESS_TIMEOUT_MS / 1000);
			break;
		}
		fiber_sleep(run->chain->system->fibers, PROCESS_STEP_MS);
	}
	if (ended == 0) {
		kill(run->pid, SIGKILL);
		waitpid(run->pid, &status, 0);
	}
	if (!is_read || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return is_read;
	if (WIFEXITED(status))
		return fault_set(fault, FAULT_CREDENTIALS, "it ended with status %d",
				 WEXITSTATUS(status));
	return fault_set(fault, WTERMSIG(status) == SIGINT ? FAULT_INTERRUPTED : FAULT_CREDENTIALS,
			 "signal %d ended it", WTERMSIG(status));
}

static bool run_command(struct chain *chain, char **words, struct fault *fault, struct run *out_run)
{
	static char *const nothing[] = { NULL };
	char *const *variables = chain->system->environment.variables;
	const struct process_command command = { .arguments = words,
						 .environment = variables ? variables : nothing,
						 .keeps_input = true };
	bool is_read;

	*out_run = (struct run){ .chain = chain,
				 .deadline_ms = clock_now_ms(&chain->system->monotonic) +
						PROCESS_TIMEOUT_MS };
	buffer_init(&out_run->text, &chain->arena, READ_SIZE);
	if (!process_start(&command, &out_run->output, &out_run->pid, fault)) {
		fault->kind = FAULT_CREDENTIALS;
		return false;
	}
	fcntl(out_run->output, F_SETFL, O_NONBLOCK);
	is_read = collect(out_run, fault);
	close(out_run->output);
	return finish(out_run, is_read, fault);
}

bool link_process(struct chain *chain, const struct chain_place *place, struct fault *fault,
		  struct credentials **out_credentials)
{
	const char *line = chain_setting(chain, place, "credential_process");
	struct credentials_step step = { .link = place->link->name, .profile = place->profile };
	char **words = NULL;
	struct run run;

	if (!line)
		return chain_pass(chain, "no credential_process");
	if (!words_split(&chain->arena, line, fault, &words) ||
	    !run_command(chain, words, fault, &run) ||
	    !document_read(&chain->arena, DOCUMENT_PROCESS,
			   (struct document_text){ run.text.data, run.text.len }, fault,
			   out_credentials))
		return fault_prefix(fault, "profile %s: its credential_process%s%s", place->profile,
				    words ? " " : "", words ? words[0] : "");
	/* Its arguments may be secret; the program's name says enough. */
	step.text = arena_printf(&chain->arena, "credential_process %s of profile %s", words[0],
				 place->profile);
	credentials_set_step(*out_credentials, &step, NULL);
	(*out_credentials)->is_renewable = (*out_credentials)->expires_ms != 0;
	return true;
}
