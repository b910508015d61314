#include "scenarios/stay.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/rehearse/environment.h"
#include "client/rehearse/folder.h"
#include "scenarios/file.h"
#include "wire/json_writer.h"

#define RECORD "env.json"

/* What may stand in the folder; nothing else is ever removed. */
static const char *const files[] = { "credentials", "credentials.config", "mattockd.log", RECORD };

static bool read_token(struct arena *arena, const char *path, struct server *server,
		       struct fault *fault)
{
	char *text = path ? file_read(arena, path, fault) : NULL;

	if (!path)
		return true;
	if (!text)
		return false;
	text[strcspn(text, "\r\n")] = '\0';
	server->control_token = text;
	return true;
}

/* The scenario's text, NULL without one; what is no JSON is the server's to refuse. */
static bool read_scenario(struct arena *arena, const struct stay_wanted *wanted, struct stay *stay,
			  const char **out_text, struct fault *fault)
{
	const struct json_value *scenario = NULL;
	struct fault unread;

	*out_text = NULL;
	if (wanted->scenario) {
		*out_text = file_read(arena, wanted->scenario, fault);
		if (!*out_text)
			return false;
		if (!json_read(arena, *out_text, strlen(*out_text), &unread, &scenario))
			scenario = NULL;
	}
	stay->region = environment_region(scenario);
	return true;
}

static bool open_namespace(struct arena *arena, const struct stay_wanted *wanted, const char *text,
			   struct stay *stay, struct fault *fault)
{
	struct server *host = arena_new(arena, struct server);
	struct server_namespace space = {
		.name = wanted->name,
		.scenario = text,
		.credentials = arena_printf(arena, "%s/credentials", stay->folder),
		.ttl_s = wanted->ttl_s,
	};

	*host = (struct server){ .url = wanted->endpoint, .ca_bundle = wanted->ca_bundle };
	return read_token(arena, wanted->control_token, host, fault) &&
	       server_open_namespace(arena, host, &space, &stay->server, fault);
}

static void add_text(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, text);
}

static bool write_record(struct arena *arena, const struct stay_wanted *wanted,
			 const struct stay *stay, struct fault *fault)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 512);
	json_writer_init(&json, &text, true);
	json_open_object(&json);
	add_text(&json, "endpoint", wanted->endpoint);
	add_text(&json, "namespace", stay->server.name);
	add_text(&json, "controlToken", wanted->control_token);
	add_text(&json, "caBundle", wanted->ca_bundle);
	json_key(&json, "pid");
	json_integer(&json, stay->server.pid);
	json_close_object(&json);
	buffer_add_char(&text, '\n');
	return durable_write_file(arena, arena_printf(arena, "%s/" RECORD, stay->folder), text.data,
				  fault);
}

bool stay_begin(struct arena *arena, const struct stay_wanted *wanted, struct stay *out_stay,
		struct fault *fault)
{
	struct server_options options = { .scenario = wanted->scenario, .is_left = true };
	const char *text;
	bool is_begun;

	*out_stay = (struct stay){ 0 };
	if (!read_scenario(arena, wanted, out_stay, &text, fault) ||
	    !folder_make(arena, &out_stay->folder, fault))
		return false;
	options.folder = out_stay->folder;
	is_begun = wanted->endpoint ? open_namespace(arena, wanted, text, out_stay, fault)
				    : server_start(arena, &options, &out_stay->server, fault);
	if (is_begun && write_record(arena, wanted, out_stay, fault))
		return true;
	server_stop(&out_stay->server);
	folder_remove(out_stay->folder);
	return false;
}

/* The number may by now be another program's. */
static void stop_server(struct arena *arena, int64_t pid)
{
	char program[PATH_MAX];
	ssize_t len = readlink(arena_printf(arena, "/proc/%lld/exe", (long long)pid), program,
			       sizeof(program) - 1);
	const char *name;

	if (len <= 0)
		return;
	program[len] = '\0';
	name = strrchr(program, '/');
	if (name && strncmp(name, "/mattockd", strlen("/mattockd")) == 0)
		kill((pid_t)pid, SIGTERM);
}

static bool end_recorded(struct arena *arena, const struct json_value *record, struct fault *fault)
{
	struct server host = { .url = json_get_string(record, "endpoint"),
			       .ca_bundle = json_get_string(record, "caBundle") };
	struct server space = { .host = &host, .name = json_get_string(record, "namespace") };
	int64_t pid = 0;

	if (json_to_integer(json_get(record, "pid"), &pid) && pid > 1)
		stop_server(arena, pid);
	if (!host.url || !space.name)
		return true;
	if (!read_token(arena, json_get_string(record, "controlToken"), &host, fault))
		return false;
	server_stop(&space);
	return true;
}

bool stay_end(struct arena *arena, const char *folder, struct fault *fault)
{
	const char *path = arena_printf(arena, "%s/" RECORD, folder);
	const char *text = file_read(arena, path, fault);
	const struct json_value *record;

	if (!text)
		return false;
	if (!json_read(arena, text, strlen(text), fault, &record))
		return fault_prefix(fault, "%s", path);
	if (!end_recorded(arena, record, fault))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		unlink(arena_printf(arena, "%s/%s", folder, files[i]));
	return rmdir(folder) == 0 || fault_set_errno(fault, errno, "cannot remove %s", folder);
}
