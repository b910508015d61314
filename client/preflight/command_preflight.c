/*
 * command_preflight.c - preflight: what a job needs, looked at before it.
 */
#include <string.h>

#include "client/caller.h"
#include "client/fault_text.h"
#include "client/predict/snapshot_read.h"
#include "client/preflight/commands.h"
#include "client/preflight/permission.h"
#include "client/preflight/simulation.h"
#include "client/preflight/target.h"
#include "client/root_access.h"
#include "client/selection.h"

/* One run. */
struct preflight {
	struct invocation *invocation;
	struct client *client;
	const struct job *job;
	struct caller caller;
	struct root_access access;
	struct selection selection;
	struct selection_result selected;
	struct check_list list;
};

enum column { RESULT, ID, SUBJECT, DETAIL, REMEDY, POLICY, STATEMENT, PLACE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[RESULT] = { .key = "result" },       [ID] = { .key = "id" },
	[SUBJECT] = { .key = "subject" },     [DETAIL] = { .key = "detail" },
	[REMEDY] = { .key = "remedy" },       [POLICY] = { .key = "policyId" },
	[STATEMENT] = { .key = "statement" }, [PLACE] = { .key = "attachedTo" },
};

/* On the screen one text says it all. */
enum screen_column { SCREEN_RESULT, SCREEN_ID, SCREEN_WHAT, SCREEN_COLUMNS };

static const struct table_column screen_columns[SCREEN_COLUMNS] = {
	[SCREEN_RESULT] = { .title = "RESULT", .key = "result" },
	[SCREEN_ID] = { .title = "CHECK", .key = "id", .min_width = 12, .is_wrapped = true },
	[SCREEN_WHAT] = { .title = "WHAT", .key = "what", .min_width = 30, .is_wrapped = true },
};

static void add(struct preflight *run, const char *id, enum check_result result, const char *detail,
		const char *remedy)
{
	check_add(
		&run->list,
		&(struct check){ .id = id, .result = result, .detail = detail, .remedy = remedy });
}

static struct table_cell result_cell(enum check_result result)
{
	static const enum table_style styles[CHECK_RESULTS] = {
		[CHECK_PASS] = TABLE_GOOD,
		[CHECK_NOTE] = TABLE_FAINT,
		[CHECK_UNKNOWN] = TABLE_WARNING,
		[CHECK_FAIL] = TABLE_BAD,
	};

	return (struct table_cell){ check_result_name(result), styles[result] };
}

static void add_rows(const struct check_list *list, struct table *table)
{
	for (const struct check *check = list->first; check; check = check->next) {
		struct table_cell *cells = table_add(table);

		cells[RESULT] = result_cell(check->result);
		cells[ID].text = check->id;
		cells[SUBJECT].text = check->subject;
		cells[DETAIL].text = check->detail;
		cells[REMEDY].text = check->remedy;
		cells[POLICY].text = check->policy;
		cells[STATEMENT].text = check->statement;
		cells[PLACE].text = check->place;
	}
}

static void add_screen_row(struct table *table, enum check_result result, const char *id,
			   const char *what)
{
	struct table_cell *cells = table_add(table);

	cells[SCREEN_RESULT] = result_cell(result);
	cells[SCREEN_ID].text = id;
	cells[SCREEN_WHAT].text = what;
}

/* The calls that are allowed are one row. */
static bool is_folded(const struct check *check)
{
	return check->result == CHECK_PASS && check->subject && !strcmp(check->id, "permission") &&
	       strncmp(check->subject, "sts:", 4) != 0;
}

static void add_screen_rows(const struct check_list *list, struct table *table)
{
	size_t folded = 0;

	for (const struct check *check = list->first; check; check = check->next) {
		folded += is_folded(check);
		if (!is_folded(check))
			add_screen_row(table, check->result, check->id,
				       arena_printf(table->arena, "%s%s%s%s%s",
						    check->subject ? check->subject : "",
						    check->subject ? ": " : "", check->detail,
						    check->remedy ? "; " : "",
						    check->remedy ? check->remedy : ""));
	}
	if (folded)
		add_screen_row(table, CHECK_PASS, "permission",
			       arena_printf(table->arena, "%zu other calls: allowed", folded));
}

