/*
 * show_plan.c - what a plan would delete, and what it leaves and why.
 */
#include <inttypes.h>

#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "client/text_width.h"
#include "wire/buffer.h"
#include "wire/clock.h"

enum column { ACCOUNT, NAME, PATH, DECISION, DELETES, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[PATH] = { .title = "UNIT", .key = "path", .min_width = 12, .is_optional = true },
	[DECISION] = { .title = "PLAN", .key = "decision" },
	[DELETES] = { .title = "DELETES", .key = "deletes", .kind = TABLE_INTEGER },
	[WHY] = { .title = "WHY", .key = "why", .min_width = 20, .is_wrapped = true },
};

static const enum table_style decision_styles[PLAN_DECISIONS] = {
	[PLAN_DELETE] = TABLE_BAD,   [PLAN_REFUSED] = TABLE_WARNING, [PLAN_UNKNOWN] = TABLE_WARNING,
	[PLAN_NOTHING] = TABLE_GOOD, [PLAN_SKIPPED] = TABLE_FAINT,
};

static size_t deletes(const struct plan_account *account)
{
	size_t count = 0;

	for (size_t i = 0; i < account->item_count; i++)
		count += account->items[i].decision == PLAN_DELETE;
	return count;
}

static void add_row(struct table *table, const struct plan_account *account)
{
	struct table_cell *cells = table_add(table);

	cells[ACCOUNT].text = account->id;
	cells[NAME].text = account->name;
	cells[PATH].text = account->path;
	cells[DECISION] = (struct table_cell){ plan_decision_name(account->decision),
					       decision_styles[account->decision] };
	cells[DELETES].text = arena_printf(table->arena, "%zu", deletes(account));
	cells[WHY].text = account->why;
}

/* What is deleted is marked as in a diff; what is held says why. */
static void add_item(struct arena *arena, const struct plan_item *item, struct buffer *text)
{
	buffer_printf(text, "  %s %s: %s\n", item->decision == PLAN_DELETE ? "delete" : "keep  ",
		      show_credential_name(arena, &item->credential),
		      show_credential_facts(arena, &item->credential));
	if (item->decision != PLAN_DELETE && item->why)
		buffer_printf(text, "         held: %s\n", item->why);
}

static void add_items(struct arena *arena, const struct plan_account *account, struct buffer *text)
{
	if (account->decision != PLAN_DELETE && account->decision != PLAN_REFUSED)
		return;
	buffer_printf(text, "%s %s (%s)\n", account->id, text_printable(arena, account->name),
		      text_printable(arena, account->path));
	for (size_t i = 0; i < account->item_count; i++)
		add_item(arena, &account->items[i], text);
	if (account->warning)
		buffer_printf(text, "  warning: %s\n", account->warning);
}

/* Whose plan it is, and by which settings it was decided. */
static void add_origin(const struct plan *plan, struct buffer *text)
{
	const struct plan_settings *settings = &plan->settings;
	char created[CLOCK_ISO_LEN + 1], expires[CLOCK_ISO_LEN + 1];
	size_t kinds = 0;

	clock_format_iso(plan->created_ms, created);
	clock_format_iso(plan->expires_ms, expires);
	buffer_printf(text,
		      "For organization %s, made at %s by %s\n"
		      "Settings: keys unused for %" PRId64 " days, a refusal holds back the %s, ",
		      plan->organization_id, created, plan->caller_arn, settings->key_days,
		      settings->gate_scope == PLAN_GATE_ACCOUNT ? "account" : "item");
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		kinds += settings->kinds[i];
	if (kinds == CREDENTIAL_KINDS)
		buffer_add_text(text, "every kind");
	for (size_t i = 0, said = 0; kinds < CREDENTIAL_KINDS && i < CREDENTIAL_KINDS; i++)
		if (settings->kinds[i])
			buffer_printf(text, "%s%s", said++ ? ", " : "",
				      credential_kind_names[i].many);
	buffer_printf(text, "\n%s, valid until %s", plan->digest, expires);
}

static const char *footer(struct arena *arena, const struct plan *plan, const char *path)
{
	struct plan_totals totals = plan_totals(plan);
	const char *blocked =
		totals.blocked ? arena_printf(arena, " (%zu blocked by policies)", totals.blocked)
			       : "";
	struct buffer text;

	buffer_init(&text, arena, 1024);
	for (size_t i = 0; i < plan->account_count; i++)
		add_items(arena, &plan->accounts[i], &text);
	buffer_printf(&text,
		      "%s%s to delete in %s; %zu held\n"
		      "Accounts: %zu refused, %zu unknown%s, %zu need nothing, %zu skipped\n",
		      text.len ? "\n" : "",
		      show_count(arena, totals.item_count, "credential", "credentials"),
		      show_count(arena, totals.accounts[PLAN_DELETE], "account", "accounts"),
		      totals.refused_items, totals.accounts[PLAN_REFUSED],
		      totals.accounts[PLAN_UNKNOWN], blocked, totals.accounts[PLAN_NOTHING],
		      totals.accounts[PLAN_SKIPPED]);
	if (totals.warnings)
		buffer_printf(&text, "%s with a warning\n",
			      show_count(arena, totals.warnings, "account", "accounts"));
	if (totals.item_count)
		buffer_add_text(&text, "Deleted keys, certificates and passwords cannot be brought "
				       "back.\n");
	add_origin(plan, &text);
	if (path && totals.item_count)
		buffer_printf(&text, "\nNext: mattock apply %s", path);
	return text.data;
}

static void write_json(const void *context, struct json_writer *json)
{
	plan_file_members(context, json);
}

void show_plan(const struct output *output, struct arena *arena, const struct plan *plan,
	       const char *path)
{
	struct table table;

	table_init(&table, arena, columns, COLUMNS);
	for (size_t i = 0; i < plan->account_count; i++)
		add_row(&table, &plan->accounts[i]);
	output_document(output, &(struct output_document){ .kind = "plan",
							   .rows_key = "accounts",
							   .rows = &table,
							   .footer = footer(arena, plan, path),
							   .write_json = write_json,
							   .context = plan });
}
