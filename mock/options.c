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
	"  --tls               serve HTTPS with a certificate made for this start\n"
	"  --tls-ca-file FILE  write what clients must trust for it to FILE\n"
	"  --tls-certificate FILE, --tls-key FILE\n"
	"                      serve HTTPS with this certificate and key (PEM)\n"
	"  --control-token FILE\n"
	"                      control requests need the token in the first line of FILE\n"
	"  --insecure          listen where other machines reach it without TLS or token:\n"
	"                      they can read every caller's keys and change everything\n"
	"  --check FILE        say what is wrong with the scenario in FILE, and exit\n"
	"  --coverage          print which operations are implemented, and exit\n"
	"  --version, --help\n"
	"\n"
	"Prints one line when ready: mattockd: ready url=http://ADDR:PORT pid=N\n"
	"Exit status: 0 stopped by a signal, 1 an error, 2 a wrong command line.\n";

static bool read_number(const char *text, uint64_t max, uint64_t *out_number)
{
	char *end;

	errno = 0;
	*out_number = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *out_number <= max;
}

static bool set_check(struct options *options, char *value, struct fault *fault)
{
	UNUSED(fault);
	options->action = OPTIONS_CHECK;
	options->scenario = value;
	return true;
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
	options->has_address = true;
	return true;
}

static bool set_seed(struct options *options, char *value, struct fault *fault)
{
	options->has_seed = true;
	if (!read_number(value, INT64_MAX, &options->seed))
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

/* One row an option; it is read in one of three ways. */
static const struct row {
	const char *name;
	bool (*set)(struct options *options, char *value, struct fault *fault);
	size_t text;                /* the place of its value */
	size_t flag;                /* the place of what is true when it is given */
	enum options_action action; /* of an option without value */
} rows[] = {
	{ .name = "scenario", .text = offsetof(struct options, scenario) },
	{ .name = "listen", .set = set_listen },
	{ .name = "ready-file", .text = offsetof(struct options, ready_file) },
	{ .name = "credentials-file", .text = offsetof(struct options, credentials_file) },
	{ .name = "state", .text = offsetof(struct options, state) },
	{ .name = "seed", .set = set_seed },
	{ .name = "clock", .set = set_clock },
	{ .name = "tls", .flag = offsetof(struct options, protection.is_self_made) },
	{ .name = "tls-ca-file", .text = offsetof(struct options, tls_ca_file) },
	{ .name = "tls-certificate", .text = offsetof(struct options, protection.certificate) },
	{ .name = "tls-key", .text = offsetof(struct options, protection.key) },
	{ .name = "control-token", .text = offsetof(struct options, protection.token) },
	{ .name = "insecure", .flag = offsetof(struct options, protection.is_insecure) },
	{ .name = "check", .set = set_check },
	{ .name = "coverage", .action = OPTIONS_COVERAGE },
	{ .name = "version", .action = OPTIONS_VERSION },
	{ .name = "help", .action = OPTIONS_HELP },
};

static bool take(const struct row *row, char *value, struct options *options, struct fault *fault)
{
	char *base = (char *)options;

	if (row->set)
		return row->set(options, value, fault);
	if (row->text)
		*(const char **)(void *)(base + row->text) = value;
	else if (row->flag)
		*(bool *)(base + row->flag) = true;
	else
		options->action = row->action;
	return true;
}

/* Options that need or exclude each other. */
static bool check(const struct options *options, struct fault *fault)
{
	const struct protection_wish *wish = &options->protection;

	if (!wish->certificate != !wish->key)
		return fault_set(fault, FAULT_USAGE,
				 "--tls-certificate and --tls-key need each other");
	if (wish->is_self_made && wish->certificate)
		return fault_set(fault, FAULT_USAGE,
				 "--tls makes a certificate: leave it out or --tls-certificate");
	if (options->tls_ca_file && !wish->is_self_made)
		return fault_set(fault, FAULT_USAGE, "--tls-ca-file needs --tls");
	return true;
}

bool options_read(int argc, char **argv, struct fault *fault, struct options *out_options)
{
	struct option known[ARRAY_LEN(rows) + 1] = { { 0 } };
	int found;

	*out_options = (struct options){ .address = "127.0.0.1" };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		known[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].set || rows[i].text ? required_argument : no_argument,
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
		if (!take(&rows[found], optarg, out_options, fault))
			return false;
	}
	if (optind < argc)
		return fault_set(fault, FAULT_USAGE, "%s: unexpected argument", argv[optind]);
	return check(out_options, fault);
}
