#include "tests/client/road.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/client/files.h"
#include "wire/buffer.h"

enum { READY_LINE_MAX = 1024, WORDS_MAX = 24 };

#define KEY_ID "AKIAIOSFODNN7EXAMPLE"
#define SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

static void give_up(const char *what, const struct fault *fault)
{
	fprintf(stderr, "%s: %s\n", what, fault->message);
	exit(99);
}

static void read_ready_line(struct road *road)
{
	char line[READY_LINE_MAX] = "", *url;
	size_t len = 0;

	while (len < sizeof(line) - 1 && read(road->output, line + len, 1) == 1 &&
	       line[len] != '\n')
		len++;
	url = strstr(line, "url=");
	if (!url)
		give_up("mattockd", &(struct fault){ .message = "no ready line" });
	url += strlen("url=");
	road->url = arena_strndup(road->arena, url, strcspn(url, " \n"));
}

static void start_server(struct road *road, const char *scenario)
{
	char *program = arena_strdup(road->arena, getenv("MATTOCKD"));
	char *arguments[] = { program, NULL, NULL, NULL };
	char *environment[] = { NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environment };
	struct fault fault = { 0 };

	if (scenario) {
		arguments[1] = arena_strdup(road->arena, "--scenario");
		arguments[2] = arena_strdup(road->arena, files_write(road->arena, road->folder,
								     "scenario.json", scenario));
	}
	if (!process_start(&command, &road->output, &road->pid, &fault))
		give_up("mattockd", &fault);
	read_ready_line(road);
}

#define ADMIN_POLICY                                                                         \
	"[{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"," \
	"\"Resource\":\"*\"}}]"
#define CALLERS                                                                             \
	"\"callers\":{\"admin\":{\"account\":\"123456789012\",\"user\":\"admin\","          \
	"\"policies\":" ADMIN_POLICY ",\"key\":{\"id\":\"" KEY_ID "\",\"secret\":\"" SECRET \
	"\"}},"                                                                             \
	"\"nobody\":{\"account\":\"123456789012\",\"user\":\"nobody\","                     \
	"\"key\":{\"id\":\"AKIAIOSFODNN7NOBODY0\",\"secret\":\"" SECRET "\"}}"

static const char *const scenarios[] = {
	[ROAD_ALONE] = NULL,
	[ROAD_ORGANIZATION] =
		"{\"mattock\":1,\"organization\":{\"management\":\"123456789012\"}," CALLERS "}}",
	[ROAD_MEMBERS] =
		"{\"mattock\":1,\"organization\":{\"management\":\"123456789012\",\"units\":["
		"{\"name\":\"Workloads\",\"units\":[{\"name\":\"Prod\"}]},{\"name\":\"Prod\"}],"
		"\"trustedAccess\":[\"iam.amazonaws.com\"],"
		"\"features\":[\"RootCredentialsManagement\"],"
		"\"delegates\":[{\"account\":\"" ROAD_SECURITY
		"\",\"service\":\"iam.amazonaws.com\"}]},"
		"\"accounts\":["
		"{\"id\":\"" ROAD_PAYMENTS "\",\"name\":\"payments\",\"unit\":\"Workloads/Prod\","
		"\"email\":\"payments@example.com\",\"tags\":{\"env\":\"prod\"}},"
		"{\"id\":\"" ROAD_LEGACY "\",\"name\":\"=legacy, erp\"},"
		"{\"id\":\"" ROAD_CLOSED "\",\"name\":\"closed\",\"state\":\"SUSPENDED\"},"
		"{\"id\":\"" ROAD_SECURITY "\",\"name\":\"security\"}]," CALLERS
		",\"delegate\":{\"account\":\"" ROAD_SECURITY "\",\"user\":\"sam\","
		"\"policies\":" ADMIN_POLICY ",\"key\":{\"id\":\"AKIAIOSFODNN7SECURE0\","
		"\"secret\":\"" SECRET "\"}},"
		"\"root\":{\"account\":\"123456789012\",\"root\":true,"
		"\"key\":{\"id\":\"AKIAIOSFODNN7ROOT000\",\"secret\":\"" SECRET "\"}}}}",
};

