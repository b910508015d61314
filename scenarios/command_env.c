/*
 * command_env.c - `mattock env`: a namespace or a server that stays, as the
 * environment of a shell.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/rehearse/environment.h"
#include "scenarios/harness.h"
#include "scenarios/shell.h"
#include "scenarios/stay.h"

enum { GOES_ON = -1, TTL_MAX_S = 7 * 24 * 3600 };

extern char **environ;

static const char usage[] =
	"Usage: mattock env [--scenario FILE] [--caller NAME] [--shell SHELL]\n"
	"                   [--endpoint-url URL [--namespace NAME] [--ttl SECONDS]\n"
	"                    [--control-token FILE] [--ca-bundle FILE]]\n"
	"       mattock env --end [--shell SHELL]\n"
	"\n"
	"Starts a mattockd that stays, or makes a namespace of one that runs, and prints\n"
	"the commands by which a shell and all it starts use it:\n"
	"\n"
	"  eval \"$(mattock env --scenario organization.json)\"\n"
	"  eval \"$(mattock env --end)\"\n"
	"\n"
	"  --scenario FILE       how it begins; otherwise one account is all\n"
	"  --caller NAME         the profile; the default is admin, or the first caller\n"
	"  --shell SHELL         sh, fish, powershell or github (GITHUB_ENV); otherwise\n"
	"                        fish if $SHELL is, or else sh\n"
	"  --endpoint-url URL    the mattockd that runs, and gets a namespace\n"
	"  --namespace NAME      the namespace's name; otherwise one is made up\n"
	"  --ttl SECONDS         end the namespace by itself after so long\n"
	"  --control-token FILE  what that mattockd was given as --control-token\n"
	"  --ca-bundle FILE      trust the certificates in FILE for an https URL\n"
	"  --end                 end what $MATTOCK_ENV names, and take the variables away\n"
	"  --help, --version\n"
	"\n"
	"Variables that begin with AWS_ and those of proxies are unset: nothing of what\n"
	"follows goes to AWS. --end does not bring them back; a new shell has them.\n";

static const struct option options[] = {
	{ "scenario", required_argument, NULL, 's' },
	{ "caller", required_argument, NULL, 'c' },
	{ "shell", required_argument, NULL, 'l' },
	{ "endpoint-url", required_argument, NULL, 'u' },
	{ "namespace", required_argument, NULL, 'n' },
	{ "ttl", required_argument, NULL, 't' },
	{ "control-token", required_argument, NULL, 'o' },
	{ "ca-bundle", required_argument, NULL, 'b' },
	{ "end", no_argument, NULL, 'e' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

struct arguments {
	struct stay_wanted wanted;
	const char *caller;
	const struct shell *shell;
	bool is_end;
};

static int usage_error(const char *message)
{
	return harness_usage_error("env", message);
}

static const struct shell *default_shell(void)
{
	const char *shell = getenv("SHELL");
	const char *name = shell ? strrchr(shell, '/') : NULL;

	return shell_by_name(name && strcmp(name, "/fish") == 0 ? "fish" : "sh");
}

static int read_ttl(const char *text, int64_t *out_ttl_s)
{
	char *end;
	long ttl_s = strtol(text, &end, 10);

	if (*end || end == text || ttl_s < 1 || ttl_s > TTL_MAX_S)
		return usage_error("--ttl must be a number of seconds from 1 to 604800");
	*out_ttl_s = ttl_s;
	return GOES_ON;
}

static int read_shell(const char *name, struct arguments *arguments)
{
	arguments->shell = shell_by_name(name);
	if (arguments->shell)
		return GOES_ON;
	return usage_error("--shell must be sh, fish, powershell or github");
}

/* Where the text of an option goes; NULL for the others. */
static const char **text_of(struct arguments *arguments, int option)
{
	switch (option) {
	case 's':
		return &arguments->wanted.scenario;
	case 'c':
		return &arguments->caller;
	case 'u':
		return &arguments->wanted.endpoint;
	case 'n':
		return &arguments->wanted.name;
	case 'o':
		return &arguments->wanted.control_token;
	case 'b':
		return &arguments->wanted.ca_bundle;
	default:
		return NULL;
	}
}

