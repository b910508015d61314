#include "mock/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"

const char options_help[] =
	"Usage: mattockd [OPTION]...\n"
	"A mock AWS endpoint: Organizations, IAM, STS and what root management touches.\n"
	"\n"
	"  --scenario FILE     load the organization and its accounts from FILE\n"
	"  --listen ADDR:PORT  where to listen; port 0 takes a free one [127.0.0.1:0]\n"
	"  --ready-file FILE   write the ready line to FILE when requests are answered\n"
	"  --credentials-file FILE\n"
	"                      write a profile for each caller, as AWS credentials files\n"
	"                      have them\n"
	"  --state FILE        keep the state in FILE; without it, in memory\n"
	"  --seed N            make ids and secrets repeat\n"
	"  --clock real|TIME   the mock's clock; an ISO 8601 TIME stands still [real]\n"
	"  --coverage          print which operations are implemented, and exit\n"
	"  --version, --help\n"
	"\n"
	"Prints one line when ready: mattockd: ready url=http://ADDR:PORT pid=N\n"
	"Exit status: 0 stopped by a signal, 1 an error, 2 a wrong command line.\n";

static bool set_scenario(struct options *options, char *value, struct fault *fault)
{
	UNUSED(fault);
	options->scenario = value;
	return true;
}

static bool read_number(const char *text, uint64_t max, uint64_t *out_number)
{
	char *end;

	errno = 0;
	*out_number = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *out_number <= max;
}

static bool set_listen(struct options *options, char *value, struct fault *fault)
{
	char *colon = strrchr(value, ':');
	size_t len = colon ? (size_t)(colon - value) : 0;
	uint64_t port;

	if (!colon || !read_number(colon + 1, UINT16_MAX, &port))
		return fault_set(fault, FAULT_USAGE, "--listen %s: expected ADDR:PORT", value);
	options->port = (uint16_t)port;
	*colon = '\0';
	if (len > 2 && value[0] == '[' && value[len - 1] == ']') {
		value[len - 1] = '\0';
		value++;
	}
	options->address = value;
	return true;
}

static bool set_ready_file(struct options *options, char *value, struct fault *fault)
{
	UNUSED(fault);
	options->ready_file = value;
	return true;
}

static bool set_credentials_file(struct options *options, char *value, struct fault *fault)
{
	UNUSED(fault);
	options->credentials_file = value;
	return true;
}

static bool set_state(struct options *options, char *value, struct fault *fault)
{
	UNUSED(fault);
	options->state = value;
	return true;
}

static bool set_seed(struct options *options, char *value, struct fault *fault)
{
	options->has_seed = true;
	if (!read_number(value, UINT64_MAX, &options->seed))
		return fault_set(fault, FAULT_USAGE, "--seed %s: expected a number", value);
	return true;
}

static bool set_clock(struct options *options, char *value, struct fault *fault)
{
	options->has_clock = true;
	options->is_clock_fixed = strcmp(value, "real") != 0;
	if (options->is_clock_fixed && !clock_parse_iso(value, &options->now_ms))
		return fault_set(fault, FAULT_USAGE,
				 "--clock %s: expected real or a time such as 2026-01-02T03:04:05Z",
				 value);
	return true;
}

/* One row an option. */
static const struct {
	const char *name;
	bool (*set)(struct options *options, char *value, struct fault *fault);
	enum options_action action; /* of an option without value */
} rows[] = {
	{ .name = "scenario", .set = set_scenario },
	{ .name = "listen", .set = set_listen },
	{ .name = "ready-file", .set = set_ready_file },
	{ .name = "credentials-file", .set = set_credentials_file },
	{ .name = "state", .set = set_state },
	{ .name = "seed", .set = set_seed },
	{ .name = "clock", .set = set_clock },
	{ .name = "coverage", .action = OPTIONS_COVERAGE },
	{ .name = "version", .action = OPTIONS_VERSION },
	{ .name = "help", .action = OPTIONS_HELP },
};

bool options_read(int argc, char **argv, struct fault *fault, struct options *out_options)
{
	struct option known[ARRAY_LEN(rows) + 1] = { { 0 } };
	int found;

	*out_options = (struct options){ .address = "127.0.0.1" };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		known[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].set ? required_argument : no_argument,
			.val = (int)i,
		};
	opterr = 0;
	optind = 0; /* a fresh start, also when called twice */
	while ((found = getopt_long(argc, argv, ":", known, NULL)) >= 0) {
		if (found == ':')
			return fault_set(fault, FAULT_USAGE, "%s needs a value", argv[optind - 1]);
		if (found == '?')
			return fault_set(fault, FAULT_USAGE, "%s: no such option",
					 argv[optind - 1]);
		if (!rows[found].set)
			out_options->action = rows[found].action;
		else if (!rows[found].set(out_options, optarg, fault))
			return false;
	}
	if (optind < argc)
		return fault_set(fault, FAULT_USAGE, "%s: unexpected argument", argv[optind]);
	return true;
}
