/*
 * report_ocsf.c - OCSF 1.3, class Compliance Finding (2003): a list of events.
 */
#include "client/report/report.h"
#include "client/rollout/credential.h"
#include "wire/clock.h"
#include "wire/json_writer.h"

enum { CATEGORY_FINDINGS = 2, CLASS_COMPLIANCE = 2003, ACTIVITY_CREATE = 1 };

/* The state of compliance, and of the finding. */
static const struct {
	int id;
	const char *name;
} statuses[RECORD_STATES] = {
	[RECORD_UNKNOWN] = { 0, "Unknown" }, [RECORD_GOOD] = { 1, "Pass" },
	[RECORD_OPEN] = { 3, "Fail" },       [RECORD_HELD] = { 2, "Warning" },
	[RECORD_FAILED] = { 3, "Fail" },     [RECORD_SKIPPED] = { 99, "Skipped" },
};

/* How grave each kind is while it is there. */
static const int severities[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = 5,
	[CREDENTIAL_CERTIFICATE] = 4,
	[CREDENTIAL_MFA_DEVICE] = 2,
	[CREDENTIAL_PASSWORD] = 4,
};

static const char *const severity_names[] = { "Unknown", "Informational", "Low",
					      "Medium",  "High",          "Critical" };

static int severity_of(const struct record *record)
{
	enum credential_kind kind;

	if (record->state == RECORD_UNKNOWN)
		return 0;
	if (record->state == RECORD_GOOD || record->state == RECORD_SKIPPED)
		return 1;
	return credential_kind_parse(record->kind, &kind) ? severities[kind] : 3;
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	json_key(json, key);
	json_string(json, text);
}

static void write_number(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_integer(json, number);
}

static void write_head(int64_t time_ms, const struct record *record, struct json_writer *json)
{
	int severity = severity_of(record);

	write_number(json, "activity_id", ACTIVITY_CREATE);
	write_text(json, "activity_name", "Create");
	write_number(json, "category_uid", CATEGORY_FINDINGS);
	write_text(json, "category_name", "Findings");
	write_number(json, "class_uid", CLASS_COMPLIANCE);
	write_text(json, "class_name", "Compliance Finding");
	write_number(json, "type_uid", CLASS_COMPLIANCE * 100 + ACTIVITY_CREATE);
	write_number(json, "severity_id", severity);
	write_text(json, "severity", severity_names[severity]);
	write_number(json, "time", time_ms);
	write_number(json, "status_id", record->state == RECORD_GOOD ? 4 : 1);
	write_text(json, "status", record->state == RECORD_GOOD ? "Resolved" : "New");
}

static void write_metadata(struct json_writer *json)
{
	json_key(json, "metadata");
	json_open_object(json);
	write_text(json, "version", "1.3.0");
	json_key(json, "product");
	json_open_object(json);
	write_text(json, "name", "mattock");
	write_text(json, "vendor_name", "Mattock");
	write_text(json, "version", MATTOCK_VERSION);
	json_close_object(json);
	json_close_object(json);
}

static void write_compliance(const struct record *record, struct json_writer *json)
{
	json_key(json, "compliance");
	json_open_object(json);
	write_text(json, "control", report_rule_id(record));
	write_number(json, "status_id", statuses[record->state].id);
	write_text(json, "status", statuses[record->state].name);
	write_text(json, "status_detail", record->why);
	json_close_object(json);
}

/* What it is about: the account in its cloud, and the credential in the account. */
static void write_subject(const struct saved *saved, const struct record *record, const char *uid,
			  struct json_writer *json)
{
	json_key(json, "cloud");
	json_open_object(json);
	write_text(json, "provider", "AWS");
	json_key(json, "account");
	json_open_object(json);
	write_text(json, "uid", record->account_id);
	write_text(json, "name", record->account_name);
	write_number(json, "type_id", 10);
	write_text(json, "type", "AWS Account");
	json_close_object(json);
	if (saved->organization_id) {
		json_key(json, "org");
		json_open_object(json);
		write_text(json, "uid", saved->organization_id);
		json_close_object(json);
	}
	json_close_object(json);
	json_key(json, "resources");
	json_open_array(json);
	json_open_object(json);
	write_text(json, "uid", uid);
	write_text(json, "type", *record->kind ? record->kind : "account");
	json_close_object(json);
	json_close_array(json);
}

static void write_event(const struct report *report, const struct saved *saved,
			const struct record *record, struct json_writer *json)
{
	const char *uid = arena_printf(report->arena, "%s/%s/%s", record->account_id, record->kind,
				       record->id);
	int64_t time_ms = report->now_ms;

	if (!saved->taken || !clock_parse_iso(saved->taken, &time_ms))
		time_ms = report->now_ms;
	json_open_object(json);
	write_head(time_ms, record, json);
	write_metadata(json);
	json_key(json, "finding_info");
	json_open_object(json);
	write_text(json, "uid", arena_printf(report->arena, "%s:%s", saved->kind, uid));
	write_text(json, "title", report_sentence(report->arena, record));
	write_number(json, "created_time", time_ms);
	json_close_object(json);
	write_compliance(record, json);
	write_subject(saved, record, uid, json);
	write_text(json, "message", report_sentence(report->arena, record));
	json_key(json, "unmapped");
	json_open_object(json);
	write_text(json, "result", record->word);
	write_text(json, "state", record_state_name(record->state));
	write_text(json, "facts", record->facts);
	json_close_object(json);
	json_close_object(json);
}

void report_ocsf(const struct report *report, struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, true);
	json_open_array(&json);
	for (size_t i = 0; i < report->file_count; i++)
		for (size_t k = 0; k < report->files[i].records.count; k++)
			write_event(report, &report->files[i], &report->files[i].records.items[k],
				    &json);
	json_close_array(&json);
	buffer_add_char(out, '\n');
}
