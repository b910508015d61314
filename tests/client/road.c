#include "tests/client/road.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/client.h"
#include "model/organizations_client.h"
#include "tests/client/files.h"
#include "wire/buffer.h"

enum { READY_LINE_MAX = 1024, WORDS_MAX = 24, POLL_MS = 20 };

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

static void start_server(struct road *road)
{
	char *program = arena_strdup(road->arena, getenv("MATTOCKD"));
	char *arguments[] = { program, NULL };
	char *environment[] = { NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environment };
	struct fault fault = { 0 };

	if (!process_start(&command, &road->output, &road->pid, &fault))
		give_up("mattockd", &fault);
	read_ready_line(road);
}

#define MUST(call)                             \
	do {                                   \
		if (!(call))                   \
			give_up(#call, fault); \
	} while (0)

/* Asks for an account; the id of the request. */
static const char *create_account(struct client *client, const char *name, struct fault *fault)
{
	const struct organizations_create_account_in in = {
		.account_name = name,
		.email = arena_printf(client->arena, "%s@example.com", name),
	};
	struct organizations_create_account_out out;

	MUST(organizations_create_account(client, &in, &out, fault));
	return out.create_account_status->id;
}

/* Waits until the account is there; its id. */
static const char *await_account(struct client *client, const char *request, struct fault *fault)
{
	const struct organizations_describe_create_account_status_in in = {
		.create_account_request_id = request
	};
	struct organizations_describe_create_account_status_out out;

	do {
		fiber_sleep(client->system->fibers, POLL_MS);
		MUST(organizations_describe_create_account_status(client, &in, &out, fault));
	} while (strcmp(out.create_account_status->state, "IN_PROGRESS") == 0);
	return out.create_account_status->account_id;
}

static const char *create_unit(struct client *client, const char *parent, const char *name,
			       struct fault *fault)
{
	const struct organizations_create_organizational_unit_in in = { .parent_id = parent,
									.name = name };
	struct organizations_create_organizational_unit_out out;

	MUST(organizations_create_organizational_unit(client, &in, &out, fault));
	return out.organizational_unit->id;
}

static void add_members(struct road *road, struct client *client, struct fault *fault)
{
	struct organizations_list_roots_in ask = { 0 };
	struct organizations_list_roots_out roots;
	struct organizations_move_account_in move = { 0 };
	struct organizations_move_account_out moved;
	struct organizations_tag tag = { .key = "env", .value = "prod" };
	struct organizations_tag_resource_in label = { .tags = { true, 1, &tag } };
	struct organizations_tag_resource_out labelled;

	MUST(organizations_list_roots(client, &ask, &roots, fault));
	road->payments = create_account(client, "payments", fault);
	road->legacy = create_account(client, "legacy-erp", fault);
	road->payments = await_account(client, road->payments, fault);
	road->legacy = await_account(client, road->legacy, fault);
	move.account_id = label.resource_id = road->payments;
	move.source_parent_id = roots.roots.items[0].id;
	move.destination_parent_id =
		create_unit(client, create_unit(client, move.source_parent_id, "Workloads", fault),
			    "Prod", fault);
	MUST(organizations_move_account(client, &move, &moved, fault));
	MUST(organizations_tag_resource(client, &label, &labelled, fault));
}

static const char config_text_of_road[] =
	"[default]\n"
	"region = eu-west-1\n"
	"services = mock\n"
	"[profile admin]\n"
	"aws_access_key_id = " KEY_ID "\n"
	"aws_secret_access_key = " SECRET "\n"
	"services = mock\n"
	"[profile member]\n"
	"role_arn = arn:aws:iam::{payments}:role/OrganizationAccountAccessRole\n"
	"source_profile = admin\n"
	"role_session_name = road\n"
	"region = eu-west-1\n"
	"services = mock\n"
	"[profile stranger]\n"
	"role_arn = arn:aws:iam::{payments}:role/NoSuchRole\n"
	"source_profile = admin\n"
	"services = mock\n"
	"[services mock]\n"
	"sts =\n  endpoint_url = {url}\n"
	"iam =\n  endpoint_url = {url}\n"
	"organizations =\n  endpoint_url = {url}\n";

static const char exclude_text[] = "[{payments}]\n"
				   "reason = tax settings need the root user\n"
				   "owner = finance\n"
				   "expires = 2000-01-31\n"
				   "[{legacy}]\n";

/* Again when the accounts are known. */
static void write_files(struct road *road)
{
	if (!road->folder)
		road->folder = files_init(road->arena);
	road->config = files_write(road->arena, road->folder, "config",
				   road_text(road, config_text_of_road));
	road->exclude =
		files_write(road->arena, road->folder, "exclude", road_text(road, exclude_text));
}

void road_start(struct road *road, struct arena *arena, enum road_stage stage)
{
	const char *pairs[] = { "AWS_ACCESS_KEY_ID", KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET,
				NULL };
	struct client_system_options options = { .environment = environment_fixed(pairs),
						 .clock = clock_system(),
						 .parallel = 1 };
	const struct organizations_create_organization_in in = { .feature_set = "ALL" };
	struct organizations_create_organization_out out;
	struct client_system *system;
	struct client client;
	struct fault fault_storage = { 0 }, *fault = &fault_storage;

	*road = (struct road){ .arena = arena };
	start_server(road);
	write_files(road);
	options.endpoint_url = road->url;
	if (stage == ROAD_ALONE)
		return;
	MUST(client_system_new(&options, &system, fault));
	MUST(client_open(system, arena, "us-east-1", &client, fault));
	MUST(organizations_create_organization(&client, &in, &out, fault));
	if (stage == ROAD_MEMBERS)
		add_members(road, &client, fault);
	client_done(&client);
	client_system_free(system);
	write_files(road);
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

		replace(&out, &text, "{payments}", road->payments);
		replace(&out, &text, "{legacy}", road->legacy);
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
	environment[count] = arena_strdup(road->arena, "HOME=/nonexistent");
	if (!process_run(road->arena, &command, out_result, &fault))
		give_up("mattock", &fault);
}