static const char config_text[] = "[profile admin]\n"
				  "aws_access_key_id = " KEY_ID "\n"
				  "aws_secret_access_key = " SECRET "\n"
				  "services = mock\n"
				  "[profile nobody]\n"
				  "aws_access_key_id = AKIAIOSFODNN7NOBODY0\n"
				  "aws_secret_access_key = " SECRET "\n"
				  "services = mock\n"
				  "[profile delegate]\n"
				  "aws_access_key_id = AKIAIOSFODNN7SECURE0\n"
				  "aws_secret_access_key = " SECRET "\n"
				  "services = mock\n"
				  "[profile root]\n"
				  "aws_access_key_id = AKIAIOSFODNN7ROOT000\n"
				  "aws_secret_access_key = " SECRET "\n"
				  "services = mock\n"
				  "[profile member]\n"
				  "role_arn = arn:aws:iam::" ROAD_PAYMENTS
				  ":role/OrganizationAccountAccessRole\n"
				  "source_profile = admin\n"
				  "role_session_name = road\n"
				  "region = eu-west-1\n"
				  "services = mock\n"
				  "[profile stranger]\n"
				  "role_arn = arn:aws:iam::" ROAD_PAYMENTS ":role/NoSuchRole\n"
				  "source_profile = admin\n"
				  "services = mock\n"
				  "[services mock]\n"
				  "sts =\n  endpoint_url = {url}\n"
				  "iam =\n  endpoint_url = {url}\n"
				  "organizations =\n  endpoint_url = {url}\n";

static const char exclude_text[] = "[" ROAD_PAYMENTS "]\n"
				   "reason = tax settings need the root user\n"
				   "owner = finance\n"
				   "expires = 2000-01-31\n"
				   "[" ROAD_LEGACY "]\n";

void road_start(struct road *road, struct arena *arena, enum road_stage stage)
{
	*road = (struct road){ .arena = arena, .folder = files_init(arena) };
	start_server(road, scenarios[stage]);
	road->config = files_write(arena, road->folder, "config", road_text(road, config_text));
	road->exclude = files_write(arena, road->folder, "exclude", exclude_text);
}

void road_stop(struct road *road)
{
	process_stop(road->pid);
	close(road->output);
	files_done(road->folder);
}

static void replace(struct buffer *out, const char **text, const char *name, const char *value)
{
	size_t len = strlen(name);

	if (value && strncmp(*text, name, len) == 0) {
		buffer_add_text(out, value);
		*text += len;
	}
}

const char *road_text(const struct road *road, const char *text)
{
	struct buffer out;

	buffer_init(&out, road->arena, 64);
	while (*text) {
		const char *before = text;

		replace(&out, &text, "{url}", road->url);
		replace(&out, &text, "{config}", road->config);
		replace(&out, &text, "{exclude}", road->exclude);
		if (text == before)
			buffer_add_char(&out, *text++);
	}
	return out.data;
}

void road_run(const struct road *road, const char *const *words, const char *const *variables,
	      struct process_result *out_result)
{
	const char *usual[] = { "AWS_ACCESS_KEY_ID=" KEY_ID, "AWS_SECRET_ACCESS_KEY=" SECRET,
				"AWS_ENDPOINT_URL={url}", NULL };
	char *arguments[WORDS_MAX] = { NULL }, *environment[WORDS_MAX] = { NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environment,
						 .captures_output = true };
	struct fault fault = { 0 };
	size_t count = 0;

	variables = variables ? variables : usual;
	arguments[0] = arena_strdup(road->arena, getenv("MATTOCK"));
	for (size_t i = 0; words[i]; i++)
		arguments[i + 1] = arena_strdup(road->arena, road_text(road, words[i]));
	for (; variables[count]; count++)
		environment[count] = arena_strdup(road->arena, road_text(road, variables[count]));
	environment[count++] = arena_strdup(road->arena, "HOME=/nonexistent");
	/* The machine that tests run on may be an instance with a role of its own. */
	environment[count] = arena_strdup(road->arena, "AWS_EC2_METADATA_DISABLED=true");
	if (!process_run(road->arena, &command, out_result, &fault))
		give_up("mattock", &fault);
}
