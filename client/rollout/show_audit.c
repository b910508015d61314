/*
 * show_audit.c - what an audit found.
 */
#include <inttypes.h>
#include <string.h>

#include "client/report/compare.h"
#include "client/rollout/risk.h"
#include "client/rollout/show.h"
#include "client/rollout/show_audit.h"
#include "client/text_width.h"
#include "wire/buffer.h"
#include "wire/clock.h"

/* Screens have few columns for people; CSV has one fact in each. */
enum column {
	ACCOUNT,
	NAME,
	PATH,
	SCREEN_PASSWORD,
	SCREEN_KEYS,
	SCREEN_CERTIFICATES,
	SCREEN_MFA,
	SCREEN_STATE,
	SCREEN_WHY,
	VERDICT,
	RISK,
	PASSWORD,
	KEYS,
	CERTIFICATES,
	MFA,
	MFA_KINDS,
	KEY_USED,
	KEY_SERVICE,
	KEY_REGION,
	PASSWORD_USED,
	WHY,
	COLUMNS
};

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[PATH] = { .title = "UNIT", .key = "path", .min_width = 12, .is_optional = true },
	[SCREEN_PASSWORD] = { .title = "PASSWORD" },
	[SCREEN_KEYS] = { .title = "KEYS", .min_width = 16, .is_wrapped = true },
	[SCREEN_CERTIFICATES] = { .title = "CERTS" },
	[SCREEN_MFA] = { .title = "MFA", .min_width = 8, .is_wrapped = true },
	[SCREEN_STATE] = { .title = "STATE" },
	[SCREEN_WHY] = { .title = "WHY", .min_width = 30, .is_wrapped = true, .is_optional = true },
	[VERDICT] = { .key = "verdict" },
	[RISK] = { .key = "risk" },
	[PASSWORD] = { .key = "password" },
	[KEYS] = { .key = "accessKeys" },
	[CERTIFICATES] = { .key = "signingCertificates" },
	[MFA] = { .key = "mfaDevices" },
	[MFA_KINDS] = { .key = "mfaKinds" },
	[KEY_USED] = { .key = "keyLastUsed" },
	[KEY_SERVICE] = { .key = "keyLastUsedService" },
	[KEY_REGION] = { .key = "keyLastUsedRegion" },
	[PASSWORD_USED] = { .key = "passwordLastUsed" },
	[WHY] = { .key = "why" },
};

/* "unknown", a number, or for the password "present" or "absent". */
static const char *csv_kind(struct arena *arena, const struct audit_account *account,
			    enum credential_kind kind)
{
	const struct audit_kind *seen = &account->kinds[kind];
	struct known known = { .presence = seen->presence };

	if (account->skipped)
		return NULL;
	if (seen->presence == PRESENCE_UNKNOWN || kind == CREDENTIAL_PASSWORD)
		return known_text(&known);
	return arena_printf(arena, "%" PRIu32, seen->count);
}

/* When it was used, "never" or "unknown". */
static const char *csv_usage(struct arena *arena, const struct credential *credential)
{
	char text[CLOCK_ISO_LEN + 1];

	if (credential->usage != USAGE_KNOWN)
		return usage_name(credential->usage);
	clock_format_iso(credential->used_ms, text);
	return arena_strdup(arena, text);
}

/* That nothing confirms the lists, and why; NULL if something does. */
static const char *unchecked(struct arena *arena, const struct audit_account *account)
{
	const char *reason = audit_account_unchecked_why(account);

	return reason ? arena_printf(arena, "not cross-checked: %s", reason) : NULL;
}

static void add_csv(struct arena *arena, const struct audit_account *account, int64_t now_ms,
		    struct table_cell *cells)
{
	const struct credential *key = show_audit_worst_key(account);