static int read_option(int option, struct arguments *arguments)
{
	const char **text = text_of(arguments, option);

	if (text) {
		*text = optarg;
		return GOES_ON;
	}
	switch (option) {
	case 'l':
		return read_shell(optarg, arguments);
	case 't':
		return read_ttl(optarg, &arguments->wanted.ttl_s);
	case 'e':
		arguments->is_end = true;
		return GOES_ON;
	case 'h':
		fputs(usage, stdout);
		return HARNESS_DONE;
	default:
		return harness_other_option("env", option);
	}
}

/* Whether the options go together. */
static int check_arguments(const struct arguments *arguments)
{
	const struct stay_wanted *wanted = &arguments->wanted;

	if (!wanted->endpoint &&
	    (wanted->name || wanted->ttl_s || wanted->control_token || wanted->ca_bundle))
		return usage_error("--namespace, --ttl, --control-token and --ca-bundle need "
				   "--endpoint-url");
	if (arguments->is_end && (wanted->endpoint || wanted->scenario || arguments->caller))
		return usage_error("--end takes --shell alone");
	return GOES_ON;
}

static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	int option, status = GOES_ON;

	arguments->shell = default_shell();
	while (status == GOES_ON && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
		status = read_option(option, arguments);
	if (status != GOES_ON)
		return status;
	if (optind < argc)
		return usage_error("it takes no words");
	return check_arguments(arguments);
}

static const char *name_of(struct arena *arena, const char *variable)
{
	return arena_strndup(arena, variable, strcspn(variable, "="));
}

static bool is_among(const struct environment_setting *settings, const char *name)
{
	for (; settings->name; settings++)
		if (strcmp(settings->name, name) == 0)
			return true;
	return false;
}

/* What the command's own environment has of other AWS's, and @settings do not set anew. */
static void unset_ambient(struct arena *arena, const struct arguments *arguments,
			  const struct environment_setting *settings, struct buffer *out)
{
	for (char *const *variable = environ; *variable; variable++) {
		const char *name = name_of(arena, *variable);

		if (environment_is_ambient(*variable) && !is_among(settings, name))
			shell_unset(arguments->shell, out, name);
	}
}

static int begin(struct arena *arena, const struct arguments *arguments, struct fault *fault)
{
	const struct shell *shell = arguments->shell;
	struct buffer out;
	struct stay stay;
	const struct environment_setting *settings;

	if (!stay_begin(arena, &arguments->wanted, &stay, fault))
		return HARNESS_ERROR;
	settings = environment_settings(
		arena, &(struct environment_place){ .url = stay.server.url,
						    .credentials = stay.server.credentials,
						    .profile = arguments->caller ? arguments->caller
										 : "default",
						    .region = stay.region });
	buffer_init(&out, arena, 1024);
	unset_ambient(arena, arguments, settings, &out);
	for (const struct environment_setting *setting = settings; setting->name; setting++)
		shell_set(shell, &out, setting->name, setting->value);
	if (arguments->wanted.ca_bundle)
		shell_set(shell, &out, "AWS_CA_BUNDLE", arguments->wanted.ca_bundle);
	shell_set(shell, &out, STAY_VARIABLE, stay.folder);
	fputs(out.data, stdout);
	return HARNESS_DONE;
}

static int end(struct arena *arena, const struct arguments *arguments, struct fault *fault)
{
	static const struct environment_setting none = { 0 };
	const char *folder = getenv(STAY_VARIABLE);
	struct buffer out;

	if (!folder || !*folder) {
		fault_set(fault, FAULT_USAGE,
			  "%s is not set: nothing was begun in this shell with `mattock env`",
			  STAY_VARIABLE);
		return HARNESS_USAGE;
	}
	if (!stay_end(arena, folder, fault))
		return HARNESS_ERROR;
	buffer_init(&out, arena, 1024);
	unset_ambient(arena, arguments, &none, &out);
	shell_unset(arguments->shell, &out, STAY_VARIABLE);
	fputs(out.data, stdout);
	return HARNESS_DONE;
}

int harness_env(int argc, char **argv)
{
	ARENA_AUTO(arena);
	struct arguments arguments = { 0 };
	struct fault fault;
	int status = read_arguments(argc, argv, &arguments);

	if (status != GOES_ON)
		return status;
	status = arguments.is_end ? end(&arena, &arguments, &fault)
				  : begin(&arena, &arguments, &fault);
	if (status != HARNESS_DONE)
		fprintf(stderr, "mattock env: %s\n", fault.message);
	return status;
}
