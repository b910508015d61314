#include <string.h>

#include "client/caller.h"
#include "client/commands.h"
#include "client/confirm.h"
#include "client/root_access.h"
#include "model/organizations_client.h"

enum column { ID, NAME, STATE, ACTION, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ID] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 12 },
	[STATE] = { .title = "STATE", .key = "state" },
	[ACTION] = { .title = "ACTION", .key = "action" },
};

static void show(struct invocation *invocation, const struct root_access *access,
		 const char *changed_id, const char *action)
{
	struct table table;

	/* Only a change has an action to show. */
	table_init(&table, invocation->arena, columns, changed_id ? COLUMNS : COLUMNS - 1);
	for (size_t i = 0; i < access->delegate_count; i++) {
		struct table_cell *cells = table_add(&table);

		cells[ID].text = access->delegates[i].account_id;
		cells[NAME].text = access->delegates[i].name;
		cells[STATE].text = access->delegates[i].state;
		if (changed_id && strcmp(cells[ID].text, changed_id) == 0) {
			cells[ACTION].text = action;
			changed_id = "";
		}
	}
	if (changed_id && *changed_id) {
		struct table_cell *cells = table_add(&table);

		cells[ID].text = changed_id;
		cells[ACTION].text = action;
	}
	output_document(&invocation->output,
			&(struct output_document){
				.kind = "delegates",
				.rows_key = "delegates",
				.rows = &table,
				.footer = table.row_count ? NULL : "No delegated administrator." });
}

static bool is_delegate(const struct root_access *access, const char *account_id)
{
	for (size_t i = 0; i < access->delegate_count; i++)
		if (strcmp(access->delegates[i].account_id, account_id) == 0)
			return true;
	return false;
}

/* A list that could not be read is a failure here, not an empty list. */
static bool read_delegates(struct client *client, struct root_access *access, struct fault *fault)
{
	root_access_read_delegates(client, access);
	if (access->delegated.presence != PRESENCE_UNKNOWN)
		return true;
	return fault_set(fault, FAULT_TRANSPORT, "the delegated administrators are not known: %s",
			 access->delegated.reason);
}

static bool open_for_change(struct invocation *invocation, struct client **out_client,
			    struct caller *out_caller, struct fault *fault)
{
	const char *id = invocation->arguments[0];

	if (!organization_is_account_id(id))
		return fault_set(fault, FAULT_USAGE, "\"%s\" is not an account id of twelve digits",
				 id);
	return invocation_client(invocation, out_client, fault) &&
	       caller_identify(*out_client, out_caller, fault) &&
	       caller_require_management(out_caller, invocation->command->name, fault);
}

bool command_delegate_ls(struct invocation *invocation, struct fault *fault)
{
	struct root_access access = { 0 };
	struct client *client;

	if (!invocation_client(invocation, &client, fault) ||
	    !read_delegates(client, &access, fault))
		return false;
	show(invocation, &access, NULL, NULL);
	return true;
}

static bool check_add(struct client *client, const struct caller *caller, const char *id,
		      struct fault *fault)
{
	struct root_access access = { 0 };

	if (strcmp(id, caller->organization.management_account_id) == 0)
		return fault_set(fault, FAULT_REFUSED,
				 "%s is the management account, which needs no delegation", id);
	root_access_read_trust(client, &access);
	if (access.trust.presence == PRESENCE_ABSENT)
		return fault_set(fault, FAULT_REFUSED,
				 "trusted access for IAM is off; run `mattock enable` first");
	return true;
}

bool command_delegate_add(struct invocation *invocation, struct fault *fault)
{
	const char *id = invocation->arguments[0], *action = "unchanged";
	const struct organizations_register_delegated_administrator_in in = {
		.account_id = id, .service_principal = ROOT_ACCESS_PRINCIPAL
	};
	struct organizations_register_delegated_administrator_out out;
	struct root_access access = { 0 };
	struct client *client;
	struct caller caller;

	if (!open_for_change(invocation, &client, &caller, fault) ||
	    !check_add(client, &caller, id, fault) || !read_delegates(client, &access, fault))
		return false;
	if (!is_delegate(&access, id)) {
		if (!confirm(invocation,
			     arena_printf(invocation->arena,
					  "This lets whoever may call sts:AssumeRoot in account %s "
					  "become root of every member account.",
					  id),
			     id, fault))
			return false;
		if (!organizations_register_delegated_administrator(client, &in, &out, fault) &&
		    !fault->is_outcome_unknown)
			return false;
		if (!read_delegates(client, &access, fault))
			return false;
		action = is_delegate(&access, id) ? "registered" : "not shown yet";
		notice_say(&invocation->notice,
			   "a delegate can also turn the features off, is bound by the SCPs above "
			   "account %s, and its own root user is a target like any other",
			   id);
	}
	if (strcmp(action, "not shown yet") == 0)
		invocation_raise(invocation, EXIT_PARTIAL);
	show(invocation, &access, id, action);
	return true;
}

bool command_delegate_rm(struct invocation *invocation, struct fault *fault)
{
	const char *id = invocation->arguments[0], *action = "was none";
	const struct organizations_deregister_delegated_administrator_in in = {
		.account_id = id, .service_principal = ROOT_ACCESS_PRINCIPAL
	};
	struct organizations_deregister_delegated_administrator_out out;
	struct root_access access = { 0 };
	struct client *client;
	struct caller caller;

	if (!open_for_change(invocation, &client, &caller, fault) ||
	    !read_delegates(client, &access, fault))
		return false;
	if (is_delegate(&access, id)) {
		if (!confirm(invocation,
			     arena_printf(invocation->arena,
					  "This takes the delegation for IAM from account %s.", id),
			     id, fault))
			return false;
		if (!organizations_deregister_delegated_administrator(client, &in, &out, fault) &&
		    !fault->is_outcome_unknown)
			return false;
		if (!read_delegates(client, &access, fault))
			return false;
		action = is_delegate(&access, id) ? "still shown" : "removed";
		notice_say(&invocation->notice,
			   "STS may go on letting %s assume root sessions for some minutes, and "
			   "sessions it has stay good for up to 15 minutes",
			   id);
	}
	if (strcmp(action, "still shown") == 0)
		invocation_raise(invocation, EXIT_PARTIAL);
	show(invocation, &access, id, action);
	return true;
}
