#include "mock/scenario.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/database.h"
#include "mock/iam/aws_policies.h"
#include "mock/injection/injection.h"
#include "mock/scenario/loader.h"
#include "mock/tally.h"
#include "model/partition.h"
#include "wire/clock.h"

enum { FILE_MAX = 256 * 1024 * 1024, VERSION = 1 };

/* A scenario file, section by section. */
struct document {
	int64_t version, seed;
	const char *partition;
	const struct json_value *clock, *settings, *organization, *accounts, *templates, *callers;
	const struct json_value *faults, *consistency, *steps, *expect;
	const char *name, *story; /* for people */
	const struct json_value *calls, *aws_policies;
};

#define MEMBER(name) offsetof(struct document, name)

static const struct reader_field document_fields[] = {
	{ "mattock", READER_INTEGER, MEMBER(version), true },
	{ "seed", READER_INTEGER, MEMBER(seed) },
	{ "partition", READER_TEXT, MEMBER(partition) },
	{ "clock", READER_VALUE, MEMBER(clock) },
	{ "settings", READER_OBJECT, MEMBER(settings) },
	{ "organization", READER_OBJECT, MEMBER(organization) },
	{ "accounts", READER_LIST, MEMBER(accounts) },
	{ "accountTemplates", READER_LIST, MEMBER(templates) },
	{ "callers", READER_OBJECT, MEMBER(callers) },
	{ "faults", READER_LIST, MEMBER(faults) },
	{ "consistency", READER_VALUE, MEMBER(consistency) },
	{ "steps", READER_LIST, MEMBER(steps) },
	{ "expect", READER_OBJECT, MEMBER(expect) },
	{ "name", READER_TEXT, MEMBER(name) },
	{ "story", READER_TEXT, MEMBER(story) },
	{ "calls", READER_OBJECT, MEMBER(calls) },
	{ "awsPolicies", READER_LIST, MEMBER(aws_policies) },
	{ "$schema", READER_IGNORED },
	{ "taken", READER_IGNORED },
	{ "unknown", READER_IGNORED }, /* for the client: a mock has no doubts */
	{ NULL },
};

/* The account that is there without a scenario, with the key of AWS's documentation. */
static bool load_default(struct loader *loader)
{
	static const char sql[] =
		"INSERT INTO account (id, name, email, created_ms) VALUES "
		"('123456789012', 'Example', 'root@example.com', 1577836800000);"
		"INSERT INTO iam_user (unique_id, account_id, name, path, created_ms) VALUES "
		"('AIDACKCEVSQ6C2EXAMPLE', '123456789012', 'admin', '/', 1577836800000);"
		"INSERT INTO managed_attachment (owner_id, policy_arn) VALUES "
		"('AIDACKCEVSQ6C2EXAMPLE', 'arn:aws:iam::aws:policy/AdministratorAccess');"
		"INSERT INTO access_key (id, account_id, owner_id, secret, created_ms) VALUES "
		"('AKIAIOSFODNN7EXAMPLE', '123456789012', 'AIDACKCEVSQ6C2EXAMPLE',"
		" 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 1577836800000);"
		"INSERT INTO setting (name, value) VALUES "
		"('caller.admin', '{\"key\":\"AKIAIOSFODNN7EXAMPLE\"}');";

	iam_aws_policies_install(&loader->call);
	return database_script(loader->call.database, sql, loader->reader.fault);
}

static bool read_file(struct reader *reader, const char **out_data, size_t *out_len)
{
	FILE *file = fopen(reader->file, "rb");
	size_t len = 0, capacity = 64 * 1024;
	char *data = arena_alloc(reader->arena, capacity);
	size_t got;

	if (!file)
		return fault_set_errno(reader->fault, errno, "cannot read %s", reader->file);
	while ((got = fread(data + len, 1, capacity - len, file)) > 0) {
		len += got;
		if (len == capacity) {
			char *grown = arena_alloc(reader->arena, capacity * 2);

			memcpy(grown, data, len);
			data = grown;
			capacity *= 2;
		}
		if (len > FILE_MAX)
			break;
	}
	if (ferror(file) || len > FILE_MAX) {
		fault_set(reader->fault, FAULT_INPUT, "cannot read %s: %s", reader->file,
			  ferror(file) ? "it is no file" : "it is too large");
		fclose(file);
		return false;
	}
	fclose(file);
	*out_data = data;
	*out_len = len;
	return true;
}

static const struct reader_field clock_fields[] = {
	{ "offsetMs", READER_INTEGER, offsetof(struct namespace_clock, offset_ms), true,
	  .min = -4e14, .max = 4e14 },
	{ NULL },
};

/* A time at which it stands still, or how far it runs ahead of the real one. */
static bool read_clock(struct reader *reader, const struct json_value *value,
		       struct namespace_clock *out_clock)
{
	*out_clock = (struct namespace_clock){ .mode = NAMESPACE_CLOCK_FROZEN };
	if (value->kind != JSON_OBJECT)
		return reader_time(reader, value, &out_clock->frozen_ms);
	out_clock->mode = NAMESPACE_CLOCK_OFFSET;
	return reader_object(reader, value, clock_fields, out_clock);
}

/* What the rest depends on: the version, the clock and the seed. */
static bool read_head(struct loader *loader, const struct scenario_options *options,
		      struct document *out_document, struct scenario_settings *settings)
{
	struct reader *reader = &loader->reader;

