/*
 * A role that wants an MFA code, assumed by the program itself at a server, on
 * a terminal of its own and without one.
 */
#include "tests/support/check.h"

#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/client/files.h"
#include "tests/support/conversation.h"
#include "wire/buffer.h"

#define KEY_ID "AKIAIOSFODNN7EXAMPLE"
#define SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
#define SERIAL "arn:aws:iam::123456789012:mfa/admin"
#define PROMPT "Enter MFA code for " SERIAL ": "

static const char scenario[] =
	"{'mattock':1,'accounts':[{'id':'123456789012','name':'m','users':[{'name':'admin',"
	"'mfa':['virtual']}],'roles':[{'name':'guarded','trust':{'Version':'2012-10-17',"
	"'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::123456789012:root'},"
	"'Action':'sts:AssumeRole','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}}}}}]}"
	"],'callers':{'admin':{'account':'123456789012','user':'admin',"
	"'policies':['AdministratorAccess'],'key':{'id':'" KEY_ID "','secret':'" SECRET "'}}}}";
static const char config_text[] =
	"[profile guarded]\nrole_arn = arn:aws:iam::123456789012:role/guarded\n"
	"source_profile = base\nmfa_serial = " SERIAL "\nrole_session_name = with-code\n"
	"[profile base]\naws_access_key_id = " KEY_ID "\naws_secret_access_key = " SECRET "\n";

static struct {
	struct conversation *server;
	const char *config, *folder;
	struct arena arena;
} shared;

static const struct row {
	const char *name;
	bool has_terminal;
	const char *typed[4]; /* an answer to each prompt; "" is the end of the input */
	int status;
	const char *want; /* a part of the outputs */
	int prompts;
} rows[] = {
	{ "without a terminal it says so and asks nothing",
	  false,
	  { NULL },
	  1,
	  "an MFA code of " SERIAL " is needed, and there is no terminal to ask on",
	  0 },
	{ "what is no code is asked for three times",
	  true,
	  { "12345", "abcdef", "1234567" },
	  1,
	  "what was typed is no MFA code of " SERIAL ": it has 6 digits",
	  3 },
	{ "the end of the input is no code",
	  true,
	  { "" },
	  1,
	  "no MFA code was given for " SERIAL,
	  1 },
	{ "a wrong code is refused in AWS's words",
	  true,
	  { "000000" },
	  1,
	  "MultiFactorAuthentication failed with invalid MFA one time pass code",
	  1 },
	{ "a right code takes the role",
	  true,
	  { "482913" },
	  4,
	  "arn:aws:sts::123456789012:assumed-role/guarded/with-code",
	  1 },
	{ "a second try may be right", true, { "x", "482913" }, 4, "Found by      assume-role", 2 },
};

/* In the child: the program, with its outputs in one pipe and no other terminal than ours. */
static void become_program(int output)
{
	char url[128], config[512];
	char *arguments[] = { getenv("MATTOCK"),     (char[]){ "whoami" },  (char[]){ "--profile" },
			      (char[]){ "guarded" }, (char[]){ "--debug" }, NULL };
	char *environment[] = { url, config, (char[]){ "AWS_MAX_ATTEMPTS=1" },
				(char[]){ "COLUMNS=1000" }, NULL };

	snprintf(url, sizeof(url), "AWS_ENDPOINT_URL=http://%s", conversation_host(shared.server));
	snprintf(config, sizeof(config), "AWS_CONFIG_FILE=%s", shared.config);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execve(arguments[0], arguments, environment);
	_exit(127);
}

static pid_t start(bool has_terminal, int *out_terminal, int *out_output)
{
	int ends[2];
	pid_t pid;

	if (pipe(ends) != 0)
		abort();
	*out_terminal = -1;
	pid = has_terminal ? forkpty(out_terminal, NULL, NULL, NULL) : fork();
	if (pid == 0) {
		if (!has_terminal)
			setsid();
		become_program(ends[1]);
	}
	close(ends[1]);
	*out_output = ends[0];
	return pid;
}

static void add_read(int fd, struct buffer *text, ssize_t *out_got)
{
	char bytes[1024];

	*out_got = read(fd, bytes, sizeof(bytes));
	if (*out_got > 0)
		buffer_add(text, bytes, (size_t)*out_got);
}

/* Answers each prompt; the terminal ends with the program. Returns how many there were. */
static int converse(int terminal, const char *const *typed, struct arena *arena)
{
	struct buffer seen;
	size_t looked_at = 0;
	ssize_t got = 1;
	int prompts = 0;

	buffer_init(&seen, arena, 256);
	while (got > 0) {
		const char *found = strstr(seen.data + looked_at, PROMPT);

		if (!found) {
			add_read(terminal, &seen, &got);
			continue;
		}
		looked_at = (size_t)(found - seen.data) + strlen(PROMPT);
		if (typed[prompts])
			dprintf(terminal, *typed[prompts] ? "%s\n" : "\004%s", typed[prompts]);
		prompts++;
	}
	return prompts;
}

static void asks(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	int terminal, output, prompts = 0, status = 0;
	pid_t pid = start(row->has_terminal, &terminal, &output);
	struct buffer out;
	ssize_t got = 1;

	buffer_init(&out, &t->arena, 1024);
	if (terminal >= 0)
		prompts = converse(terminal, row->typed, &t->arena);
	while (got > 0)
		add_read(output, &out, &got);
	waitpid(pid, &status, 0);
	close(output);
	if (terminal >= 0)
		close(terminal);
	if (!strstr(out.data, row->want) || WEXITSTATUS(status) != row->status)
		fail_msg("ended with %d; \"%s\" is wanted in:\n%s", WEXITSTATUS(status), row->want,
			 out.data);
	assert_int_equal(prompts, row->prompts);
	assert_null(strstr(out.data, "482913"));
	assert_null(strstr(out.data, SECRET));
}

int main(void)
{
	int failed;

	shared.folder = files_init(&shared.arena);
	shared.config = files_write(&shared.arena, shared.folder, "config", config_text);
	shared.server = conversation_start(&shared.arena, scenario);
	failed = check_table("client/mfa", rows, asks);
	conversation_stop(shared.server);
	files_done(shared.folder);
	arena_done(&shared.arena);
	return failed;
}
