/*
 * main.c - the program `mattock`: the only place of the client that reads the
 * process's environment, prints errors and ends with a status.
 */
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/command.h"
#include "client/durable.h"
#include "client/fault_text.h"
#include "client/harness/hand_over.h"
#include "client/help.h"
#include "client/text_wrap.h"
#include "wire/digest.h"
#include "wire/secrecy.h"

static volatile sig_atomic_t is_interrupted;

static void on_signal(int number)
{
	static const char text[] = "\nmattock: stopping when what is under way has ended; "
				   "a second signal stops at once\n";
	ssize_t written = write(STDERR_FILENO, text, sizeof(text) - 1);

	UNUSED(number);
	UNUSED(written);
	is_interrupted = 1;
}

/*
 * Whoever closes a standard stream must not have the next file that is opened,
 * a journal or a connection, in its place: what is meant for the screen would go there.
 */
static void keep_standard_streams(void)
{
	static const int modes[] = { O_RDONLY, O_RDONLY, O_RDWR };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			_exit(EXIT_ERROR);
}

/* The first signal asks to stop; with SA_RESETHAND the second one kills. */
static void set_up_process(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };

	keep_standard_streams();
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a journal that cannot grow is an error to report */
	secrecy_close_process();
	setlocale(LC_CTYPE, "C.UTF-8");
	digest_start();
}

/* A line for people on standard error, made to fit it. */
static void say(struct arena *arena, const char *prefix, const char *text)
{
	struct environment environment = environment_system();
	struct output output = output_for_stream(stderr, OUTPUT_TABLE, &environment);

	fprintf(stderr, "%s\n",
		text_wrap(arena, arena_printf(arena, "%s%s", prefix, text), output.look.width));
}

/* What was said already; a note is said once. */
struct said {
	struct arena *arena;
	const char *prefix;
	const struct invocation *invocation;
	struct said_line {
		const char *text;
		struct said_line *next;
	} * first;
};

/* Nothing is written into a line of progress. */
static void make_room(const struct invocation *invocation)
{
	if (invocation->progress)
		progress_clear(invocation->progress);
}

static void say_once(void *context, const char *text)
{
	struct said *said = context;
	struct said_line *line;

	for (line = said->first; line; line = line->next)
		if (strcmp(line->text, text) == 0)
			return;
	line = arena_new(said->arena, struct said_line);
	line->text = arena_strdup(said->arena, text);
	line->next = said->first;
	said->first = line;
	make_room(said->invocation);
	say(said->arena, said->prefix, text);
}

static void say_debug(void *context, const char *text)
{
	make_room(context);
	fprintf(stderr, "debug: %s\n", text);
}

static int end_with_fault(struct arena *arena, const struct command *command,
			  const struct fault *fault)
{
	say(arena, "mattock: ", fault_text(arena, fault));
	if (fault->kind == FAULT_USAGE)
		fprintf(stderr, "See `mattock %s%s--help`.\n", command ? command->name : "",
			command ? " " : "");
	return (int)exit_status_of_fault(fault);
}

static bool read_settings(struct invocation *invocation, struct fault *fault)
{
	const char *form = options_text(&invocation->options, OPTION_OUTPUT);
	const char *when = options_text(&invocation->options, OPTION_COLOR);
	enum output_color color = OUTPUT_COLOR_AUTOMATIC;
	enum output_form output_form = OUTPUT_TABLE;
	int64_t parallel = PARALLEL_DEFAULT;

	if (form && !output_form_parse(form, &output_form))
		return fault_set(fault, FAULT_USAGE, "--output: unknown form \"%s\"", form);
	if (when && !output_color_parse(when, &color))
		return fault_set(fault, FAULT_USAGE, "--color: unknown word \"%s\"", when);
	if (!options_integer(&invocation->options, OPTION_PARALLEL,
			     (struct option_range){ 1, PARALLEL_MAX }, &parallel, fault))
		return false;
	if (!options_integer(&invocation->options, OPTION_DEADLINE,
			     (struct option_range){ 1, DEADLINE_MAX_S }, &invocation->deadline_s,
			     fault))
		return false;
	invocation->parallel = (size_t)parallel;
	invocation->output = output_for_stream(stdout, output_form, &invocation->environment);
	output_set_color(&invocation->output, color);
	if (options_has(&invocation->options, OPTION_DEBUG))
		invocation->debug = (struct notice){ .say = say_debug, .context = invocation };
	return true;
}

