#include "scenarios/scenario_words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/rehearse/folder.h"
#include "client/rehearse/server.h"
#include "scenarios/file.h"
#include "scenarios/graph.h"
#include "scenarios/library.h"

enum column { NAME, TITLE, STORY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NAME] = { .title = "NAME", .key = "name" },
	[TITLE] = { .title = "WHAT IT IS", .key = "title", .min_width = 30, .is_wrapped = true },
	[STORY] = { .key = "story" },
};

bool scenario_ls(struct arena *arena, const struct scenario_request *request, struct fault *fault)
{
	struct environment environment = environment_system();
	struct output output = output_for_stream(stdout, request->output, &environment);
	struct library library;
	struct table table;

	if (!library_read(arena, &library, fault))
		return false;
	table_init(&table, arena, columns, COLUMNS);
	for (size_t i = 0; i < library.count; i++) {
		const struct library_entry *entry = &library.entries[i];
		struct table_cell *cells = table_add(&table);

		cells[NAME].text = entry->name;
		cells[TITLE].text = entry->title ? entry->title : entry->story;
		cells[STORY].text = entry->story;
	}
	output_document(&output, &(struct output_document){
					 .kind = "scenarios",
					 .rows_key = "scenarios",
					 .rows = &table,
					 .footer = arena_printf(
						 arena,
						 "%zu scenarios in %s\n"
						 "`mattock scenario show NAME` prints one with its "
						 "story.",
						 library.count, library.folder) });
	return true;
}

static bool read_file(struct arena *arena, const char *name, const char **out_path,
		      const char **out_text, struct fault *fault)
{
	if (!library_find(arena, name, out_path, fault))
		return false;
	*out_text = file_read(arena, *out_path, fault);
	return *out_text != NULL;
}

bool scenario_show(struct arena *arena, const struct scenario_request *request, struct fault *fault)
{
	const char *path, *text;

	if (!read_file(arena, request->words[0], &path, &text, fault))
		return false;
	fputs(text, stdout);
	return true;
}

bool scenario_check(struct arena *arena, const struct scenario_request *request,
		    struct fault *fault)
{
	size_t wrong = 0;

	for (size_t i = 0; i < request->word_count; i++) {
		const char *path;

		if (!library_find(arena, request->words[i], &path, fault))
			return false;
		if (server_check(arena, path, request->interrupted, fault)) {
			printf("%s: good\n", path);
			continue;
		}
		printf("%s\n", fault->message);
		wrong++;
	}
	return wrong == 0 || fault_set(fault, FAULT_INPUT, "%zu of %zu %s wrong", wrong,
				       request->word_count, wrong == 1 ? "is" : "are");
}

static const char starter[] =
	"{\n"
	"  \"mattock\": 1,\n"
	"  \"name\": \"one old password\",\n"
	"  \"story\": \"A member account still has the password that it was opened with.\",\n"
	"  \"seed\": 1,\n"
	"  \"organization\": {\n"
	"    \"management\": \"111111111111\",\n"
	"    \"policyTypes\": [\"SERVICE_CONTROL_POLICY\"],\n"
	"    \"trustedAccess\": [\"iam.amazonaws.com\"],\n"
	"    \"features\": [\"RootCredentialsManagement\", \"RootSessions\"],\n"
	"    \"units\": [{\"name\": \"Workloads\"}]\n"
	"  },\n"
	"  \"accounts\": [\n"
	"    {\n"
	"      \"id\": \"222222222222\", \"name\": \"shop\", \"unit\": \"Workloads\",\n"
	"      \"root\": {\"password\": {\"created\": \"-900d\", \"lastUsed\": \"-400d\"}}\n"
	"    },\n"
	"    {\"id\": \"333333333333\", \"name\": \"sandbox\"}\n"
	"  ],\n"
	"  \"callers\": {\n"
	"    \"admin\": {\n"
	"      \"account\": \"111111111111\", \"user\": \"admin\", \"policies\": "
	"[\"AdministratorAccess\"]\n"
	"    }\n"
	"  },\n"
	"  \"steps\": [\n"
	"    {\n"
	"      \"name\": \"the audit finds it\",\n"
	"      \"run\": [\"mattock\", \"audit\", \"--all\"],\n"
	"      \"expect\": {\"exit\": 3, \"stdout\": {\"contains\": [\"shop\"]}}\n"
	"    }\n"
	"  ],\n"
	"  \"expect\": {\n"
	"    \"calls\": [{\"operation\": \"sts:AssumeRoot\", \"times\": 2}],\n"
	"    \"never\": [{\"operation\": \"iam:Delete*\"}]\n"
	"  }\n"
	"}\n";

bool scenario_init(struct arena *arena, const struct scenario_request *request, struct fault *fault)
{
	const char *path = request->words[0];
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (file < 0 && errno == EEXIST)
		return fault_set(fault, FAULT_INPUT, "%s is there already; name a new file", path);
	if (file < 0)
		return fault_set_errno(fault, errno, "cannot make %s", path);
	if (!durable_append(file, starter, sizeof(starter) - 1) || close(file) != 0)
		return fault_set_errno(fault, errno, "%s", path);
	printf("Wrote %s. Next:\n\n  mattock run --scenario %s\n  mattock run --scenario %s -- "
	       "bash\n",
	       path, path, path);
	UNUSED(arena);
	return true;
}

/* The state that the scenario begins with, as a server of its own has it. */
static bool read_state(struct arena *arena, const char *path, const struct json_value **out_state,
		       struct fault *fault)
{
	struct server_options options = { .scenario = path };
	struct server server;
	bool is_read;

	if (!folder_make(arena, &options.folder, fault))
		return false;
	is_read = server_start(arena, &options, &server, fault);
	if (is_read) {
		is_read = server_read(arena, &server, "/_mattock/state", fault, out_state);
		server_stop(&server);
	}
	folder_remove(options.folder);
	return is_read;
}

bool scenario_graph(struct arena *arena, const struct scenario_request *request,
		    struct fault *fault)
{
	struct environment environment = environment_system();
	struct output output = output_for_stream(stdout, OUTPUT_TABLE, &environment);
	const struct json_value *state;
	struct graph graph;
	struct buffer text;
	const char *path;

	if (!library_find(arena, request->words[0], &path, fault) ||
	    !read_state(arena, path, &state, fault))
		return false;
	graph_read(arena, state, &graph);
	buffer_init(&text, arena, 16 * 1024);
	if (!request->svg) {
		graph_write_text(&graph, output.look.width, &text);
		fputs(text.data, stdout);
		return true;
	}
	graph_write_svg(&graph, &text);
	return durable_write_file(arena, request->svg, text.data, fault);
}