static void show(struct preflight *run)
{
	struct arena *arena = run->invocation->arena;
	const size_t *counts = run->list.counts;
	struct table table;

	if (run->invocation->output.form == OUTPUT_TABLE) {
		table_init(&table, arena, screen_columns, SCREEN_COLUMNS);
		add_screen_rows(&run->list, &table);
	} else {
		table_init(&table, arena, columns, COLUMNS);
		add_rows(&run->list, &table);
	}
	output_document(&run->invocation->output,
			&(struct output_document){
				.kind = "preflight",
				.rows_key = "checks",
				.rows = &table,
				.footer = arena_printf(
					arena, "%s: %zu pass, %zu fail, %zu unknown, %zu to note",
					run->job->name, counts[CHECK_PASS], counts[CHECK_FAIL],
					counts[CHECK_UNKNOWN], counts[CHECK_NOTE]) });
	if (counts[CHECK_FAIL])
		invocation_raise(run->invocation, EXIT_REFUSED);
	if (counts[CHECK_UNKNOWN])
		invocation_raise(run->invocation, EXIT_PARTIAL);
}

/*
 * Asking who one is needs no permission, so it tells whether STS answers. That it may give out
 * sessions there, too, only us-east-1 promises: an account can turn STS off in every other
 * region, and then AssumeRoot is refused and GetCallerIdentity is not (documented).
 */
static bool check_region(struct preflight *run, struct fault *fault)
{
	struct arena *arena = run->invocation->arena;
	const char *region = run->client->region.name;
	bool is_certain = strcmp(region, "us-east-1") == 0;

	if (caller_identify(run->client, &run->caller, fault)) {
		add(run, "sts.region", is_certain ? CHECK_PASS : CHECK_NOTE,
		    arena_printf(arena, "STS answers in %s%s", region,
				 is_certain ? ""
					    : "; whether it gives out sessions there shows "
					      "with the first"),
		    NULL);
		return true;
	}
	if (!fault_is(fault, "RegionDisabledException"))
		return false;
	add(run, "sts.region", CHECK_FAIL, arena_printf(arena, "STS is off in %s", region),
	    arena_printf(arena, "choose a region that every account has, as --region %s",
			 partition_of_region(region)->default_region));
	return true;
}

/* A delegate of another service may list the organization; an ordinary member may not. */
static void check_other_delegation(struct preflight *run)
{
	root_access_read_delegates(run->client, &run->access);
	if (run->access.delegated.presence == PRESENCE_UNKNOWN)
		return;
	add(run, "delegates", CHECK_FAIL,
	    arena_printf(run->invocation->arena,
			 "account %s is delegated administrator for another service, not for IAM",
			 run->caller.account_id),
	    arena_printf(run->invocation->arena,
			 "from the management account run `mattock delegate add %s`",
			 run->caller.account_id));
}

static void check_organization(struct preflight *run)
{
	const struct organization *organization = &run->caller.organization;
	struct arena *arena = run->invocation->arena;
	bool is_whole;

	if (!run->caller.has_organization)
		return;
	is_whole = strcmp(organization->feature_set, "ALL") == 0;
	add(run, "organization", CHECK_PASS,
	    arena_printf(arena, "%s, management account %s", organization->id,
			 organization->management_account_id),
	    NULL);
	add(run, "organization.featureSet", is_whole ? CHECK_PASS : CHECK_FAIL,
	    organization->feature_set, is_whole ? NULL : "enable all features first");
	add(run, "organization.management", CHECK_NOTE,
	    arena_printf(arena,
			 "the root user of the management account %s is out of reach of root "
			 "sessions",
			 organization->management_account_id),
	    NULL);
}

/* Whether anything further can be looked at. */
static bool check_caller(struct preflight *run)
{
	struct caller *caller = &run->caller;
	size_t failed;

	check_organization(run);
	ready_add_caller(caller, &run->list);
	if (caller->kind == CALLER_MEMBER)
		check_other_delegation(run);
	failed = run->list.counts[CHECK_FAIL];
	if (run->job->needs_management && caller->kind == CALLER_DELEGATE)
		add(run, "caller", CHECK_FAIL,
		    arena_printf(run->invocation->arena, "%s needs the management account %s",
				 run->job->name, caller->organization.management_account_id),
		    "use its credentials");
	return !failed;
}

static void check_delegates(struct preflight *run)
{
	const struct root_access *access = &run->access;
	struct arena *arena = run->invocation->arena;
	const char *list = "none";

	for (size_t i = 0; i < access->delegate_count; i++)
		list = arena_printf(arena, "%s%s%s %s", i ? list : "", i ? ", " : "",
				    access->delegates[i].account_id, access->delegates[i].name);
	if (access->delegated.presence == PRESENCE_UNKNOWN)
		add(run, "delegates", CHECK_UNKNOWN, access->delegated.reason, NULL);
	else
		add(run, "delegates", CHECK_NOTE,
		    arena_printf(arena, "delegated administrators for IAM: %s", list), NULL);
}

