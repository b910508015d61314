/*
 * command_snapshot.c - snapshot: a real organization as a scenario file.
 */
#include <string.h>

#include "client/durable.h"
#include "client/rehearse/commands.h"
#include "client/rehearse/scenario_write.h"
#include "client/report/saved.h"
#include "client/rollout/show.h"
#include "client/rollout/survey.h"

enum column { OF, ACCOUNT, WHICH, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[OF] = { .title = "UNKNOWN", .key = "of" },
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[WHICH] = { .title = "WHICH", .key = "which", .min_width = 10, .is_wrapped = true },
	[WHY] = { .title = "WHY", .key = "why", .min_width = 24, .is_wrapped = true },
};

/* What the command line asks for, checked before anything is sent. */
static bool check_options(const struct options *options, struct fault *fault)
{
	if (!options_has(options, OPTION_OUT))
		return fault_set(fault, FAULT_USAGE, "snapshot needs a file to write: -o FILE");
	if (options_has(options, OPTION_CREDENTIALS) && options_has(options, OPTION_AUDIT))
		return fault_set(fault, FAULT_USAGE,
				 "--credentials audits now and --audit takes an earlier audit; "
				 "give one of them");
	return true;
}

/* The audit to take root credentials from: now, or of a file; *out_root is NULL without one. */
static bool read_audit(struct invocation *invocation, const struct json_value **out_root,
		       struct saved *saved, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_AUDIT);
	struct input input = { .name = "the audit" };
	struct audit audit;

	*out_root = NULL;
	if (path) {
		if (!saved_read(invocation, path, saved, fault))
			return false;
		*out_root = saved->root;
		return saved->family == SAVED_AUDIT ||
		       fault_set(fault, FAULT_USAGE, "--audit %s: this is of kind %s, not an audit",
				 path, saved->kind);
	}
	if (!options_has(&invocation->options, OPTION_CREDENTIALS))
		return true;
	if (!survey_run(invocation, 0, &audit, fault))
		return false;
	input.text = show_audit_json(invocation->arena, &audit, "audit");
	input.len = strlen(input.text);
	if (!saved_parse(invocation->arena, &input, saved, fault))
		return false;
	*out_root = saved->root;
	return true;
}

static bool check_organization(const struct saved *audit, const struct inventory *inventory,
			       struct fault *fault)
{
	const char *id = inventory->snapshot.organization.id;

	return !audit->organization_id || strcmp(audit->organization_id, id) == 0 ||
	       fault_set(fault, FAULT_STALE, "%s is of organization %s, and this is %s",
			 audit->name, audit->organization_id, id);
}

static void add_row(struct table *table, const struct gap *gap)
{
	struct table_cell *cells = table_add(table);

	cells[OF] = (struct table_cell){ gap->of, gap->is_intended ? TABLE_FAINT : TABLE_WARNING };
	cells[ACCOUNT].text = gap->account;
	cells[WHICH].text = gap->id ? gap->id : gap->kind ? gap->kind : gap->type;
	cells[WHY].text = gap->why;
}

static void show(struct invocation *invocation, const struct inventory *inventory)
{
	const struct organization *organization = &inventory->snapshot.organization;
	struct arena *arena = invocation->arena;
	size_t policies = 0;
	struct table table;

	for (const struct snapshot_policy *policy = inventory->snapshot.policies; policy;
	     policy = policy->next)
		policies += !policy->is_aws_managed && !policy->why;
	table_init(&table, arena, columns, COLUMNS);
	for (const struct gap *gap = inventory->first_gap; gap; gap = gap->next) {
		add_row(&table, gap);
		if (!gap->is_intended)
			invocation_raise(invocation, EXIT_PARTIAL);
	}
	output_document(
		&invocation->output,
		&(struct output_document){
			.kind = "snapshotWritten",
			.rows_key = "unknown",
			.rows = &table,
			.footer = arena_printf(
				arena, "Wrote %s: %s, %s, %s; %zu unknown",
				options_text(&invocation->options, OPTION_OUT),
				show_count(arena, organization->account_count, "account",
					   "accounts"),
				show_count(arena, organization->unit_count - 1, "unit", "units"),
				show_count(arena, policies, "policy", "policies"),
				inventory->gap_count),
		});
}

static bool write_file(struct invocation *invocation, const struct scenario_source *source,
		       struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);
	char *text;

	return scenario_note_credentials(source, fault) &&
	       scenario_text(invocation->arena, source, &text, fault) &&
	       durable_write_file(invocation->arena, path, text, fault);
}

static bool make(struct invocation *invocation, const struct pseudonyms *pseudonyms,
		 struct fault *fault)
{
	struct inventory inventory;
	struct scenario_source source = { .inventory = &inventory, .pseudonyms = pseudonyms };
	const struct json_value *audit;
	struct saved saved = { 0 };
	struct client *client;

	if (!invocation_client(invocation, &client, fault) ||
	    !read_audit(invocation, &audit, &saved, fault) ||
	    !inventory_read(invocation, client, &inventory, fault) ||
	    !check_organization(&saved, &inventory, fault) ||
	    (audit && !scenario_take_audit(&source, audit, fault)))
		return false;
	source.taken_ms = clock_now_ms(&invocation->clock);
	if (!write_file(invocation, &source, fault))
		return false;
	show(invocation, &inventory);
	return true;
}

bool command_snapshot(struct invocation *invocation, struct fault *fault)
{
	const char *key = options_text(&invocation->options, OPTION_PSEUDONYMS);
	struct pseudonyms pseudonyms = { 0 };
	bool is_made;

	if (!check_options(&invocation->options, fault) ||
	    (key && !pseudonyms_read(invocation->arena, key, &pseudonyms, fault)))
		return false;
	is_made = make(invocation, key ? &pseudonyms : NULL, fault);
	pseudonyms_done(&pseudonyms);
	return is_made;
}