	*out_document = (struct document){ .seed = -1 };
	if (!reader_object(reader, reader->root, document_fields, out_document))
		return false;
	if (out_document->version != VERSION)
		return reader_fail(reader, json_get(reader->root, "mattock"), "expected %d",
				   VERSION);
	if (out_document->clock && !read_clock(reader, out_document->clock, &settings->clock))
		return false;
	if (out_document->consistency &&
	    !consistency_read(reader, out_document->consistency, &settings->consistency))
		return false;
	settings->has_clock = out_document->clock;
	settings->has_seed = out_document->seed >= 0;
	settings->seed = (uint64_t)out_document->seed;
	if (!options->has_clock && settings->has_clock)
		reader->now_ms = loader->call.now_ms = namespace_clock_now_ms(&settings->clock);
	if (!options->has_seed && settings->has_seed)
		loader->random = random_seeded(settings->seed);
	return true;
}

static bool load_settings(struct loader *loader, const struct json_value *section)
{
	for (const struct json_value *item = section ? section->first : NULL; item;
	     item = item->next) {
		const char *value = item->text;

		if (item->kind == JSON_BOOLEAN)
			value = item->boolean ? "1" : "0";
		if (!value)
			return reader_fail(&loader->reader, item,
					   "expected a text, a number or a boolean");
		database_run(&loader->call,
			     "INSERT OR REPLACE INTO setting (name, value) VALUES (:name, :value)",
			     DATABASE_VALUES(database_text("name", item->key),
					     database_text("value", value)));
	}
	return true;
}

/* Without a place for the rules they are read all the same, for their mistakes. */
static bool load_faults(struct loader *loader, const struct json_value *section,
			struct injection *injection)
{
	struct injection *place = injection ? injection : injection_new();
	bool is_loaded = !section || injection_add(place, &loader->reader, section, true);

	if (!injection)
		injection_free(place);
	return is_loaded;
}

/* How often each operation was called: from there on a seed's streams go on. */
static bool load_calls(struct loader *loader, const struct json_value *section, struct tally *tally,
		       struct scenario_settings *settings)
{
	for (const struct json_value *item = section ? section->first : NULL; item;
	     item = item->next) {
		const struct api_operation *operation = api_operation_by_full_name(item->key);
		uint64_t *other = strcmp(item->key, "unrouted") == 0 ? &settings->unrouted
				  : strcmp(item->key, "starts") == 0 ? &settings->starts
								     : NULL;
		int64_t calls;

		if (!operation && !other)
			return reader_fail(&loader->reader, item,
					   "expected an operation such as \"iam:GetUser\"");
		if (!json_to_integer(item, &calls) || calls < 0)
			return reader_fail(&loader->reader, item, "expected a number of calls");
		if (other)
			*other = (uint64_t)calls;
		else if (tally)
			tally_set(tally, operation, (uint64_t)calls);
	}
	return true;
}

/* Every ARN names the partition, so it comes first. */
static bool load_partition(struct loader *loader, const char *name)
{
	const struct partition *partition = partition_by_name(name ? name : "aws");

	if (!partition)
		return reader_fail(&loader->reader, json_get(loader->reader.root, "partition"),
				   "expected a partition such as \"aws-us-gov\"");
	loader->call.partition = partition->name;
	if (name)
		database_run(&loader->call,
			     "INSERT OR REPLACE INTO setting (name, value)"
			     " VALUES ('partition', :name)",
			     DATABASE_VALUES(database_text("name", name)));
	iam_aws_policies_install(&loader->call);
	return true;
}

static bool load_sections(struct loader *loader, const struct document *document)
{
	return load_partition(loader, document->partition) &&
	       load_settings(loader, document->settings) &&
	       loader_aws_policies(loader, document->aws_policies) &&
	       loader_organization(loader, document->organization) &&
	       loader_accounts(loader, document->accounts) &&
	       loader_templates(loader, document->templates) &&
	       loader_governance(loader, document->organization) &&
	       loader_callers(loader, document->callers) &&
	       loader_steps(loader, document->steps, document->expect, document->callers);
}

static bool load_file(struct loader *loader, const struct scenario_options *options,
		      struct scenario_settings *settings)
{
	struct reader *reader = &loader->reader;
	struct document document;
	const char *text = options->text;
	size_t len = options->text_len;

	if (!text && !read_file(reader, &text, &len))
		return false;
	return reader_parse(reader, text, len) && read_head(loader, options, &document, settings) &&
	       load_sections(loader, &document) &&
	       load_faults(loader, document.faults, options->injection) &&
	       load_calls(loader, document.calls, options->tally, settings);
}

void loader_stream(struct loader *loader, const char *kind, const char *name)
{
	random_begin(&loader->random,
		     arena_printf(loader->call.arena, "scenario/%s/%s", kind, name), 0);
}

bool scenario_load(struct database *database, const struct scenario_options *options,
		   struct fault *fault, struct scenario_settings *out_settings)
{
	ARENA_AUTO(arena);
	struct clock clock = clock_system();
	struct loader loader = {
		.reader = { &arena, fault, options->file, NULL, 0 },
		.random = options->has_seed ? random_seeded(options->seed) : random_system(),
	};
	bool is_loaded;

	*out_settings = (struct scenario_settings){ 0 };
	loader.reader.now_ms = options->has_clock ? options->now_ms : clock_now_ms(&clock);
	loader.call = (struct call){
		.arena = &arena,
		.database = database,
		.random = &loader.random,
		.now_ms = loader.reader.now_ms,
		.principal = &loader.principal,
	};
	database_begin(database);
	is_loaded = options->file ? load_file(&loader, options, out_settings)
				  : load_default(&loader);
	if (!is_loaded) {
		database_rollback(database);
		return false;
	}
	if (database_commit(database))
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the scenario could not be stored: %s",
			 database_problem(database));
}
