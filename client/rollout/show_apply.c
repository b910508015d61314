/*
 * show_apply.c - what became of a plan.
 */
#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"
#include "wire/buffer.h"

enum column { ACCOUNT, NAME, CREDENTIAL, RESULT, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[CREDENTIAL] = { .title = "CREDENTIAL",
			 .key = "credential",
			 .min_width = 24,
			 .is_wrapped = true },
	[RESULT] = { .title = "RESULT", .key = "result" },
	[WHY] = { .key = "why" },
};

static const enum table_style result_styles[APPLY_RESULTS] = {
	[APPLY_NOT_REACHED] = TABLE_WARNING, [APPLY_DELETED] = TABLE_GOOD,
	[APPLY_GONE] = TABLE_GOOD,           [APPLY_HELD] = TABLE_WARNING,
	[APPLY_FAILED] = TABLE_BAD,          [APPLY_UNKNOWN] = TABLE_BAD,
	[APPLY_CLEARED] = TABLE_GOOD,
};

static void add_rows(struct table *table, const struct apply_account *account)
{
	for (size_t i = 0; i < account->item_count; i++) {
		const struct apply_item *item = &account->items[i];
		struct table_cell *cells = table_add(table);

		cells[ACCOUNT].text = account->planned->id;
		cells[NAME].text = account->planned->name;
		cells[CREDENTIAL].text =
			show_credential_name(table->arena, &item->planned->credential);
		cells[RESULT] = (struct table_cell){ apply_result_name(item->result),
						     result_styles[item->result] };
		cells[WHY].text = item->why ? item->why : item->note;
	}
	/* Not of the plan, so not counted with it: what came up since. */
	for (size_t i = 0; i < account->unplanned_count; i++) {
		struct table_cell *cells = table_add(table);

		cells[ACCOUNT].text = account->planned->id;
		cells[NAME].text = account->planned->name;
		cells[CREDENTIAL].text = show_credential_name(table->arena, &account->unplanned[i]);
		cells[RESULT] = (struct table_cell){ "drift", TABLE_WARNING };
		cells[WHY].text = "came up after the plan; left alone";
	}
}

/* What needs more words than the table has room for. */
static void add_notes(struct arena *arena, const struct apply_account *account, struct buffer *text)
{
	for (size_t i = 0; i < account->item_count; i++) {
		const struct apply_item *item = &account->items[i];
		const char *why = item->why ? item->why : item->note;

		if (why)
			buffer_printf(text, "%s %s: %s\n", account->planned->id,
				      show_credential_name(arena, &item->planned->credential), why);
	}
}

/* In the order in which they are of interest; together they are what was planned. */
static const enum apply_result counted[] = { APPLY_DELETED, APPLY_GONE,    APPLY_HELD,
					     APPLY_FAILED,  APPLY_UNKNOWN, APPLY_NOT_REACHED };

static void add_counts(struct arena *arena, const struct apply *apply,
		       const struct apply_totals *totals, struct buffer *text)
{
	buffer_printf(text, "%s planned: ",
		      show_count(arena, totals->item_count, "credential", "credentials"));
	if (apply->is_dry_run) {
		buffer_printf(text,
			      "%zu would be deleted, %zu gone, %zu held, %zu failed, %zu not "
			      "reached\nDry run: nothing was changed",
			      totals->items[APPLY_CLEARED], totals->items[APPLY_GONE],
			      totals->items[APPLY_HELD], totals->items[APPLY_FAILED],
			      totals->items[APPLY_NOT_REACHED]);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(counted); i++)
		buffer_printf(text, "%s%zu %s", i ? ", " : "", totals->items[counted[i]],
			      apply_result_name(counted[i]));
	buffer_printf(text, "\n%s verified by a fresh session, %zu still open",
		      show_count(arena, totals->accounts_done, "account", "accounts"),
		      totals->accounts_open);
}

