#include "client/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wire/buffer.h"
#include "wire/clock.h"

enum { READ_SIZE = 64 * 1024, STOP_LIMIT_MS = 5000, STOP_STEP_MS = 5, WATCH_MS = 500 };

/* The ends of the pipes to a child; -1 where there is none. */
struct pipes {
	int input[2], output[2], errors[2];
};

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

static void pipes_close(struct pipes *pipes)
{
	int *const all[] = { pipes->input, pipes->output, pipes->errors };

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		close_end(&all[i][0]);
		close_end(&all[i][1]);
	}
}

static bool pipes_open(struct pipes *pipes, bool captures_errors, struct fault *fault)
{
	*pipes = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	if (pipe2(pipes->input, O_CLOEXEC) || pipe2(pipes->output, O_CLOEXEC) ||
	    (captures_errors && pipe2(pipes->errors, O_CLOEXEC))) {
		fault_set_errno(fault, errno, "cannot make a pipe");
		pipes_close(pipes);
		return false;
	}
	return true;
}

/* The redirections of a child: its input from us, its outputs to us where wanted. */
static void redirect(posix_spawn_file_actions_t *actions, const struct pipes *pipes,
		     const struct process_command *command, bool keeps_output)
{
	posix_spawn_file_actions_init(actions);
	if (!command->keeps_input)
		posix_spawn_file_actions_adddup2(actions, pipes->input[0], STDIN_FILENO);
	if (keeps_output)
		posix_spawn_file_actions_adddup2(actions, pipes->output[1], STDOUT_FILENO);
	else if (command->joins_outputs)
		posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
	if (pipes->errors[1] >= 0)
		posix_spawn_file_actions_adddup2(actions, pipes->errors[1], STDERR_FILENO);
	if (command->errors_file)
		posix_spawn_file_actions_addopen(actions, STDERR_FILENO, command->errors_file,
						 O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (command->folder)
		posix_spawn_file_actions_addchdir_np(actions, command->folder);
}

/* The command's PATH, not ours: there a folder may come first that we do not have. */
static const char *find_program(struct arena *arena, const struct process_command *command)
{
	const char *name = command->arguments[0], *path = NULL;

	for (char *const *variable = command->environment; *variable; variable++)
		if (!strncmp(*variable, "PATH=", strlen("PATH=")))
			path = *variable + strlen("PATH=");
	while (!strchr(name, '/') && path && *path) {
		size_t len = strcspn(path, ":");
		char *program = arena_printf(arena, "%.*s/%s", (int)len, path, name);

		if (len > 0 && access(program, X_OK) == 0)
			return program;
		path += len + (path[len] == ':');
	}
	return name;
}

static bool spawn(const struct process_command *command, const struct pipes *pipes,
		  bool keeps_output, int *out_pid, struct fault *fault)
{
	ARENA_AUTO(arena);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t to_default;
	pid_t pid;
	int error;

	redirect(&actions, pipes, command, keeps_output);
	posix_spawnattr_init(&attributes);
	/* What we do about a closed pipe is not the command's concern. */
	sigemptyset(&to_default);
	sigaddset(&to_default, SIGPIPE);
	posix_spawnattr_setsigdefault(&attributes, &to_default);
	posix_spawnattr_setflags(&attributes,
				 POSIX_SPAWN_SETSIGDEF |
					 (command->is_apart ? POSIX_SPAWN_SETPGROUP : 0));
	error = posix_spawn(&pid, find_program(&arena, command), &actions, &attributes,
			    command->arguments, command->environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		return fault_set_errno(fault, error, "cannot run %s", command->arguments[0]);
	*out_pid = pid;
	return true;
}

/* Reads once from *@end into @text; closes it at its end. Output past the bound is dropped. */
static void drain(int *end, struct buffer *text)
{
	char bytes[READ_SIZE];
	ssize_t len = read(*end, bytes, sizeof(bytes));

	if (len < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (len <= 0) {
		close_end(end);
		return;
	}
	if (text->len + (size_t)len <= PROCESS_OUTPUT_MAX)
		buffer_add(text, bytes, (size_t)len);
}

/* Writes what the pipe takes of @*input; closes *end when all is written or nobody reads. */
static void feed(int *end, const char **input)
{
	ssize_t len = write(*end, *input, strlen(*input));

	if (len < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (len > 0)
		*input += len;
	if (len <= 0 || !**input)
		close_end(end); /* a command that does not read its input: its own matter */
}

static bool is_interrupted(const struct process_command *command)
{
	return command->interrupted && *command->interrupted;
}

/* What goes in and what comes out. */
struct exchange {
	const struct process_command *command;
	const char *input;
	struct buffer *out, *errors;
};

/*
 * Feeds the input and collects both outputs until they end; false at the deadline
 * or a signal. All at once, or both sides could wait on a full pipe.
 */
static bool converse(struct pipes *pipes, struct exchange *exchange, int64_t deadline_ms)
{
	struct clock clock = clock_system();

	while (pipes->output[0] >= 0 || pipes->errors[0] >= 0 || pipes->input[1] >= 0) {
		struct pollfd ends[] = {
			{ .fd = pipes->output[0], .events = POLLIN },
			{ .fd = pipes->errors[0], .events = POLLIN },
			{ .fd = pipes->input[1], .events = POLLOUT },
		};
		int64_t left_ms = deadline_ms - clock_now_ms(&clock);

		if (left_ms <= 0 || is_interrupted(exchange->command))
			return false;
		if (poll(ends, ARRAY_LEN(ends), left_ms < WATCH_MS ? (int)left_ms : WATCH_MS) < 0 &&
		    errno != EINTR)
			return false;
		if (ends[0].revents)
			drain(&pipes->output[0], exchange->out);
		if (ends[1].revents)
			drain(&pipes->errors[0], exchange->errors);
		if (ends[2].revents)
			feed(&pipes->input[1], &exchange->input);
	}
	return true;
}

static int exit_status(int wait_status)
{
	return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

/* Waits for @pid until the deadline, or a signal if @command is given; false if it still runs. */
static bool wait_until(int pid, int64_t deadline_ms, const struct process_command *command,
		       int *out_wait_status)
{
	struct clock clock = clock_system();

	for (;;) {
		pid_t ended = waitpid(pid, out_wait_status, WNOHANG);

		if (ended == pid || (ended < 0 && errno != EINTR))
			return true;
		if (clock_now_ms(&clock) >= deadline_ms || (command && is_interrupted(command)))
			return false;
		poll(NULL, 0, STOP_STEP_MS);
	}
}

static void kill_after(int pid, int64_t limit_ms, int *out_wait_status)
{
	struct clock clock = clock_system();

	if (wait_until(pid, clock_now_ms(&clock) + limit_ms, NULL, out_wait_status))
		return;
	kill(pid, SIGKILL);
	waitpid(pid, out_wait_status, 0);
}

/* Ends a command that is over its limit, or that must end because we must. */
static void end_early(const struct process_command *command, int pid, int *out_wait_status)
{
	if (is_interrupted(command) && (*command->interrupted != SIGINT || command->is_apart))
		kill(pid, SIGTERM);
	kill_after(pid, is_interrupted(command) ? STOP_LIMIT_MS : 0, out_wait_status);
	if (command->is_apart)
		kill(-pid, SIGKILL); /* what it started and left */
}

bool process_run(struct arena *arena, const struct process_command *command,
		 struct process_result *out_result, struct fault *fault)
{
	struct clock clock = clock_system();
	int64_t limit_ms = command->limit_ms ? command->limit_ms : PROCESS_LIMIT_MS;
	int64_t deadline_ms = clock_now_ms(&clock) + limit_ms;
	struct buffer out, errors;
	struct exchange exchange = { command, command->input ? command->input : "", &out, &errors };
	struct pipes pipes;
	int pid, wait_status = 0;
	void (*on_closed_pipe)(int);

	*out_result = (struct process_result){ .out = "", .errors = "" };
	if (!pipes_open(&pipes, command->captures_output, fault))
		return false;
	if (!spawn(command, &pipes, command->captures_output, &pid, fault)) {
		pipes_close(&pipes);
		return false;
	}
	close_end(&pipes.input[0]);
	close_end(&pipes.output[1]);
	close_end(&pipes.errors[1]);
	fcntl(pipes.input[1], F_SETFL, O_NONBLOCK);
	buffer_init(&out, arena, 4096);
	buffer_init(&errors, arena, 1024);
	on_closed_pipe = signal(SIGPIPE, SIG_IGN); /* a command need not read its input */
	if (!converse(&pipes, &exchange, deadline_ms) ||
	    !wait_until(pid, deadline_ms, command, &wait_status)) {
		out_result->is_timed_out = !is_interrupted(command);
		end_early(command, pid, &wait_status);
	}
	signal(SIGPIPE, on_closed_pipe);
	pipes_close(&pipes);
	out_result->exit_status = exit_status(wait_status);
	out_result->out = out.data;
	out_result->errors = errors.data;
	out_result->out_len = out.len;
	out_result->errors_len = errors.len;
	return true;
}

bool process_start(const struct process_command *command, int *out_output, int *out_pid,
		   struct fault *fault)
{
	struct pipes pipes;
	bool is_started;

	if (!pipes_open(&pipes, false, fault))
		return false;
	is_started = spawn(command, &pipes, true, out_pid, fault);
	if (is_started) {
		*out_output = pipes.output[0];
		pipes.output[0] = -1;
	}
	pipes_close(&pipes);
	return is_started;
}

void process_stop(int pid)
{
	int wait_status;

	kill(pid, SIGTERM);
	kill_after(pid, STOP_LIMIT_MS, &wait_status);
}
