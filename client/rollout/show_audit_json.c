/*
 * show_audit_json.c - an audit for other tools.
 */
#include "client/rollout/plan_file.h"
#include "client/rollout/risk.h"
#include "client/rollout/show_audit.h"
#include "wire/clock.h"

static void write_member(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_kinds(const struct audit_account *account, struct json_writer *json)
{
	json_key(json, "kinds");
	json_open_object(json);
	for (size_t i = 0; i < CREDENTIAL_KINDS && !account->skipped; i++) {
		const struct audit_kind *kind = &account->kinds[i];
		struct known known = { kind->presence, kind->why };

		json_key(json, credential_kind_names[i].key);
		json_open_object(json);
		write_member(json, "presence", known_text(&known));
		if (kind->presence == PRESENCE_UNKNOWN) {
			write_member(json, "why", kind->why);
		} else {
			json_key(json, "count");
			json_integer(json, (int64_t)kind->count);
		}
		json_close_object(json);
	}
	json_close_object(json);
}

void show_audit_account_json(const struct audit_account *account, int64_t now_ms,
			     struct json_writer *json)
{
	write_member(json, "accountId", account->id);
	write_member(json, "name", account->name);
	write_member(json, "path", account->path);
	write_member(json, "verdict", audit_verdict_name(audit_account_verdict(account)));
	write_member(json, "risk", risk_name(risk_of_account(account, now_ms)));
	if (account->skipped)
		write_member(json, "skipped", account->skipped);
	if (account->blocked_by)
		write_member(json, "blockedByPolicy", account->blocked_by);
	if (account->blocked_text)
		write_member(json, "blockedBy", account->blocked_text);
	write_kinds(account, json);
	json_key(json, "accountSummary");
	json_string(json, account->summary.is_read ? "read" : account->summary.why);
	json_key(json, "credentials");
	json_open_array(json);
	for (size_t i = 0; i < account->credential_count; i++) {
		json_open_object(json);
		plan_file_credential(&account->credentials[i], json);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_totals(const struct audit *audit, struct json_writer *json)
{
	struct audit_totals totals = audit_totals(audit);
	const struct {
		const char *key;
		size_t count;
	} rows[] = {
		{ "accounts", totals.accounts }, { "clean", totals.clean },
		{ "present", totals.found },     { "unknown", totals.unknown },
		{ "skipped", totals.skipped },   { "incomplete", totals.incomplete },
	};

	json_key(json, "totals");
	json_open_object(json);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		json_key(json, rows[i].key);
		json_integer(json, (int64_t)rows[i].count);
	}
	json_close_object(json);
}

void show_audit_head_json(const struct audit *audit, struct json_writer *json)
{
	char taken[CLOCK_ISO_LEN + 1];

	clock_format_iso(audit->taken_ms, taken);
	write_member(json, "taken", taken);
	write_member(json, "organizationId", audit->organization_id);
	write_member(json, "managementAccountId", audit->management_account_id);
	write_member(json, "callerArn", audit->caller_arn);
	json_key(json, "interrupted");
	json_boolean(json, audit->is_interrupted);
	write_totals(audit, json);
}
