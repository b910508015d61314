#include "mock/export.h"

#include <string.h>

#include "mock/call.h"
#include "mock/database.h"
#include "mock/injection/injection.h"
#include "mock/injection/rule.h"
#include "mock/namespace.h"
#include "mock/tally.h"
#include "wire/clock.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

/* SQLite writes most of the JSON; the statements are files of their own. */
extern const char export_organization_sql[], export_accounts_sql[], export_rest_sql[];

struct line {
	const char *json;
};

static const struct database_row line_form = {
	sizeof(struct line),
	(const struct database_column[]){
		{ "json", offsetof(struct line, json), COLUMN_TEXT },
		{ NULL, 0, COLUMN_TEXT },
	},
};

struct unit {
	const char *id, *name, *tags;
};

static const struct database_row unit_form = {
	sizeof(struct unit),
	(const struct database_column[]){
		{ "id", offsetof(struct unit, id), COLUMN_TEXT },
		{ "name", offsetof(struct unit, name), COLUMN_TEXT },
		{ "tags", offsetof(struct unit, tags), COLUMN_TEXT },
		{ NULL, 0, COLUMN_TEXT },
	},
};

static void add_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

/* Units are as deep as Organizations lets them be, which is five. */
static void add_units(struct call *call, struct json_writer *json, const char *parent_id)
{
	static const char sql[] =
		"SELECT id, name, (SELECT json_group_object(key, value) FROM tag WHERE resource_arn"
		" LIKE '%:ou/' || organization_id || '/' || id) AS tags FROM organizational_unit"
		" WHERE parent_id = :parent ORDER BY (SELECT min(position) FROM policy_attachment"
		" WHERE target_id = id), name -- scan: of the tags";
	struct unit *units;
	size_t count = database_rows(call, sql, DATABASE_VALUES(database_text("parent", parent_id)),
				     &unit_form, &units);

	json_key(json, "units");
	json_open_array(json);
	for (size_t i = 0; i < count; i++) {
		json_open_object(json);
		add_text(json, "name", units[i].name);
		add_text(json, "id", units[i].id);
		json_key(json, "tags");
		json_raw(json, units[i].tags);
		add_units(call, json, units[i].id);
		json_close_object(json);
	}
	json_close_array(json);
}

/* The members of an object that was written by a statement. */
static void add_members(struct json_writer *json, const struct json_value *object)
{
	for (const struct json_value *member = object ? object->first : NULL; member;
	     member = member->next) {
		json_key(json, member->key);
		json_tree(json, member);
	}
}

static const struct json_value *read_object(struct call *call, const char *text)
{
	const struct json_value *object = NULL;
	struct fault ignored;

	return text && json_read(call->arena, text, strlen(text), &ignored, &object) ? object
										     : NULL;
}

static void add_organization(struct call *call, struct json_writer *json)
{
	const char *text = database_string(call, export_organization_sql, DATABASE_NO_VALUES);
	const struct json_value *organization = read_object(call, text);

	if (!organization)
		return;
	json_key(json, "organization");
	json_open_object(json);
	add_members(json, organization);
	add_units(call, json, json_get_string(organization, "rootId"));
	json_close_object(json);
}

static void add_accounts(struct call *call, struct json_writer *json)
{
	struct line *lines;
	size_t count =
		database_rows(call, export_accounts_sql, DATABASE_NO_VALUES, &line_form, &lines);

	json_key(json, "accounts");
	json_open_array(json);
	for (size_t i = 0; i < count; i++)
		json_raw(json, lines[i].json);
	json_close_array(json);
}

static void add_rule(void *context, const struct injection_rule *rule)
{
	json_raw(context, rule->form);
}

/* A clock that is the real one is so again when the scenario is loaded. */
static void add_clock(const struct namespace_clock *clock, struct json_writer *json)
{
	char time[CLOCK_EXACT_LEN + 1];

	if (clock->mode == NAMESPACE_CLOCK_REAL)
		return;
	clock_format_exact(clock->frozen_ms, time);
	if (clock->mode == NAMESPACE_CLOCK_FROZEN) {
		add_text(json, "clock", time);
		return;
	}
	json_key(json, "clock");
	json_open_object(json);
	json_key(json, "offsetMs");
	json_integer(json, clock->offset_ms);
	json_close_object(json);
}

static void add_consistency(const struct namespace *space, struct call *call,
			    struct json_writer *json)
{
	const struct consistency *consistency = &space->consistency;

	json_key(json, "consistency");
	json_open_object(json);
	add_text(json, "model", consistency_model_name(consistency->model));
	if (consistency->scale > 0 && consistency->scale != 1) {
		json_key(json, "scale");
		json_raw(json, arena_printf(call->arena, "%.17g", consistency->scale));
	}
	add_text(json, "time", consistency->uses_clock ? "clock" : "real");
	json_close_object(json);
}

struct calls {
	struct call *call;
	struct json_writer *json;
};

static void add_calls_of(void *context, const struct api_service *service,
			 const struct api_operation *operation, uint64_t calls)
{
	struct calls *counted = context;

	json_key(counted->json,
		 arena_printf(counted->call->arena, "%s:%s", service->name, operation->name));
	json_integer(counted->json, (int64_t)calls);
}

/* The seed, and where its streams are; without one nothing depends on it. */
static void add_chance(const struct namespace *space, struct call *call, struct json_writer *json)
{
	struct calls counted = { call, json };

	if (!space->random.is_seeded)
		return;
	json_key(json, "seed");
	json_integer(json, (int64_t)space->random.seed);
	json_key(json, "calls");
	json_open_object(json);
	tally_walk(space->tally, add_calls_of, &counted);
	if (space->unrouted) {
		json_key(json, "unrouted");
		json_integer(json, (int64_t)space->unrouted);
	}
	if (space->random.starts) {
		json_key(json, "starts");
		json_integer(json, (int64_t)space->random.starts);
	}
	json_close_object(json);
}

static void add_settings(const struct namespace *space, struct call *call, struct json_writer *json)
{
	add_clock(&space->clock, json);
	add_chance(space, call, json);
	add_consistency(space, call, json);
	json_key(json, "faults");
	json_open_array(json);
	injection_walk(space->injection, add_rule, json);
	json_close_array(json);
}

bool export_write(struct namespace *space, struct arena *arena, struct fault *fault,
		  struct buffer *out)
{
	struct call call = { .arena = arena, .database = space->database };
	struct json_writer json;
	bool is_read;

	database_begin(space->database);
	json_writer_init(&json, out, false);
	json_open_object(&json);
	json_key(&json, "mattock");
	json_integer(&json, 1);
	add_settings(space, &call, &json);
	add_organization(&call, &json);
	add_accounts(&call, &json);
	add_members(&json, read_object(&call, database_string(&call, export_rest_sql,
							      DATABASE_NO_VALUES)));
	json_close_object(&json);
	buffer_add_char(out, '\n');
	is_read = !database_problem(space->database) ||
		  fault_set(fault, FAULT_SYSTEM, "%s", database_problem(space->database));
	database_rollback(space->database);
	return is_read;
}
