/*
 * command_recover.c - recover: lets the holder of an account's root mailbox in again.
 */
#include "client/caller.h"
#include "client/confirm.h"
#include "client/fault_text.h"
#include "client/rollout/commands.h"
#include "client/rollout/ready.h"
#include "client/rollout/session.h"
#include "client/rollout/show.h"
#include "client/selection.h"
#include "model/iam_client.h"

enum column { ACCOUNT, NAME, RESULT, WHY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[ACCOUNT] = { .title = "ACCOUNT", .key = "accountId" },
	[NAME] = { .title = "NAME", .key = "name", .min_width = 8 },
	[RESULT] = { .title = "RESULT", .key = "result" },
	[WHY] = { .title = "WHY", .key = "why", .min_width = 16, .is_wrapped = true },
};

static const char next_steps[] =
	"An allowed account has no usable password yet.\n"
	"Whoever reads its root mailbox now opens the sign-in page and chooses\n"
	"\"Forgot password\"; then sets up MFA at once, for the account has none.";

/* Creates the login profile; true also when there is one already. */
static bool allow_recovery(struct client *root, const char **out_result, struct fault *fault)
{
	const struct iam_create_login_profile_in in = { 0 };
	struct iam_create_login_profile_out out;

	if (iam_create_login_profile(root, &in, &out, fault)) {
		*out_result = "allowed";
		return true;
	}
	*out_result = "already";
	return fault_is(fault, "EntityAlreadyExists");
}

static void recover_account(struct invocation *invocation, struct client *client,
			    const struct selection_item *item, struct table_cell *cells)
{
	const char *result = "failed";
	struct client root;
	struct fault fault;
	bool is_done;

	if (item->skip) {
		cells[RESULT] = (struct table_cell){ "skipped", TABLE_FAINT };
		cells[WHY].text = item->reason;
		return;
	}
	is_done =
		session_open(client, item->account->id, CLIENT_TASK_CREATE_PASSWORD, &root, &fault);
	if (is_done) {
		is_done = allow_recovery(&root, &result, &fault);
		client_done(&root);
	}
	cells[RESULT] = (struct table_cell){ is_done ? result : "failed",
					     is_done ? TABLE_GOOD : TABLE_BAD };
	if (is_done)
		return;
	cells[WHY].text = fault_text_short(invocation->arena, &fault);
	invocation_raise(invocation, EXIT_PARTIAL);
}

bool command_recover(struct invocation *invocation, struct fault *fault)
{
	struct selection_result selected;
	struct selection selection;
	struct caller caller;
	struct client *client;
	struct table table;
	const char *what;

	if (!selection_parse(invocation, 0, false, &selection, fault) ||
	    !invocation_client(invocation, &client, fault) ||
	    !ready_check(client, READY_CREDENTIALS_MANAGEMENT, &caller, fault) ||
	    !selection_resolve(client, &selection, &selected, fault))
		return false;
	what = arena_printf(
		invocation->arena, "This allows password recovery for the root user of %s.",
		show_count(invocation->arena, selected.selected_count, "account", "accounts"));
	if (!confirm(invocation, what, "recover", fault))
		return false;
	table_init(&table, invocation->arena, columns, COLUMNS);
	for (size_t i = 0; i < selected.count; i++) {
		struct table_cell *cells = table_add(&table);

		cells[ACCOUNT].text = selected.items[i].account->id;
		cells[NAME].text = selected.items[i].account->name;
		recover_account(invocation, client, &selected.items[i], cells);
	}
	output_document(&invocation->output, &(struct output_document){ .kind = "recover",
									.rows_key = "accounts",
									.rows = &table,
									.footer = next_steps });
	return true;
}
