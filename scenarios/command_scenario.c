/*
 * command_scenario.c - `mattock scenario`: what is installed, and files of one's own.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/harness.h"
#include "scenarios/scenario_words.h"

enum { GOES_ON = -1 };

static const char usage[] =
	"Usage: mattock scenario ls [--output FORM]\n"
	"       mattock scenario show NAME\n"
	"       mattock scenario check NAME...\n"
	"       mattock scenario init FILE\n"
	"       mattock scenario graph NAME [--svg FILE]\n"
	"\n"
	"NAME is a scenario of the library, or a file that ends in .json.\n"
	"\n"
	"  ls                 list the library; json, jsonl and csv also have the stories\n"
	"  show               print a scenario\n"
	"  check              say FILE:LINE:COLUMN of what is wrong, as mattockd reads it\n"
	"  init               write a small scenario to begin with; FILE must be new\n"
	"  graph              draw the organization: units, control policies, accounts,\n"
	"                     root credentials\n"
	"\n"
	"  --output FORM      of ls: table, json, jsonl or csv\n"
	"  --svg FILE         of graph: write an SVG image instead of text\n"
	"  --help, --version\n"
	"\n"
	"Ends with 1 if a scenario is wrong or cannot be read.\n";

static const struct option options[] = {
	{ "output", required_argument, NULL, 'o' },
	{ "svg", required_argument, NULL, 'g' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

static const struct word {
	const char *name;
	size_t min, max;   /* words behind it */
	const char *needs; /* what is said if there are others */
	bool (*run)(struct arena *arena, const struct scenario_request *request,
		    struct fault *fault);
} words[] = {
	{ "ls", 0, 0, "ls takes no NAME", scenario_ls },
	{ "show", 1, 1, "show needs one NAME", scenario_show },
	{ "check", 1, SIZE_MAX, "check needs a NAME", scenario_check },
	{ "init", 1, 1, "init needs one FILE to write", scenario_init },
	{ "graph", 1, 1, "graph needs one NAME", scenario_graph },
};

static int usage_error(const char *message)
{
	return harness_usage_error("scenario", message);
}

static int read_option(int option, struct scenario_request *request)
{
	switch (option) {
	case 'o':
		if (output_form_parse(optarg, &request->output))
			return GOES_ON;
		return usage_error("--output must be table, json, jsonl or csv");
	case 'g':
		request->svg = optarg;
		return GOES_ON;
	case 'h':
		fputs(usage, stdout);
		return HARNESS_DONE;
	default:
		return harness_other_option("scenario", option);
	}
}

static const struct word *find_word(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

static int run_word(const struct word *word, const struct scenario_request *request)
{
	ARENA_AUTO(arena);
	struct fault fault;

	if (word->run(&arena, request, &fault))
		return HARNESS_DONE;
	fprintf(stderr, "mattock scenario: %s\n", fault.message);
	return fault.kind == FAULT_USAGE ? HARNESS_USAGE : HARNESS_ERROR;
}

int harness_scenario(int argc, char **argv)
{
	struct scenario_request request = { .output = OUTPUT_TABLE,
					    .interrupted = &harness_interrupted };
	const struct word *word;
	int option, status = GOES_ON;

	while (status == GOES_ON && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
		status = read_option(option, &request);
	if (status != GOES_ON)
		return status;
	word = optind < argc ? find_word(argv[optind]) : NULL;
	if (!word)
		return usage_error("one of ls, show, check, init and graph must follow");
	request.words = argv + optind + 1;
	request.word_count = (size_t)(argc - optind - 1);
	if (request.word_count < word->min || request.word_count > word->max)
		return usage_error(word->needs);
	return run_word(word, &request);
}
