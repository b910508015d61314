#include "client/caller.h"
#include "client/commands.h"
#include "client/root_access.h"

enum record_column { ORGANIZATION, MANAGEMENT, FEATURE_SET, CALLER, CALLER_KIND, RECORD_COLUMNS };

static const struct table_column record_columns[RECORD_COLUMNS] = {
	[ORGANIZATION] = { .title = "Organization", .key = "organizationId" },
	[MANAGEMENT] = { .title = "Management", .key = "managementAccountId" },
	[FEATURE_SET] = { .title = "Feature set", .key = "featureSet" },
	[CALLER] = { .title = "Caller", .key = "caller" },
	[CALLER_KIND] = { .title = "Account is", .key = "callerKind" },
};

enum column { NAME, KEY, STATE, DETAIL, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NAME] = { .title = "SWITCH", .key = "name" },
	[KEY] = { .key = "switch" },
	[STATE] = { .title = "STATE", .key = "state" },
	[DETAIL] = { .title = "DETAIL", .key = "detail", .min_width = 20, .is_wrapped = true },
};

static const enum table_style style_of[] = {
	[PRESENCE_UNKNOWN] = TABLE_WARNING,
	[PRESENCE_ABSENT] = TABLE_PLAIN,
	[PRESENCE_PRESENT] = TABLE_GOOD,
};

static void add_switch(struct table *table, const char *name, const char *key,
		       const struct known *known, const char *detail)
{
	struct table_cell *cells = table_add(table);

	cells[NAME].text = name;
	cells[KEY].text = key;
	cells[STATE] = (struct table_cell){ known_text(known), style_of[known->presence] };
	cells[DETAIL].text = known->reason ? known->reason : detail;
}

static const char *delegate_list(struct arena *arena, const struct root_access *access)
{
	const char *list = NULL;

	for (size_t i = 0; i < access->delegate_count; i++)
		list = arena_printf(arena, "%s%s%s %s", list ? list : "", list ? ", " : "",
				    access->delegates[i].account_id, access->delegates[i].name);
	return list;
}

/* @why_none is why nothing can be on; NULL if something can. */
static void fill_switches(struct table *table, const struct root_access *access,
			  const char *why_none)
{
	const char *hidden = access->is_hidden ? "not in effect while trusted access is off" : NULL;

	if (why_none)
		hidden = why_none;
	add_switch(table, "trusted access for IAM", "trustedAccess", &access->trust, why_none);
	add_switch(table, "root credentials management", "rootCredentialsManagement",
		   &access->credentials, hidden);
	add_switch(table, "root sessions", "rootSessions", &access->sessions, hidden);
	add_switch(table, "delegated administrator", "delegatedAdministrator", &access->delegated,
		   why_none ? why_none : delegate_list(table->arena, access));
}

static void fill_record(struct table *record, const struct caller *caller)
{
	struct table_cell *cells = table_add(record);

	cells[CALLER].text = caller->arn;
	cells[CALLER_KIND].text = caller->kind_reason ? arena_printf(record->arena, "unknown: %s",
								     caller->kind_reason)
						      : caller_kind_name(caller->kind);
	if (!caller->has_organization)
		return;
	cells[ORGANIZATION].text = caller->organization.id;
	cells[MANAGEMENT].text = caller->organization.management_account_id;
	cells[FEATURE_SET].text = caller->organization.feature_set;
}

/* Why there is nothing that could be on; NULL if there is. */
static const char *why_none(const struct caller *caller)
{
	if (caller->kind == CALLER_NONE)
		return "the account is in no organization";
	if (caller_is_consolidated_billing(caller))
		return "the organization does not have all features enabled";
	return NULL;
}

static bool is_any_unknown(const struct root_access *access)
{
	return access->trust.presence == PRESENCE_UNKNOWN ||
	       access->credentials.presence == PRESENCE_UNKNOWN ||
	       access->sessions.presence == PRESENCE_UNKNOWN ||
	       access->delegated.presence == PRESENCE_UNKNOWN;
}

bool command_status(struct invocation *invocation, struct fault *fault)
{
	struct client *client;
	struct caller caller;
	struct root_access access;
	struct table record, switches;

	if (!invocation_client(invocation, &client, fault) ||
	    !caller_identify(client, &caller, fault))
		return false;
	if (why_none(&caller))
		access = (struct root_access){ known_is(false), known_is(false), known_is(false),
					       false, known_is(false) };
	else
		root_access_read(client, &access);
	table_init(&record, invocation->arena, record_columns, RECORD_COLUMNS);
	table_init(&switches, invocation->arena, columns, COLUMNS);
	fill_record(&record, &caller);
	fill_switches(&switches, &access, why_none(&caller));
	output_document(&invocation->output, &(struct output_document){ .kind = "status",
									.record = &record,
									.rows_key = "switches",
									.rows = &switches });
	if (is_any_unknown(&access) || caller.kind == CALLER_UNKNOWN)
		invocation_raise(invocation, EXIT_PARTIAL);
	return true;
}
