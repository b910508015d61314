/*
 * show_audit.c - what an audit found.
 */
#include "client/report/compare.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "wire/buffer.h"
#include "wire/clock.h"

enum column { ACCOUNT, NAME, PATH, VERDICT, KEYS, CERTIFICATES, MFA, PASSWORD, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[PATH] = { .key = "path" },
	[VERDICT] = { .title = "ROOT", .key = "verdict" },
	[KEYS] = { .title = "KEYS", .key = "accessKeys" },
	[CERTIFICATES] = { .title = "CERTS", .key = "signingCertificates" },
	[MFA] = { .title = "MFA", .key = "mfaDevices" },
	[PASSWORD] = { .title = "PASSWORD", .key = "password" },
	[WHY] = { .key = "why" },
};

static const enum table_style verdict_styles[] = {
	[AUDIT_CLEAN] = TABLE_GOOD,
	[AUDIT_FOUND] = TABLE_BAD,
	[AUDIT_UNKNOWN] = TABLE_WARNING,
	[AUDIT_SKIPPED] = TABLE_FAINT,
};

/* A number, "yes" or "no" for the password, and "?" for what is not known. */
static struct table_cell kind_cell(struct arena *arena, const struct audit_account *account,
				   enum credential_kind kind)
{
	const struct audit_kind *seen = &account->kinds[kind];
	bool is_password = kind == CREDENTIAL_PASSWORD;

	if (account->skipped)
		return (struct table_cell){ 0 };
	if (seen->presence == PRESENCE_UNKNOWN)
		return (struct table_cell){ "?", TABLE_WARNING };
	if (seen->presence == PRESENCE_ABSENT)
		return (struct table_cell){ is_password ? "no" : "0", TABLE_PLAIN };
	return (struct table_cell){ is_password ? "yes" : arena_printf(arena, "%zu", seen->count),
				    TABLE_BAD };
}

static void add_row(struct table *table, const struct audit_account *account)
{
	enum audit_verdict verdict = audit_account_verdict(account);
	struct table_cell *cells = table_add(table);

	cells[ACCOUNT].text = account->id;
	cells[NAME].text = account->name;
	cells[PATH].text = account->path;
	cells[VERDICT] =
		(struct table_cell){ audit_verdict_name(verdict), verdict_styles[verdict] };
	cells[KEYS] = kind_cell(table->arena, account, CREDENTIAL_ACCESS_KEY);
	cells[CERTIFICATES] = kind_cell(table->arena, account, CREDENTIAL_CERTIFICATE);
	cells[MFA] = kind_cell(table->arena, account, CREDENTIAL_MFA_DEVICE);
	cells[PASSWORD] = kind_cell(table->arena, account, CREDENTIAL_PASSWORD);
	cells[WHY].text = audit_account_why(account);
}

static void add_details(struct arena *arena, const struct audit_account *account,
			struct buffer *text)
{
	const char *why = audit_account_why(account);

	if (!why && !account->credential_count)
		return;
	buffer_printf(text, "%s %s\n", account->id, account->name);
	/* AWS's own sentence is in the JSON; people want the policy's name and place. */
	if (account->blocked_text)
		buffer_printf(text, "  unknown: blocked by %s\n", account->blocked_text);
	else if (why)
		buffer_printf(text, "  %s: %s\n", account->skipped ? "skipped" : "unknown", why);
	for (size_t i = 0; i < account->credential_count; i++)
		buffer_printf(text, "  %s: %s\n",
			      show_credential_name(arena, &account->credentials[i]),
			      show_credential_facts(arena, &account->credentials[i]));
}

/* Where to learn more of what blocks; AWS names one policy at most. */
static void add_hint(const struct audit *audit, struct buffer *text)
{
	for (size_t i = 0; i < audit->account_count; i++) {
		if (!audit->accounts[i].blocked_by)
			continue;
		buffer_printf(text, "\n`mattock explain scp %s` names every policy in the way.",
			      audit->accounts[i].id);
		return;
	}
}

static const char *footer(struct arena *arena, const struct audit *audit)
{
	struct audit_totals totals = audit_totals(audit);
	struct buffer text;

	buffer_init(&text, arena, 1024);
	for (size_t i = 0; i < audit->account_count; i++)
		add_details(arena, &audit->accounts[i], &text);
	buffer_printf(&text, "%s%s: %zu clean, %zu with root credentials, %zu unknown, %zu skipped",
		      text.len ? "\n" : "",
		      show_count(arena, totals.accounts, "account", "accounts"), totals.clean,
		      totals.found, totals.unknown, totals.skipped);
	add_hint(audit, &text);
	if (audit->changes)
		buffer_printf(&text, "\n\n%s", changes_list(audit->changes));
	return text.data;
}

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

static void write_account(const struct audit_account *account, struct json_writer *json)
{
	json_open_object(json);
	write_member(json, "accountId", account->id);
	write_member(json, "name", account->name);
	write_member(json, "path", account->path);
	write_member(json, "verdict", audit_verdict_name(audit_account_verdict(account)));
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
	json_close_object(json);
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

static void write_json(const void *context, struct json_writer *json)
{
	const struct audit *audit = context;
	char taken[CLOCK_ISO_LEN + 1];

	clock_format_iso(audit->taken_ms, taken);
	write_member(json, "taken", taken);
	write_member(json, "organizationId", audit->organization_id);
	write_member(json, "managementAccountId", audit->management_account_id);
	write_member(json, "callerArn", audit->caller_arn);
	write_totals(audit, json);
	json_key(json, "accounts");
	json_open_array(json);
	for (size_t i = 0; i < audit->account_count; i++)
		write_account(&audit->accounts[i], json);
	json_close_array(json);
	if (audit->changes)
		changes_write_json(audit->changes, json);
}

char *show_audit_json(struct arena *arena, const struct audit *audit, const char *kind)
{
	return output_json(arena, &(struct output_document){ .kind = kind,
							     .write_json = write_json,
							     .context = audit });
}

void show_audit(const struct output *output, struct arena *arena, const struct audit *audit,
		const char *kind)
{
	struct table table;

	table_init(&table, arena, columns, COLUMNS);
	for (size_t i = 0; i < audit->account_count; i++)
		add_row(&table, &audit->accounts[i]);
	output_document(output, &(struct output_document){ .kind = kind,
							   .rows_key = "accounts",
							   .rows = &table,
							   .footer = footer(arena, audit),
							   .write_json = write_json,
							   .context = audit });
}