static void check_switches(struct preflight *run)
{
	root_access_read(run->client, &run->access);
	if (run->job->has_tasks)
		ready_add_feature(&run->access, run->job->feature, &run->list);
	check_delegates(run);
}

static void check_permissions(struct preflight *run)
{
	struct permission_question question = { .client = run->client,
						.caller = &run->caller,
						.job = run->job };
	const char **ids =
		arena_array(run->invocation->arena, run->selected.count + 1, sizeof(*ids));

	for (size_t i = 0; i < run->selected.count; i++)
		if (!run->selected.items[i].skip)
			ids[question.target_count++] = run->selected.items[i].account->id;
	question.targets = ids;
	permission_check(&question, &run->list);
}

/* The caller as SCPs see him. Returns why that is not known, or NULL. */
static const char *bind_caller(struct preflight *run, const struct snapshot *snapshot,
			       struct predict_caller *out_bound)
{
	struct simulation simulation;
	struct fault fault;

	*out_bound = (struct predict_caller){
		.account =
			organization_account_by_id(&snapshot->organization, run->caller.account_id),
		.arn = run->caller.arn,
	};
	if (!out_bound->account)
		return "the caller's account is not in the organization's list";
	if (!strstr(out_bound->arn, ":assumed-role/"))
		return NULL;
	/* Policies see the role, whose path is not in the session's ARN. */
	if (!simulation_open(run->client, &run->caller, &simulation, &fault))
		return arena_printf(run->invocation->arena,
				    "which role the caller has could not be read: %s",
				    fault_text_short(run->invocation->arena, &fault));
	out_bound->issuer_arn = simulation.source_arn;
	return NULL;
}

/* SCPs bind every caller but one of the management account. */
static void check_caller_policies(struct preflight *run, const struct target_question *question)
{
	bool is_bound = run->caller.kind != CALLER_MANAGEMENT;
	struct predict_caller bound;
	const char *why = is_bound ? bind_caller(run, question->snapshot, &bound) : NULL;

	if (why)
		add(run, "caller.policy", CHECK_UNKNOWN, why, NULL);
	else
		target_check_caller(question, is_bound ? &bound : NULL, &run->list);
}

static void check_targets(struct preflight *run)
{
	const struct predict_settings settings = {
		.partition = client_partition(run->client),
		.region = run->client->region.name,
		.now_ms = clock_now_ms(&run->invocation->clock),
	};
	struct target_question question = {
		.job = run->job,
		.settings = &settings,
		.selected = &run->selected,
		.tested_domains = options_all(&run->invocation->options, OPTION_MAILBOX_OK),
	};
	struct snapshot snapshot;
	struct fault fault;

	if (snapshot_read_all(run->client, &snapshot, &fault)) {
		question.snapshot = &snapshot;
		check_caller_policies(run, &question);
	} else {
		question.why = fault_text_short(run->invocation->arena, &fault);
	}
	target_check_states(&question, &run->list);
	target_check_policies(&question, &run->list);
	if (run->job->needs_mailbox)
		target_check_mailboxes(&question, &run->list);
}

/* Which accounts there are may be hidden from the caller; that is a finding of its own. */
static bool select_targets(struct preflight *run, struct fault *fault)
{
	if (!run->job->has_tasks ||
	    selection_resolve(run->client, &run->selection, &run->selected, fault))
		return true;
	run->selected = (struct selection_result){ 0 };
	if (fault->kind != FAULT_SERVICE)
		return false;
	add(run, "target.state", CHECK_UNKNOWN, fault_text_short(run->invocation->arena, fault),
	    NULL);
	return true;
}

bool command_preflight(struct invocation *invocation, struct fault *fault)
{
	struct preflight run = { .invocation = invocation, .list = { .arena = invocation->arena } };
	bool has_job = invocation->argument_count > 0 &&
		       !organization_is_account_id(invocation->arguments[0]);

	if (!job_find(has_job ? invocation->arguments[0] : "audit", &run.job, fault) ||
	    !selection_parse(invocation, has_job ? 1 : 0, true, &run.selection, fault) ||
	    !invocation_client(invocation, &run.client, fault) || !check_region(&run, fault))
		return false;
	if (run.list.counts[CHECK_FAIL] == 0 && check_caller(&run)) {
		check_switches(&run);
		if (!select_targets(&run, fault))
			return false;
		check_permissions(&run);
		if (run.selected.count)
			check_targets(&run);
	}
	show(&run);
	return true;
}