	cells[VERDICT].text = audit_verdict_name(audit_account_verdict(account));
	cells[RISK].text = risk_name(risk_of_account(account, now_ms));
	cells[PASSWORD].text = csv_kind(arena, account, CREDENTIAL_PASSWORD);
	cells[KEYS].text = csv_kind(arena, account, CREDENTIAL_ACCESS_KEY);
	cells[CERTIFICATES].text = csv_kind(arena, account, CREDENTIAL_CERTIFICATE);
	cells[MFA].text = csv_kind(arena, account, CREDENTIAL_MFA_DEVICE);
	cells[MFA_KINDS].text = show_audit_mfa_kinds(arena, account);
	cells[WHY].text = audit_account_why(account);
	if (!cells[WHY].text)
		cells[WHY].text = unchecked(arena, account);
	if (key) {
		cells[KEY_USED].text = csv_usage(arena, key);
		cells[KEY_SERVICE].text = key->used_service;
		cells[KEY_REGION].text = key->used_region;
	}
	for (size_t i = 0; i < account->credential_count; i++)
		if (account->credentials[i].kind == CREDENTIAL_PASSWORD)
			cells[PASSWORD_USED].text = csv_usage(arena, &account->credentials[i]);
}

/* What a policy kept from being seen may be no more than when nothing was last used. */
static bool is_blocked(const struct audit_account *account)
{
	return account->blocked_text &&
	       (audit_account_is_incomplete(account) || account->credential_count);
}

/* What the reason is about. */
static const char *reason_word(const struct audit_account *account)
{
	if (account->skipped)
		return "skipped";
	return audit_account_is_incomplete(account) ? "unknown" : "last use unknown";
}

/* AWS's own sentence is in the JSON; people want the policy's name and place. */
static const char *why(struct arena *arena, const struct audit_account *account)
{
	if (is_blocked(account))
		return arena_printf(arena, "blocked by %s", account->blocked_text);
	return audit_account_why(account);
}

static void make_row(const void *context, size_t index, struct arena *arena,
		     struct table_cell *cells)
{
	const struct audit *audit = context;
	const struct audit_account *account = &audit->accounts[index];
	const char *reason = why(arena, account), *alone = unchecked(arena, account);
	int64_t now_ms = audit->taken_ms;

	cells[ACCOUNT].text = account->id;
	cells[NAME].text = account->name;
	cells[PATH].text = account->path;
	cells[SCREEN_PASSWORD] = show_audit_cell(arena, account, CREDENTIAL_PASSWORD, now_ms);
	cells[SCREEN_KEYS] = show_audit_cell(arena, account, CREDENTIAL_ACCESS_KEY, now_ms);
	cells[SCREEN_CERTIFICATES] =
		show_audit_cell(arena, account, CREDENTIAL_CERTIFICATE, now_ms);
	cells[SCREEN_MFA] = show_audit_cell(arena, account, CREDENTIAL_MFA_DEVICE, now_ms);
	cells[SCREEN_STATE] = show_audit_state(account);
	cells[SCREEN_WHY].text = reason ? reason : alone ? alone : "";
	add_csv(arena, account, now_ms, cells);
}

static void add_details(const struct audit_account *account, struct buffer *text)
{
	ARENA_AUTO(arena);
	const char *reason = why(&arena, account), *alone = unchecked(&arena, account);

	if (!reason && !alone && !account->credential_count)
		return;
	buffer_printf(text, "%s %s\n", account->id, text_printable(&arena, account->name));
	if (reason)
		buffer_printf(text, "  %s: %s\n", reason_word(account),
			      text_printable(&arena, reason));
	if (alone)
		buffer_printf(text, "  %s\n", alone);
	for (size_t i = 0; i < account->credential_count; i++)
		buffer_printf(text, "  %s: %s\n",
			      show_credential_name(&arena, &account->credentials[i]),
			      show_credential_facts(&arena, &account->credentials[i]));
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

static size_t reason_len(const struct audit_account *account)
{
	return strcspn(account->skipped, ":");
}

static bool is_same_reason(const struct audit_account *one, const struct audit_account *other)
{
	size_t len = reason_len(one);

	return other->skipped && reason_len(other) == len &&
	       strncmp(one->skipped, other->skipped, len) == 0;
}

/* Whether an account before the one at @index was skipped for the same reason. */
static bool is_said(const struct audit *audit, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_same_reason(&audit->accounts[index], &audit->accounts[i]))
			return true;
	return false;
}

