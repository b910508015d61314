#include "tests/client/credentials/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/credentials/chain.h"
#include "tests/client/credentials/desk_data.h"
#include "tests/client/files.h"
#include "wire/buffer.h"

/* 2026-12-01T00:00:00Z, always. */
static int64_t now_ms = INT64_C(1796083200000);

/* The names of the token files: SHA-1 of "corp" and of the older form's URL. */
#define CORP "ee0bfd2552fbd840c02cc48b6e823320543c450f"
#define OLD  "103c764598c7bfb84492cce4b625216b27775ddd"

/* Shared by all rows. */
static struct {
	struct stub *stub;
	const char *folder, *cache;
} shared;

static const char *fill(struct arena *arena, const char *text)
{
	const struct {
		const char *name, *value;
	} places[] = {
		{ "{url}", arena_printf(arena, "http://127.0.0.1:%d", stub_port(shared.stub)) },
		{ "{folder}", shared.folder },
		{ "{corp}", CORP },
	};
	char *filled = arena_strdup(arena, text), *found;

	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		while ((found = strstr(filled, places[i].name)))
			filled = arena_printf(arena, "%.*s%s%s", (int)(found - filled), filled,
					      places[i].value, found + strlen(places[i].name));
	return filled;
}

/* name, value, ..., NULL; a proxy is the process's own, since curl looks there. */
static struct environment make_environment(struct arena *arena, const struct desk_row *row)
{
	const char *const usual[] = { "HOME={folder}", "AWS_CONFIG_FILE={folder}/config",
				      "AWS_SHARED_CREDENTIALS_FILE={folder}/credentials",
				      "AWS_ENDPOINT_URL={url}", "AWS_MAX_ATTEMPTS=1" };
	const char **pairs = arena_array(arena, 32, sizeof(*pairs));
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(row->variables) + ARRAY_LEN(usual); i++) {
		bool is_own = i < ARRAY_LEN(row->variables);
		const char *text = is_own ? row->variables[i]
					  : usual[i - ARRAY_LEN(row->variables)];
		size_t len = text ? strcspn(text, "=") : 0;

		if (!text)
			continue;
		pairs[count++] = arena_strndup(arena, text, len);
		pairs[count++] = fill(arena, text + len + 1);
		if (strcmp(pairs[count - 2], "http_proxy") == 0)
			setenv("http_proxy", pairs[count - 1], 1);
	}
	return environment_fixed(pairs);
}

/* A clock by which a minute passes at every look. */
static int64_t hurried_ms(void *context)
{
	return *(int64_t *)context += INT64_C(61) * 1000;
}

static const char *describe(struct arena *arena, const struct credentials *credentials)
{
	const char *token = credentials->session_token ? credentials->session_token : "-";

	return arena_printf(arena, "%s %s %s", credentials->access_key_id, token,
			    credentials->link);
}

static const char *end_of(struct arena *arena, const struct credentials *credentials)
{
	char *text = arena_alloc(arena, CLOCK_ISO_LEN + 2);

	if (credentials->expires_ms == 0)
		return credentials->is_renewable ? "+" : "";
	text[0] = '+';
	clock_format_iso(credentials->expires_ms, text + 1);
	return credentials->is_renewable ? text : text + 1;
}

/* What the chain finds: described, with its end; or the message. */
struct found {
	const char *text, *end, *debug;
	bool has_looks;
};

static void hear(void *context, const char *text)
{
	struct buffer *heard = context;

	buffer_printf(heard, "%s\n", text);
}

static struct found find(struct arena *arena, const struct desk_row *row)
{
	bool is_explicit = strncmp(row->profile, "--", 2) == 0;
	int64_t late_ms = 0;
	struct buffer heard;
	const struct client_system_options options = {
		.environment = make_environment(arena, row),
		.clock = clock_fixed(&now_ms),
		.parallel = 4,
		.notice = { hear, &heard },
		.debug = { hear, &heard },
	};
	const struct region region = { "us-east-1", "test" };
	struct client_system *system;
	struct credentials *credentials;
	struct fault fault = { 0 };
	struct found found = { .end = "" };

	buffer_init(&heard, arena, 256);
	if (!client_system_new(&options, &system, &fault))
		fail_msg("%s", fault.message);
	system->endpoints.profile = row->profile + (is_explicit ? 2 : 0);
	system->is_profile_explicit = is_explicit;
	if (row->is_late)
		system->monotonic = (struct clock){ hurried_ms, &late_ms };
	if (chain_resolve(system, &region, &fault, &credentials)) {
		found.text = describe(arena, credentials);
		found.end = end_of(arena, credentials);
		found.has_looks = credentials->looks && credentials->steps;
	} else {
		found.text = arena_printf(arena, "! %s", fault.message);
	}
	found.debug = heard.data;
	credentials_free(credentials);
	client_system_free(system);
	unsetenv("http_proxy");
	return found;
}

static const char *token_path(struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s/%s.json", shared.cache, name);
}

void desk_checks(void **state)
{
	struct fixture *t = *state;
	const struct desk_row *row = t->row;
	const char *want = fill(&t->arena, row->want), *kept;
	struct found found;
	size_t len;

	unlink(token_path(&t->arena, CORP));
	unlink(token_path(&t->arena, OLD));
	if (row->token) {
		files_write(&t->arena, shared.cache, CORP ".json", row->token);
		files_write(&t->arena, shared.cache, OLD ".json", row->token);
	}
	stub_log(shared.stub, &t->arena);
	found = find(&t->arena, row);
	assert_string_equal(stub_log(shared.stub, &t->arena), row->asks ? row->asks : "");
	assert_string_equal(arena_strndup(&t->arena, found.text, strlen(want)), want);
	assert_string_equal(found.end, row->end ? row->end : "");
	assert_int_equal(found.has_looks, *row->want != '!');
	assert_null(strstr(found.text, "hush"));
	assert_null(strstr(found.debug, "hush"));
	assert_null(strstr(found.debug, "SecretAccessKey"));
	if (!row->token)
		return;
	kept = check_read_file(&t->arena, token_path(&t->arena, CORP), &len);
	assert_string_equal(kept, row->kept ? row->kept : row->token);
}

static void write_files(struct arena *arena)
{
	const char *at = shared.folder;

	files_write(arena, at, "config", fill(arena, desk_config));
	files_write(arena, at, "credentials", desk_credentials);
	files_write(arena, at, "process", desk_process);
	files_write(arena, at, "web", "a.b.c\n");
	files_write(arena, at, "blank", "\n");
	files_write(arena, at, "guard", "from-file");
	mkdir(arena_printf(arena, "%s/.aws", at), 0700);
	mkdir(arena_printf(arena, "%s/.aws/sso", at), 0700);
	mkdir(shared.cache, 0700);
}

static void remove_files(struct arena *arena)
{
	files_done(shared.cache);
	rmdir(arena_printf(arena, "%s/.aws/sso", shared.folder));
	rmdir(arena_printf(arena, "%s/.aws", shared.folder));
	files_done(shared.folder);
}

int desk_run(const char *group, const struct check_table *tables, size_t table_count)
{
	struct arena arena = { 0 };
	int failed;

	shared.stub = stub_start(&(struct stub_options){ .answers = desk_answers });
	shared.folder = files_init(&arena);
	shared.cache = arena_printf(&arena, "%s/.aws/sso/cache", shared.folder);
	write_files(&arena);
	failed = check_tables(group, tables, table_count);
	stub_stop(shared.stub);
	remove_files(&arena);
	arena_done(&arena);
	return failed;
}
