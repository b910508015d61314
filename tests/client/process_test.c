#include "tests/support/check.h"

#include <signal.h>
#include <string.h>

#include "client/process.h"

/* More than a pipe holds. */
#define TIMES_8(text) text text text text text text text text
#define INPUT_LONG    TIMES_8(TIMES_8(TIMES_8(TIMES_8("0123456789abcdef0123456789abcdef"))))

static char *const environment[] = { (char[]){ "WHERE=here" }, NULL };

static const struct row {
	const char *name;
	const char *script; /* for sh; NULL: a program that does not exist */
	const char *input;
	int64_t limit_ms;
	int status;
	const char *out, *errors;
	bool is_timed_out;
} rows[] = {
	{ "a command that does not exist cannot be run", NULL, NULL, 0, 0, NULL, NULL, false },
	{ "a command over its limit is killed", "exec sleep 60", NULL, 50, 128 + SIGKILL, "", "",
	  true },
	{ "input that nobody reads ends neither side", "exit 7", INPUT_LONG, 0, 7, "", "", false },
	{ "a closed pipe is the command's own matter", "yes | head -n 1", NULL, 0, 0, "y\n", "",
	  false },
	{ "a signal is a status over 128", "kill -TERM $$", NULL, 0, 128 + SIGTERM, "", "", false },
	{ "the exit status is the command's", "exit 3", NULL, 0, 3, "", "", false },
	{ "both outputs are kept apart", "echo out; echo bad >&2", NULL, 0, 0, "out\n", "bad\n",
	  false },
	{ "standard input is given", "cat", "typed", 0, 0, "typed", "", false },
	{ "standard input ends when there is none", "cat", NULL, 0, 0, "", "", false },
	{ "the environment is the one given", "echo $WHERE", NULL, 0, 0, "here\n", "", false },
};

static void runs(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char *arguments[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, NULL, NULL };
	struct process_command command = { .arguments = arguments,
					   .environment = environment,
					   .input = row->input,
					   .captures_output = true,
					   .limit_ms = row->limit_ms };
	struct process_result result;
	struct fault fault;

	if (!row->script) {
		arguments[0] = arena_strdup(&t->arena, "/nowhere/command");
		assert_false(process_run(&t->arena, &command, &result, &fault));
		assert_non_null(strstr(fault.message, "/nowhere/command"));
		return;
	}
	arguments[2] = arena_strdup(&t->arena, row->script);
	assert_true(process_run(&t->arena, &command, &result, &fault));
	assert_int_equal(result.exit_status, row->status);
	assert_int_equal(result.is_timed_out, row->is_timed_out);
	assert_string_equal(result.out, row->out);
	assert_string_equal(result.errors, row->errors);
}

static const struct path_row {
	const char *name;
	const char *path;  /* the PATH of the command */
	const char *wants; /* what it says; NULL: it cannot be run */
} path_rows[] = {
	{ "a program that is not in the command's own PATH is not found", "PATH=/nowhere", NULL },
	{ "an empty PATH has no programs", "PATH=", NULL },
	{ "the command's PATH is searched to its end", "PATH=/nowhere:/usr/bin:/bin", "found\n" },
};

static void finds(void **state)
{
	struct fixture *t = *state;
	const struct path_row *row = t->row;
	char *arguments[] = { (char[]){ "echo" }, (char[]){ "found" }, NULL };
	char *variables[] = { arena_strdup(&t->arena, row->path), NULL };
	struct process_command command = { .arguments = arguments,
					   .environment = variables,
					   .captures_output = true };
	struct process_result result;
	struct fault fault;

	if (!row->wants) {
		assert_false(process_run(&t->arena, &command, &result, &fault));
		return;
	}
	assert_true(process_run(&t->arena, &command, &result, &fault));
	assert_string_equal(result.out, row->wants);
}

static const struct signal_row {
	const char *name;
	const char *script;
	int signal, status;
} signal_rows[] = {
	{ "an interrupt is left to the command, which has got it too", "kill -INT $$; sleep 60",
	  SIGINT, 128 + SIGINT },
	{ "another signal that asks us to stop becomes SIGTERM", "exec sleep 60", SIGTERM,
	  128 + SIGTERM },
};

static void stops(void **state)
{
	struct fixture *t = *state;
	const struct signal_row *row = t->row;
	const volatile sig_atomic_t interrupted = row->signal;
	char *arguments[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" },
			      arena_strdup(&t->arena, row->script), NULL };
	struct process_command command = { .arguments = arguments,
					   .environment = environment,
					   .captures_output = true,
					   .interrupted = &interrupted };
	struct process_result result;
	struct fault fault;

	assert_true(process_run(&t->arena, &command, &result, &fault));
	assert_int_equal(result.exit_status, row->status);
	assert_false(result.is_timed_out);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(path_rows, finds),
		CHECK_TABLE(rows, runs),
		CHECK_TABLE(signal_rows, stops),
	};

	return check_tables("client/process", tables, ARRAY_LEN(tables));
}
