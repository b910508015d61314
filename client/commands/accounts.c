#include <string.h>

#include "client/commands.h"
#include "client/selection.h"

enum column { ID, NAME, STATE, UNIT, EMAIL, IS_MANAGEMENT, IS_EXCLUDED, NOTE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ID] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 12 },
	[STATE] = { .title = "STATE", .key = "state" },
	[UNIT] = { .title = "UNIT", .key = "unit", .min_width = 10 },
	[EMAIL] = { .key = "email" },
	[IS_MANAGEMENT] = { .key = "isManagement", .kind = TABLE_BOOLEAN },
	[IS_EXCLUDED] = { .key = "isExcluded", .kind = TABLE_BOOLEAN },
	[NOTE] = { .title = "NOTE", .key = "note", .min_width = 16, .is_wrapped = true },
};

static void add_row(struct table *table, const struct selection_item *item)
{
	const struct organization_account *account = item->account;
	struct table_cell *cells = table_add(table);
	bool is_active = strcmp(account->state, "ACTIVE") == 0;

	cells[ID].text = account->id;
	cells[NAME].text = account->name;
	cells[STATE] =
		(struct table_cell){ account->state, is_active ? TABLE_PLAIN : TABLE_WARNING };
	cells[UNIT].text = account->path && *account->path ? account->path
			   : account->path                 ? "/"
							   : account->parent_id;
	cells[EMAIL].text = account->email;
	cells[IS_MANAGEMENT].text = account->is_management ? "true" : "false";
	cells[IS_EXCLUDED].text = item->skip == SELECTION_SKIP_EXCLUDED ? "true" : "false";
	cells[NOTE].text = item->reason             ? item->reason
			   : account->is_management ? "management account"
						    : NULL;
}

bool command_accounts(struct invocation *invocation, struct fault *fault)
{
	struct selection selection;
	struct selection_result result;
	struct client *client;
	struct table table;

	if (!selection_parse(invocation, 0, true, &selection, fault) ||
	    !invocation_client(invocation, &client, fault) ||
	    !selection_resolve_all(client, &selection, &result, fault))
		return false;
	table_init(&table, invocation->arena, columns, COLUMNS);
	for (size_t i = 0; i < result.count; i++)
		add_row(&table, &result.items[i]);
	output_document(&invocation->output,
			&(struct output_document){
				.kind = "accounts",
				.rows_key = "accounts",
				.rows = &table,
				.footer = arena_printf(
					invocation->arena, "%zu of %zu accounts, %zu excluded",
					result.count, result.organization.account_count,
					result.count - result.selected_count) });
	if (result.organization.unit_count == 0)
		notice_say(&invocation->notice,
			   "the names of the organizational units could not be read");
	if (result.has_expired) {
		notice_say(&invocation->notice, "an exclusion is past its end; it still excludes");
		invocation_raise(invocation, EXIT_FINDINGS);
	}
	return true;
}
