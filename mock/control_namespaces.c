#include "mock/control_namespaces.h"

#include <string.h>

#include "mock/control_answer.h"
#include "mock/namespaces.h"
#include "mock/profiles.h"
#include "mock/scenario/reader.h"
#include "wire/json_writer.h"
#include "wire/uri.h"

struct wanted {
	const char *name, *from;
	const struct json_value *scenario;
	int64_t seed, ttl_s;
	bool is_held;
};

static const struct reader_field fields[] = {
	{ "name", READER_TEXT, offsetof(struct wanted, name) },
	{ "from", READER_TEXT, offsetof(struct wanted, from) },
	{ "scenario", READER_OBJECT, offsetof(struct wanted, scenario) },
	{ "seed", READER_INTEGER, offsetof(struct wanted, seed), .min = 0, .max = 9e15 },
	{ "ttl", READER_INTEGER, offsetof(struct wanted, ttl_s), .min = 1,
	  .max = NAMESPACE_TTL_MAX_S },
	{ "holder", READER_BOOLEAN, offsetof(struct wanted, is_held) },
	{ NULL },
};

static const char *url_of(const struct control *control, struct arena *arena,
			  const struct namespaces_entry *entry)
{
	if (strcmp(entry->name, NAMESPACE_DEFAULT) == 0)
		return control->base_url;
	return arena_printf(arena, "%s" NAMESPACE_PATH "%s", control->base_url, entry->name);
}

static void write_name(const struct control *control, struct arena *arena,
		       const struct namespaces_entry *entry, struct json_writer *json)
{
	json_key(json, "name");
	json_string(json, entry->name);
	json_key(json, "url");
	json_string(json, url_of(control, arena, entry));
}

struct listing {
	const struct control *control;
	struct arena *arena;
	struct json_writer json;
	int64_t now_ms;
};

static void write_entry(void *context, const struct namespaces_entry *entry)
{
	struct listing *listing = context;

	json_open_object(&listing->json);
	write_name(listing->control, listing->arena, entry, &listing->json);
	json_key(&listing->json, "ageMs");
	json_integer(&listing->json, listing->now_ms - entry->begun_ms);
	json_close_object(&listing->json);
}

void control_namespaces_get(struct control *control, const struct server_request *request,
			    struct http_response *out_response)
{
	struct listing listing = { .control = control,
				   .arena = request->arena,
				   .now_ms = namespaces_now_ms(control->namespaces) };
	struct buffer body;

	buffer_init(&body, request->arena, 1024);
	json_writer_init(&listing.json, &body, false);
	json_open_object(&listing.json);
	json_key(&listing.json, "namespaces");
	json_open_array(&listing.json);
	namespaces_walk(control->namespaces, write_entry, &listing);
	json_close_array(&listing.json);
	json_close_object(&listing.json);
	buffer_add_char(&body, '\n');
	control_respond(request, 200, &body, out_response);
}

/* Without a source it is a world like the one of a server without a scenario. */
static bool read_wanted(struct reader *reader, const struct server_request *request,
			struct namespaces_wanted *out_wanted)
{
	struct wanted wanted = { .seed = -1 };

	if (!reader_object(reader, reader->root, fields, &wanted))
		return false;
	if (wanted.from && wanted.scenario)
		return reader_fail(reader, wanted.scenario, "expected either scenario or from");
	*out_wanted = (struct namespaces_wanted){
		.name = wanted.name,
		.from = wanted.from,
		.ttl_s = wanted.ttl_s,
		.is_held = wanted.is_held,
		.options = { .has_seed = wanted.seed >= 0, .seed = (uint64_t)wanted.seed },
	};
	if (wanted.scenario) {
		out_wanted->options.scenario = "scenario";
		out_wanted->options.text = request->http.body + wanted.scenario->start;
		out_wanted->options.text_len = wanted.scenario->end - wanted.scenario->start;
	}
	return true;
}

static void respond_made(const struct control *control, const struct server_request *request,
			 const struct namespaces_entry *entry, struct http_response *out_response)
{
	struct buffer body, credentials;
	struct json_writer json;

	buffer_init(&credentials, request->arena, 1024);
	profiles_add(entry->space, request->arena, &credentials);
	buffer_init(&body, request->arena, 1024);
	json_writer_init(&json, &body, false);
	json_open_object(&json);
	write_name(control, request->arena, entry, &json);
	json_key(&json, "credentials");
	json_string(&json, credentials.data);
	json_close_object(&json);
	buffer_add_char(&body, '\n');
	control_respond(request, 201, &body, out_response);
}

void control_namespaces_post(struct control *control, const struct server_request *request,
			     struct http_response *out_response)
{
	struct fault fault;
	struct reader reader = { .arena = request->arena, .fault = &fault, .file = "request" };
	struct namespaces_wanted wanted;
	struct namespaces_entry *entry;

	fault.kind = FAULT_NONE;
	if (reader_parse(&reader, request->http.body, request->http.body_len) &&
	    read_wanted(&reader, request, &wanted) &&
	    namespaces_add(control->namespaces, &wanted, &fault, &entry))
		respond_made(control, request, entry, out_response);
	else
		control_refuse(request, fault.kind == FAULT_REFUSED ? 429 : 400, fault.message,
			       out_response);
}

void control_namespaces_delete(struct control *control, const struct server_request *request,
			       struct http_response *out_response)
{
	const char *name = uri_query_get(request->arena, request->http.query, "name");

	if (name && strcmp(name, NAMESPACE_DEFAULT) == 0)
		control_refuse(request, 409, "The default namespace cannot be ended.",
			       out_response);
	else if (name && namespaces_remove(control->namespaces, name))
		control_respond_status(request, 200, "ended", out_response);
	else
		control_refuse(request, 404, "There is no namespace of that name.", out_response);
}
