#include "tests/support/world.h"

#include <stdlib.h>
#include <string.h>

#include "mock/database.h"
#include "model/codec.h"
#include "model/json.h"
#include "tests/support/handlers.h"
#include "tests/support/operation.h"
#include "wire/sigv4_sign.h"

#define HOST "127.0.0.1:4000"

struct key_row {
	const char *name, *id, *secret;
};

static const struct database_column key_columns[] = {
	{ "name", offsetof(struct key_row, name), COLUMN_TEXT },
	{ "id", offsetof(struct key_row, id), COLUMN_TEXT },
	{ "secret", offsetof(struct key_row, secret), COLUMN_TEXT },
	{ NULL },
};

static const struct database_row key_form = { sizeof(struct key_row), key_columns };

static void add_caller(struct world *world, const char *name,
		       const struct sigv4_credentials *credentials)
{
	assert_true(world->caller_count < WORLD_CALLERS);
	world->callers[world->caller_count++] = (struct world_caller){ name, *credentials };
}

/* The scenario keeps its callers by name: {"key": "AKIA..."}. */
static void read_callers(struct world *world)
{
	static const char keys[] =
		"SELECT substr(s.name, 8) AS name, k.id AS id, k.secret AS secret"
		" FROM setting AS s JOIN access_key AS k ON k.id = json_extract(s.value, '$.key')"
		" WHERE s.name GLOB 'caller.*' /* scan: a test's few rows */";
	struct call call = { .arena = world->arena, .database = world->space->database };
	struct key_row *rows;
	size_t count;

	database_begin(world->space->database);
	count = database_rows(&call, keys, DATABASE_NO_VALUES, &key_form, &rows);
	database_rollback(world->space->database);
	for (size_t i = 0; i < count; i++)
		add_caller(world, rows[i].name,
			   &(struct sigv4_credentials){ rows[i].id, rows[i].secret, NULL });
}

void world_start(struct world *world, struct arena *arena, const char *scenario)
{
	const struct namespace_options options = {
		.scenario = check_data_path(arena, scenario),
		.has_seed = true,
		.seed = 1,
		.has_clock = true,
		.clock = { .mode = NAMESPACE_CLOCK_FROZEN, .frozen_ms = HANDLERS_NOW_MS },
	};
	struct fault fault;

	*world = (struct world){ .arena = arena };
	if (!namespace_open(&options, &fault, &world->space))
		fail_msg("%s", fault.message);
	world->pipeline =
		(struct pipeline){ .namespaces = namespaces_new(world->space, clock_monotonic()),
				   .base_url = "http://" HOST };
	read_callers(world);
}

void world_stop(struct world *world)
{
	namespaces_free(world->pipeline.namespaces);
}

static const struct sigv4_credentials *find_caller(const struct world *world, const char *name)
{
	for (size_t i = 0; i < world->caller_count; i++) {
		if (strcmp(world->callers[i].name, name) == 0)
			return &world->callers[i].credentials;
	}
	fail_msg("no caller %s", name);
	return NULL;
}

static void *read_input(struct arena *arena, const struct api_operation *operation,
			const char *input)
{
	char *in = arena_alloc(arena, operation->input_size);
	char *text = operation_quotes(arena, input);
	const struct json_value *value = NULL;
	struct fault fault = { 0 };

	if (!json_read(arena, text, strlen(text), &fault, &value) ||
	    !json_read_input(arena, value, operation, &fault, in))
		fail_msg("%s: %s", input, fault.message);
	return in;
}

/* "sts:AssumeRoot@eu-west-1" */
static const struct api_operation *find_operation(struct arena *arena, const char *text,
						  const char **out_region)
{
	char *service = arena_strdup(arena, text);
	char *name = strchr(service, ':') + 1;
	char *region = strchr(name, '@');
	const struct api_operation *operation;

	name[-1] = '\0';
	if (region)
		*region++ = '\0';
	*out_region = region ? region : "us-east-1";
	operation = api_operation_by_name(api_service_by_name(service), name);
	assert_non_null(operation);
	return operation;
}

static void sign(struct world *world, const struct api_operation *operation, const char *region,
		 const struct sigv4_credentials *credentials, struct http_request *request)
{
	struct sigv4_signing signing = {
		.region = region,
		.service = operation->service->signing_name,
		.now_ms = world->space->clock.frozen_ms,
		.adds_content_sha256 = strcmp(operation->service->name, "s3") == 0,
	};

	http_headers_add(&request->headers, world->arena, "Host", HOST);
	sigv4_sign(world->arena, request, credentials, &signing);
}