/* " (SUSPENDED 444455556666, 2 excluded by --exclude)": each reason once. */
static void add_skipped(const struct audit *audit, struct buffer *text)
{
	const char *before = " (";

	for (size_t i = 0; i < audit->account_count; i++) {
		const struct audit_account *account = &audit->accounts[i];
		size_t count = 0;

		if (!account->skipped || is_said(audit, i))
			continue;
		for (size_t j = i; j < audit->account_count; j++)
			count += is_same_reason(account, &audit->accounts[j]);
		buffer_add_text(text, before);
		if (count > 1)
			buffer_printf(text, "%zu %.*s", count, (int)reason_len(account),
				      account->skipped);
		else
			buffer_printf(text, "%.*s %s", (int)reason_len(account), account->skipped,
				      account->id);
		before = ", ";
	}
	if (*before == ',')
		buffer_add_char(text, ')');
}

/* The numbers add up to the accounts. */
static void add_totals(const struct audit *audit, struct buffer *text)
{
	struct audit_totals totals = audit_totals(audit);
	size_t partly = totals.incomplete - totals.unknown;

	buffer_printf(text, "Checked %zu of %zu: %zu clean, %zu at risk",
		      totals.clean + totals.found, totals.accounts, totals.clean, totals.found);
	if (partly)
		buffer_printf(text, " (%zu seen in part only)", partly);
	buffer_printf(text, " · %zu unknown · %zu skipped", totals.unknown, totals.skipped);
	add_skipped(audit, text);
	if (totals.unchecked)
		buffer_printf(text,
			      "\nNot cross-checked with GetAccountSummary: %s; what the lists show "
			      "counts",
			      show_count(text->arena, totals.unchecked, "account", "accounts"));
	if (audit->is_interrupted)
		buffer_add_text(text, "\nStopped before its end; what was not reached is unknown");
}

static void write_json(const void *context, struct json_writer *json)
{
	const struct audit *audit = context;

	show_audit_head_json(audit, json);
	json_key(json, "accounts");
	json_open_array(json);
	for (size_t i = 0; i < audit->account_count; i++) {
		json_open_object(json);
		show_audit_account_json(&audit->accounts[i], audit->taken_ms, json);
		json_close_object(json);
	}
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

static void write_end(const void *context, struct json_writer *json)
{
	const struct audit *audit = context;

	show_audit_head_json(audit, json);
	if (audit->changes)
		changes_write_json(audit->changes, json);
}

/* What a screen says below the table. */
static void add_footer(const struct audit *audit, struct buffer *text)
{
	for (size_t i = 0; i < audit->account_count; i++)
		add_details(&audit->accounts[i], text);
	if (text->len)
		buffer_add_char(text, '\n');
	add_totals(audit, text);
	add_hint(audit, text);
	if (audit->changes)
		buffer_printf(text, "\n\n%s", changes_list(audit->changes));
}

void show_audit(const struct output *output, const struct audit *audit, const char *kind)
{
	ARENA_AUTO(arena);
	struct buffer text;
	struct table table;

	table_init_made(&table, columns, COLUMNS,
			&(struct table_maker){ .count = audit->account_count,
					       .make = make_row,
					       .context = audit });
	buffer_init(&text, &arena, 1024);
	if (output->form == OUTPUT_TABLE)
		add_footer(audit, &text);
	output_document(output, &(struct output_document){ .kind = kind,
							   .rows_key = "accounts",
							   .rows = &table,
							   .footer = text.data,
							   .write_json = write_json,
							   .write_end = write_end,
							   .context = audit });
}

struct seen_account {
	const struct audit_account *account;
	int64_t now_ms;
};

static void write_account(const void *context, struct json_writer *json)
{
	const struct seen_account *seen = context;

	show_audit_account_json(seen->account, seen->now_ms, json);
}

void show_audit_account(const struct output *output, const struct audit_account *account,
			int64_t now_ms, const char *kind)
{
	const struct seen_account seen = { account, now_ms };

	output_event(output, &(struct output_event){ .kind = kind,
						     .name = "account",
						     .write_json = write_account,
						     .context = &seen });
}
