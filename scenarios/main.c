/*
 * main.c - mattock-run, the harness: the command that its name asks for.
 *
 * `mattock` starts it as "mattock NAME" (client/harness/hand_over.h); under any
 * other name it is `mattock run`.
 */
#include <curl/curl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "scenarios/harness.h"
#include "wire/base.h"

#define PREFIX "mattock "

volatile sig_atomic_t harness_interrupted;

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "run", harness_run },       { "env", harness_env },     { "scenario", harness_scenario },
	{ "record", harness_record }, { "sweep", harness_sweep },
};

static void on_signal(int number)
{
	harness_interrupted = number;
}

/* A signal must not leave a server or a folder behind; all that follows it takes seconds. */
static void catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		sigaction(numbers[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
	int (*run)(int argc, char **argv) = harness_run;
	int status;

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (argc > 0 && strncmp(argv[0], PREFIX, strlen(PREFIX)) == 0 &&
		    strcmp(argv[0] + strlen(PREFIX), commands[i].name) == 0)
			run = commands[i].run;
	setlocale(LC_CTYPE, "C.UTF-8"); /* how wide a letter is */
	catch_signals();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	status = run(argc, argv);
	curl_global_cleanup();
	return status;
}