/* Sessions come from STS alone, whose operations all call them Credentials. */
void world_become(struct world *world, const char *name, const char *answer)
{
	const struct json_value *value = NULL;
	struct fault fault;

	if (!json_read(world->arena, answer, strlen(answer), &fault, &value))
		fail_msg("no credentials in %s", answer);
	value = json_get(value, "Credentials");
	add_caller(world, name,
		   &(struct sigv4_credentials){ json_get_string(value, "AccessKeyId"),
						json_get_string(value, "SecretAccessKey"),
						json_get_string(value, "SessionToken") });
}

static const char *answer_text(struct world *world, const struct api_operation *operation,
			       const struct http_response *response)
{
	void *out = arena_alloc(world->arena, operation->output_size);
	struct fault fault = { 0 };
	struct json_writer json;
	struct buffer text;

	if (response->status >= 300) {
		codec_read_error(world->arena, operation->service, response, &fault);
		return arena_printf(world->arena, "%d %s: %s", response->status, fault.code,
				    fault.message);
	}
	if (!codec_read_response(world->arena, operation, response, &fault, out))
		fail_msg("%s", fault.message);
	buffer_init(&text, world->arena, 256);
	json_writer_init(&json, &text, false);
	json_write_structure(world->arena, &json, operation->output, out);
	return text.data;
}

const char *world_quote(struct arena *arena, const char *text)
{
	struct buffer out;

	buffer_init(&out, arena, 512);
	for (; *text; text++)
		buffer_add_text(&out, *text == '\'' ? "\\'" : (char[]){ *text, '\0' });
	return out.data;
}

const char *world_ask(struct world *world, const char *caller, const char *operation_name,
		      const char *input)
{
	struct server_request request = { .arena = world->arena, .source_ip = "127.0.0.1" };
	struct server_answer answer = { .delivery = { 0 } };
	const char *region;
	const struct api_operation *operation =
		find_operation(world->arena, operation_name, &region);

	codec_write_request(world->arena, operation, read_input(world->arena, operation, input),
			    &request.http);
	http_headers_add(&request.http.headers, world->arena, "User-Agent", "world/1.0");
	if (*caller)
		sign(world, operation, region, find_caller(world, caller), &request.http);
	else
		http_headers_add(&request.http.headers, world->arena, "Host", HOST);
	pipeline_answer(&world->pipeline, &request, &answer);
	return answer_text(world, operation, &answer.response);
}

/* A text with what was kept in place of {NAME}; other braces stay. */
static const char *fill(struct world *world, const char *text)
{
	struct buffer out;

	buffer_init(&out, world->arena, 256);
	for (; *text; text++) {
		size_t i = 0;

		while (i < world->kept_count &&
		       strncmp(text, world->kept[i].name, strlen(world->kept[i].name)) != 0)
			i++;
		if (i == world->kept_count) {
			buffer_add_char(&out, *text);
			continue;
		}
		buffer_add_text(&out, world->kept[i].value);
		text += strlen(world->kept[i].name) - 1;
	}
	return out.data;
}

/* The place of a name, which a later step may keep again. */
static struct world_kept *kept_as(struct world *world, const char *name)
{
	size_t i = 0;

	while (i < world->kept_count && strcmp(world->kept[i].name, name) != 0)
		i++;
	assert_true(i < WORLD_KEPT);
	if (i == world->kept_count)
		world->kept_count++;
	world->kept[i].name = name;
	return &world->kept[i];
}

/* Keeps "job=JobId" of an answer as "{job}". */
static void keep(struct world *world, const char *wish, const char *answer)
{
	const char *path = strchr(wish, '=') + 1;
	const struct json_value *value = NULL;
	struct fault fault;
	struct world_kept *kept =
		kept_as(world, arena_printf(world->arena, "{%.*s}", (int)strcspn(wish, "="), wish));

	if (!json_read(world->arena, answer, strlen(answer), &fault, &value))
		fail_msg("nothing to keep in %s", answer);
	for (; strchr(path, '.'); path = strchr(path, '.') + 1)
		value = json_get(value, arena_strndup(world->arena, path, strcspn(path, ".")));
	kept->value = json_get_string(value, path);
	if (!kept->value)
		fail_msg("no %s in %s", path, answer);
}

void world_tell(struct world *world, const struct world_story *story)
{
	for (size_t i = 0; i < WORLD_STEPS && story->steps[i].caller; i++) {
		const struct world_step *step = &story->steps[i];

		if (strcmp(step->operation, "later") == 0) {
			world->space->clock.frozen_ms += strtoll(step->input, NULL, 10);
			continue;
		}
		const char *answer =
			world_ask(world, step->caller, step->operation, fill(world, step->input));

		operation_expect(world->arena, fill(world, step->answer), answer);
		if (step->as)
			world_become(world, step->as, answer);
		if (step->keep)
			keep(world, step->keep, answer);
	}
}

void world_body(void **state)
{
	struct fixture *fixture = *state;
	struct world world;

	world_start(&world, &fixture->arena, "conditions_state.json");
	world_tell(&world, fixture->row);
	world_stop(&world);
}
