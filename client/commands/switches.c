#include "client/commands/switches.h"

#include <string.h>

#include "client/confirm.h"
#include "model/iam_client.h"
#include "model/organizations_client.h"

/*
 * How long a change may take to show, and how often it must be seen in a row: one look proves
 * nothing while AWS's parts disagree (recorded: STS flaps for a minute).
 */
enum { WAIT_S = 10, WAIT_S_MAX = 900, LOOKS_IN_A_ROW = 3, LOOKS = 40, STEPS_MAX = 8 };

static const struct option_range wait_range = { 0, WAIT_S_MAX };

enum column { NAME, OPERATION, BEFORE, ACTION, AFTER, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NAME] = { .title = "SWITCH", .key = "name" },
	[OPERATION] = { .key = "operation" },
	[BEFORE] = { .title = "BEFORE", .key = "before" },
	[ACTION] = { .title = "ACTION", .key = "action", .min_width = 12, .is_wrapped = true },
	[AFTER] = { .title = "NOW", .key = "after", .min_width = 8, .is_wrapped = true },
};

static bool enable_trust(struct client *client, struct fault *fault)
{
	const struct organizations_enable_aws_service_access_in in = { ROOT_ACCESS_PRINCIPAL };
	struct organizations_enable_aws_service_access_out out;

	return organizations_enable_aws_service_access(client, &in, &out, fault);
}

static bool disable_trust(struct client *client, struct fault *fault)
{
	const struct organizations_disable_aws_service_access_in in = { ROOT_ACCESS_PRINCIPAL };
	struct organizations_disable_aws_service_access_out out;

	return organizations_disable_aws_service_access(client, &in, &out, fault);
}

static bool enable_credentials(struct client *client, struct fault *fault)
{
	const struct iam_enable_organizations_root_credentials_management_in in = { 0 };
	struct iam_enable_organizations_root_credentials_management_out out;

	return iam_enable_organizations_root_credentials_management(client, &in, &out, fault);
}

static bool disable_credentials(struct client *client, struct fault *fault)
{
	const struct iam_disable_organizations_root_credentials_management_in in = { 0 };
	struct iam_disable_organizations_root_credentials_management_out out;

	return iam_disable_organizations_root_credentials_management(client, &in, &out, fault);
}

static bool enable_sessions(struct client *client, struct fault *fault)
{
	const struct iam_enable_organizations_root_sessions_in in = { 0 };
	struct iam_enable_organizations_root_sessions_out out;

	return iam_enable_organizations_root_sessions(client, &in, &out, fault);
}

static bool disable_sessions(struct client *client, struct fault *fault)
{
	const struct iam_disable_organizations_root_sessions_in in = { 0 };
	struct iam_disable_organizations_root_sessions_out out;

	return iam_disable_organizations_root_sessions(client, &in, &out, fault);
}

/* Every one of them; trusted access cannot go before. */
static bool remove_delegates(struct client *client, struct fault *fault)
{
	struct root_access access = { 0 };

	root_access_read_delegates(client, &access);
	for (size_t i = 0; i < access.delegate_count; i++) {
		const struct organizations_deregister_delegated_administrator_in in = {
			.account_id = access.delegates[i].account_id,
			.service_principal = ROOT_ACCESS_PRINCIPAL,
		};
		struct organizations_deregister_delegated_administrator_out out;

		if (!organizations_deregister_delegated_administrator(client, &in, &out, fault))
			return false;
	}
	return true;
}

#define DELEGATES   "delegated administrators", offsetof(struct root_access, delegated)
#define TRUST       "trusted access for IAM", offsetof(struct root_access, trust)
#define CREDENTIALS "root credentials management", offsetof(struct root_access, credentials)
#define SESSIONS    "root sessions", offsetof(struct root_access, sessions)

const struct switch_step switch_enable_trust = { TRUST, "EnableAWSServiceAccess", enable_trust };
const struct switch_step switch_disable_trust = { TRUST, "DisableAWSServiceAccess", disable_trust };
const struct switch_step switch_enable_credentials = {
	CREDENTIALS, "EnableOrganizationsRootCredentialsManagement", enable_credentials
};
const struct switch_step switch_disable_credentials = {
	CREDENTIALS, "DisableOrganizationsRootCredentialsManagement", disable_credentials
};
const struct switch_step switch_enable_sessions = { SESSIONS, "EnableOrganizationsRootSessions",
						    enable_sessions };
const struct switch_step switch_disable_sessions = { SESSIONS, "DisableOrganizationsRootSessions",
						     disable_sessions };

const struct switch_step switch_remove_delegates = { DELEGATES, "DeregisterDelegatedAdministrator",
						     remove_delegates };

static const struct known *known_of(const struct switch_step *step,
				    const struct root_access *access)
{
	return (const struct known *)(const void *)((const char *)access + step->known_offset);
}

static bool is_as_wanted(const struct switch_run *run, const struct switch_step *step,
			 const struct root_access *access)
{
	return known_of(step, access)->presence ==
	       (run->is_on ? PRESENCE_PRESENT : PRESENCE_ABSENT);
}

