/*
 * report_sarif.c - SARIF 2.1.0 (OASIS), for scanners' dashboards.
 *
 * A result that is unknown has the kind "open", which SARIF has for what
 * could not be decided; it never passes.
 */
#include <string.h>

#include "client/report/report.h"
#include "client/rollout/credential.h"
#include "wire/json_writer.h"
#include "wire/uri.h"

/* Only what fails has a level. */
static const struct {
	const char *kind, *level;
} kinds[RECORD_STATES] = {
	[RECORD_UNKNOWN] = { "open", "none" }, [RECORD_GOOD] = { "pass", "none" },
	[RECORD_OPEN] = { "fail", "error" },   [RECORD_HELD] = { "review", "none" },
	[RECORD_FAILED] = { "fail", "error" }, [RECORD_SKIPPED] = { "notApplicable", "none" },
};

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	json_key(json, key);
	json_string(json, text);
}

/* {"text": TEXT} below @key. */
static void write_message(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_open_object(json);
	write_text(json, "text", text);
	json_close_object(json);
}

/* A file name as a URI reference. */
static const char *uri_of(const struct report *report, const char *name)
{
	struct buffer text;

	buffer_init(&text, report->arena, 64);
	uri_encode(&text, name, strlen(name), URI_KEEP_SLASH);
	return text.data;
}

static void write_rules(const struct report *report, struct json_writer *json)
{
	json_key(json, "rules");
	json_open_array(json);
	for (size_t i = 0; i <= CREDENTIAL_KINDS; i++) {
		bool is_account = i == CREDENTIAL_KINDS;
		const struct record record = { .kind = is_account ? ""
								  : credential_kind_names[i].key };
		const char *what = is_account ? "account" : credential_kind_names[i].one;

		json_open_object(json);
		write_text(json, "id", report_rule_id(&record));
		write_message(json, "shortDescription",
			      is_account ? "An account is worked on as a whole"
					 : arena_printf(report->arena,
							"The root user of a member account has no "
							"%s",
							what));
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_locations(const struct report *report, const struct saved *saved,
			    const struct record *record, struct json_writer *json)
{
	const char *name = arena_printf(report->arena, "account/%s%s%s%s%s", record->account_id,
					*record->kind ? "/" : "", record->kind,
					*record->id ? "/" : "", record->id);

	json_key(json, "locations");
	json_open_array(json);
	json_open_object(json);
	json_key(json, "physicalLocation");
	json_open_object(json);
	json_key(json, "artifactLocation");
	json_open_object(json);
	write_text(json, "uri", uri_of(report, saved->name));
	json_key(json, "index");
	json_integer(json, 0);
	json_close_object(json);
	json_close_object(json);
	json_key(json, "logicalLocations");
	json_open_array(json);
	json_open_object(json);
	write_text(json, "fullyQualifiedName", name);
	write_text(json, "kind", "resource");
	json_close_object(json);
	json_close_array(json);
	json_close_object(json);
	json_close_array(json);
	json_key(json, "partialFingerprints");
	json_open_object(json);
	write_text(json, "rootCredential/v1", name);
	json_close_object(json);
}

static void write_result(const struct report *report, const struct saved *saved,
			 const struct record *record, struct json_writer *json)
{
	json_open_object(json);
	write_text(json, "ruleId", report_rule_id(record));
	write_text(json, "kind", kinds[record->state].kind);
	write_text(json, "level", kinds[record->state].level);
	write_message(json, "message", report_sentence(report->arena, record));
	write_locations(report, saved, record, json);
	json_key(json, "properties");
	json_open_object(json);
	write_text(json, "accountId", record->account_id);
	write_text(json, "accountName", record->account_name);
	write_text(json, "path", record->path);
	write_text(json, "result", record->word);
	write_text(json, "state", record_state_name(record->state));
	write_text(json, "facts", record->facts);
	json_close_object(json);
	json_close_object(json);
}

static void write_run(const struct report *report, const struct saved *saved,
		      struct json_writer *json)
{
	size_t counts[RECORD_STATES];

	records_count(&saved->records, counts);
	json_open_object(json);
	json_key(json, "tool");
	json_open_object(json);
	json_key(json, "driver");
	json_open_object(json);
	write_text(json, "name", "mattock");
	write_text(json, "version", MATTOCK_VERSION);
	write_rules(report, json);
	json_close_object(json);
	json_close_object(json);
	json_key(json, "automationDetails");
	json_open_object(json);
	write_text(json, "id", arena_printf(report->arena, "mattock/%s/", saved->kind));
	json_close_object(json);
	json_key(json, "invocations");
	json_open_array(json);
	json_open_object(json);
	json_key(json, "executionSuccessful");
	json_boolean(json,
		     counts[RECORD_UNKNOWN] == 0 && !saved->is_interrupted && !saved->stopped);
	json_close_object(json);
	json_close_array(json);
	json_key(json, "artifacts");
	json_open_array(json);
	json_open_object(json);
	json_key(json, "location");
	json_open_object(json);
	write_text(json, "uri", uri_of(report, saved->name));
	json_close_object(json);
	json_key(json, "hashes");
	json_open_object(json);
	write_text(json, "sha-256", saved->sha256);
	json_close_object(json);
	json_close_object(json);
	json_close_array(json);
	json_key(json, "results");
	json_open_array(json);
	for (size_t i = 0; i < saved->records.count; i++)
		write_result(report, saved, &saved->records.items[i], json);
	json_close_array(json);
	json_close_object(json);
}

void report_sarif(const struct report *report, struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, true);
	json_open_object(&json);
	write_text(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	write_text(&json, "version", "2.1.0");
	json_key(&json, "runs");
	json_open_array(&json);
	for (size_t i = 0; i < report->file_count; i++)
		write_run(report, &report->files[i], &json);
	json_close_array(&json);
	json_close_object(&json);
	buffer_add_char(out, '\n');
}