static const char *footer(struct arena *arena, const struct apply *apply)
{
	struct apply_totals totals = apply_totals(apply);
	struct buffer text;

	buffer_init(&text, arena, 512);
	for (size_t i = 0; i < apply->account_count; i++)
		add_notes(arena, &apply->accounts[i], &text);
	if (text.len)
		buffer_add_char(&text, '\n');
	add_counts(arena, apply, &totals, &text);
	if (totals.unplanned)
		buffer_printf(&text, "\nDrift, left alone: %s that came up after the plan",
			      show_count(arena, totals.unplanned, "credential", "credentials"));
	if (apply->stopped_why)
		buffer_printf(&text, "\nStopped: %s", apply->stopped_why);
	if (apply->is_interrupted)
		buffer_add_text(&text, "\nStopped by a signal");
	if ((apply->stopped_why || apply->is_interrupted) && !apply->is_dry_run)
		buffer_add_text(&text, "; `mattock resume` goes on");
	if (apply->journal_head)
		buffer_printf(&text, "\nJournal sealed by sha256:%s", apply->journal_head);
	return text.data;
}

static void write_member(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, text);
}

static void write_item(const struct apply_item *item, struct json_writer *json)
{
	json_open_object(json);
	plan_file_credential(&item->planned->credential, json);
	write_member(json, "result", apply_result_name(item->result));
	write_member(json, "why", item->why);
	write_member(json, "note", item->note);
	json_close_object(json);
}

static void write_account(const void *context, struct json_writer *json)
{
	const struct apply_account *account = context;

	write_member(json, "accountId", account->planned->id);
	write_member(json, "name", account->planned->name);
	json_key(json, "done");
	json_boolean(json, apply_account_is_done(account));
	json_key(json, "verified");
	json_boolean(json, account->is_verified);
	write_member(json, "drift", account->drift);
	json_key(json, "unplanned");
	json_open_array(json);
	for (size_t i = 0; i < account->unplanned_count; i++) {
		json_open_object(json);
		plan_file_credential(&account->unplanned[i], json);
		json_close_object(json);
	}
	json_close_array(json);
	json_key(json, "items");
	json_open_array(json);
	for (size_t i = 0; i < account->item_count; i++)
		write_item(&account->items[i], json);
	json_close_array(json);
}

static const char *const total_keys[APPLY_RESULTS] = {
	[APPLY_NOT_REACHED] = "notReached",
	[APPLY_DELETED] = "deleted",
	[APPLY_GONE] = "gone",
	[APPLY_HELD] = "held",
	[APPLY_FAILED] = "failed",
	[APPLY_UNKNOWN] = "unknown",
	[APPLY_CLEARED] = "wouldBeDeleted",
};

/* What is said of the whole run. */
static void write_end(const void *context, struct json_writer *json)
{
	const struct apply *apply = context;
	struct apply_totals totals = apply_totals(apply);

	write_member(json, "planDigest", apply->plan->digest);
	write_member(json, "organizationId", apply->plan->organization_id);
	json_key(json, "interrupted");
	json_boolean(json, apply->is_interrupted);
	json_key(json, "dryRun");
	json_boolean(json, apply->is_dry_run);
	write_member(json, "stopped", apply->stopped_why);
	write_member(json, "journalDigest", apply->journal_head);
	json_key(json, "totals");
	json_open_object(json);
	json_key(json, "planned");
	json_integer(json, (int64_t)totals.item_count);
	for (size_t i = 0; i < APPLY_RESULTS; i++) {
		json_key(json, total_keys[i]);
		json_integer(json, (int64_t)totals.items[i]);
	}
	json_close_object(json);
}

static void write_json(const void *context, struct json_writer *json)
{
	const struct apply *apply = context;

	write_end(apply, json);
	json_key(json, "accounts");
	json_open_array(json);
	for (size_t i = 0; i < apply->account_count; i++) {
		json_open_object(json);
		write_account(&apply->accounts[i], json);
		json_close_object(json);
	}
	json_close_array(json);
}

void show_apply_account(const struct output *output, const struct apply_account *account)
{
	output_event(output, &(struct output_event){ .kind = "apply",
						     .name = "account",
						     .write_json = write_account,
						     .context = account });
}

void show_apply(const struct output *output, struct arena *arena, const struct apply *apply)
{
	struct table table;

	table_init(&table, arena, columns, COLUMNS);
	for (size_t i = 0; i < apply->account_count; i++) {
		add_rows(&table, &apply->accounts[i]);
		if (!apply->accounts[i].is_told)
			show_apply_account(output, &apply->accounts[i]);
	}
	output_document(output, &(struct output_document){ .kind = "apply",
							   .rows_key = "items",
							   .rows = &table,
							   .footer = footer(arena, apply),
							   .write_json = write_json,
							   .write_end = write_end,
							   .context = apply });
}
