#include "client/caller.h"
#include "client/commands.h"

enum column {
	ACCOUNT,
	CALLER_ARN,
	IS_ROOT,
	KIND,
	KIND_REASON,
	ORGANIZATION,
	MANAGEMENT,
	LINK,
	KEY,
	REGION,
	REGION_SOURCE,
	COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
	[ACCOUNT] = { .title = "Account", .key = "accountId" },
	[CALLER_ARN] = { .title = "Caller", .key = "arn" },
	[IS_ROOT] = { .key = "isRoot", .kind = TABLE_BOOLEAN },
	[KIND] = { .title = "Account is", .key = "callerKind" },
	[KIND_REASON] = { .key = "callerKindReason" },
	[ORGANIZATION] = { .title = "Organization", .key = "organizationId" },
	[MANAGEMENT] = { .title = "Management", .key = "managementAccountId" },
	[LINK] = { .title = "Credentials", .key = "credentials" },
	[KEY] = { .title = "Access key", .key = "accessKeyId" },
	[REGION] = { .title = "Region", .key = "region" },
	[REGION_SOURCE] = { .title = "Region from", .key = "regionSource" },
};

/* A root user cannot call AssumeRoot, and what is not known is not whole. */
static void judge(struct invocation *invocation, const struct caller *caller)
{
	if (caller->is_root)
		notice_say(&invocation->notice,
			   "this is a root user, which AWS does not let call AssumeRoot; use a "
			   "role or a user");
	if (caller->kind != CALLER_UNKNOWN)
		return;
	notice_say(&invocation->notice, "what the account is could not be seen: %s",
		   caller->kind_reason);
	invocation_raise(invocation, EXIT_PARTIAL);
}

bool command_whoami(struct invocation *invocation, struct fault *fault)
{
	struct client *client;
	struct caller caller;
	struct table record;
	struct table_cell *cells;

	if (!invocation_client(invocation, &client, fault) ||
	    !caller_identify(client, &caller, fault))
		return false;
	table_init(&record, invocation->arena, columns, COLUMN_COUNT);
	cells = table_add(&record);
	cells[ACCOUNT].text = caller.account_id;
	cells[CALLER_ARN].text = caller.arn;
	cells[IS_ROOT].text = caller.is_root ? "true" : "false";
	cells[KIND].text = caller_kind_name(caller.kind);
	cells[KIND_REASON].text = caller.kind_reason;
	if (caller.has_organization) {
		cells[ORGANIZATION].text = caller.organization.id;
		cells[MANAGEMENT].text = caller.organization.management_account_id;
	}
	cells[LINK].text = client->credentials->link;
	cells[KEY].text = client->credentials->access_key_id;
	cells[REGION].text = client->region.name;
	cells[REGION_SOURCE].text = client->region.source;
	output_document(&invocation->output,
			&(struct output_document){ .kind = "whoami", .record = &record });
	judge(invocation, &caller);
	return true;
}