static bool ask(struct invocation *invocation, const struct switch_run *run,
		const struct root_access *access, struct fault *fault)
{
	const char *list = "";

	for (size_t i = 0; run->steps[i]; i++)
		if (!is_as_wanted(run, run->steps[i], access))
			list = arena_printf(invocation->arena, "%s  %s\n", list,
					    run->steps[i]->operation);
	if (!*list)
		return true;
	return confirm(invocation,
		       arena_printf(invocation->arena, "These calls will be made:\n%s", list),
		       "yes", fault);
}

static bool is_all_as_wanted(const struct switch_run *run, const struct root_access *access)
{
	for (size_t i = 0; run->steps[i]; i++)
		if (!is_as_wanted(run, run->steps[i], access))
			return false;
	return true;
}

/* Reads until all is as wanted so many times in a row, or long enough; then it is what it is. */
static bool read_back(struct client *client, const struct switch_run *run, int64_t wait_s,
		      struct root_access *out_access)
{
	const struct clock *monotonic = &client->system->monotonic;
	int64_t end_ms = clock_now_ms(monotonic) + wait_s * 1000;
	int in_a_row = 0;

	for (;;) {
		root_access_read(client, out_access);
		in_a_row = is_all_as_wanted(run, out_access) ? in_a_row + 1 : 0;
		if (in_a_row == LOOKS_IN_A_ROW)
			return true;
		if (clock_now_ms(monotonic) >= end_ms)
			return false;
		fiber_sleep(client->system->fibers, wait_s * 1000 / LOOKS);
	}
}

static void fill(struct table *table, const struct switch_run *run, const char *const *actions,
		 const struct root_access *before, const struct root_access *after)
{
	for (size_t i = 0; run->steps[i]; i++) {
		const struct switch_step *step = run->steps[i];
		struct table_cell *cells = table_add(table);

		cells[NAME].text = step->name;
		cells[OPERATION].text = step->operation;
		cells[BEFORE].text = known_text(known_of(step, before));
		cells[ACTION].text = actions[i];
		cells[AFTER].text = known_sentence(table->arena, known_of(step, after));
		cells[AFTER].style = is_as_wanted(run, step, after) ? TABLE_GOOD : TABLE_WARNING;
	}
}

/* "1 changed, 2 unchanged" */
static const char *count(struct arena *arena, const struct switch_run *run,
			 const char *const *actions)
{
	const char *done = run->is_on ? "enabled" : "disabled";
	size_t changed = 0, unchanged = 0, total = 0;

	for (; run->steps[total]; total++) {
		changed += strcmp(actions[total], done) == 0;
		unchanged += strcmp(actions[total], "unchanged") == 0;
	}
	return arena_printf(arena, "%zu changed, %zu unchanged%s", changed, unchanged,
			    changed + unchanged < total ? ", the others not done" : "");
}

/* Each step sees what the one before it changed: trusted access shows kept features again. */
static bool change_all(struct invocation *invocation, struct client *client,
		       const struct switch_run *run, const char **actions, struct fault *fault)
{
	struct root_access access;

	for (size_t i = 0; run->steps[i]; i++) {
		const struct switch_step *step = run->steps[i];

		root_access_read(client, &access);
		if (is_as_wanted(run, step, &access)) {
			actions[i] = "unchanged";
			continue;
		}
		if (invocation_is_interrupted(invocation))
			return fault_set(fault, FAULT_INTERRUPTED, "interrupted before %s",
					 step->operation);
		if (!step->change(client, fault) && !fault->is_outcome_unknown) {
			actions[i] = arena_printf(invocation->arena, "failed: %s", fault->code);
			return false;
		}
		actions[i] = run->is_on ? "enabled" : "disabled";
	}
	return true;
}

bool switches_run(struct invocation *invocation, struct client *client,
		  const struct switch_run *run, struct fault *fault)
{
	const char *actions[STEPS_MAX];
	struct root_access before, after;
	struct table table;
	bool is_done, is_settled = false;
	int64_t wait_s = WAIT_S;

	if (!options_integer(&invocation->options, OPTION_WAIT, wait_range, &wait_s, fault))
		return false;
	for (size_t i = 0; i < STEPS_MAX; i++)
		actions[i] = "not done";
	root_access_read(client, &before);
	if (!run->is_on && before.is_hidden)
		notice_say(&invocation->notice,
			   "trusted access is off, which hides the features; AWS keeps their "
			   "settings and shows them again with it");
	if (!ask(invocation, run, &before, fault))
		return false;
	is_done = change_all(invocation, client, run, actions, fault);
	if (is_done)
		is_settled = read_back(client, run, wait_s, &after);
	else
		root_access_read(client, &after);
	table_init(&table, invocation->arena, columns, COLUMNS);
	fill(&table, run, actions, &before, &after);
	output_document(
		&invocation->output,
		&(struct output_document){ .kind = run->kind,
					   .rows_key = "steps",
					   .rows = &table,
					   .footer = count(invocation->arena, run, actions) });
	if (is_done && !is_settled) {
		notice_say(&invocation->notice,
			   "AWS accepted the change and does not show it steadily yet (%d looks "
			   "in a row, waited %lld s); wait longer with --wait",
			   LOOKS_IN_A_ROW, (long long)wait_s);
		invocation_raise(invocation, EXIT_PARTIAL);
	}
	return is_done;
}