/* A file that cannot be written is said before the work, not after it. */
static bool check_out(const struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);

	return !path || durable_check_place(invocation->arena, path, fault);
}

/* Whether standard output is a pipe that nobody reads any more, as in `mattock audit | head`. */
static bool is_reader_gone(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO };

	return poll(&output, 1, 0) > 0 && (output.revents & POLLERR);
}

static int run_command(struct invocation *invocation, struct fault *fault)
{
	int status;

	if (!read_settings(invocation, fault) || !check_out(invocation, fault))
		return end_with_fault(invocation->arena, invocation->command, fault);
	if (invocation->command->run(invocation, fault))
		status = (int)invocation->status;
	else
		status = end_with_fault(invocation->arena, invocation->command, fault);
	if (!invocation_done(invocation, fault))
		status = end_with_fault(invocation->arena, invocation->command, fault);
	if ((fflush(stdout) != 0 || ferror(stdout)) && !is_reader_gone()) {
		fprintf(stderr, "mattock: the result could not be written\n");
		return EXIT_ERROR;
	}
	return status;
}

/* --help and --version, wherever they stand; false if neither was given. */
static bool answer_help(const struct command_line *line, const struct environment *environment)
{
	struct output output = output_for_stream(stdout, OUTPUT_TABLE, environment);
	bool has_word = line->word_count > 0, is_help = false;
	struct command_line rest = *line;
	const struct command *command;
	struct fault fault;
	size_t used;

	if (options_has(&line->options, OPTION_VERSION)) {
		printf("mattock %s\n", MATTOCK_VERSION);
		return true;
	}
	if (has_word && strcmp(line->words[0], "help") == 0) {
		is_help = true;
		rest.words++;
		rest.word_count--;
	}
	if (!is_help && !options_has(&line->options, OPTION_HELP))
		return false;
	if (rest.word_count > 0 && command_find(&rest, &command, &used, &fault))
		help_command(&output, command);
	else
		help_overview(&output);
	return true;
}

int main(int count, char **arguments)
{
	ARENA_AUTO(arena);
	struct said said = { .arena = &arena, .prefix = "mattock: note: " };
	struct invocation invocation = { .arena = &arena,
					 .environment = environment_system(),
					 .clock = clock_system(),
					 .notice = { .say = say_once, .context = &said },
					 .input = stdin,
					 .terminal = stderr,
					 .interrupted = &is_interrupted };
	struct command_line line;
	struct fault fault = { 0 };
	size_t used = 0;

	said.invocation = &invocation;
	if (hand_over_is_due(count, arguments))
		return hand_over(arguments);
	set_up_process();
	if (!options_parse(&arena, (const char *const *)(arguments + 1),
			   count > 0 ? (size_t)count - 1 : 0, &line, &fault))
		return end_with_fault(&arena, NULL, &fault);
	if (answer_help(&line, &invocation.environment))
		return EXIT_DONE;
	if (!command_find(&line, &invocation.command, &used, &fault))
		return end_with_fault(&arena, NULL, &fault);
	if (!command_check(invocation.command, &line, used, &fault))
		return end_with_fault(&arena, invocation.command, &fault);
	invocation.options = line.options;
	invocation.arguments = line.words + used;
	invocation.argument_count = line.word_count - used;
	return run_command(&invocation, &fault);
}
