#include "client/selection.h"

#include <fnmatch.h>
#include <string.h>

#include "wire/clock.h"

enum { TAG_PARALLEL = 4 }; /* Organizations throttles more at once */

struct resolving {
	struct client *client;
	const struct selection *selection;
	struct selection_result *result;
	bool *is_chosen; /* per account of the organization */
	bool shows_all;  /* management and other states are not skipped */
};

static bool choose_ids(struct resolving *resolving, struct fault *fault)
{
	const struct organization *organization = &resolving->result->organization;

	for (size_t i = 0; i < resolving->selection->id_count; i++) {
		const char *id = resolving->selection->ids[i];
		const struct organization_account *account =
			organization_account_by_id(organization, id);

		if (!account)
			return fault_set(fault, FAULT_REFUSED,
					 "account %s is not in organization %s", id,
					 organization->id);
		if (account->is_management && !resolving->shows_all)
			return fault_set(fault, FAULT_REFUSED,
					 "%s is the management account: its root user is out of "
					 "reach of root sessions and is never touched",
					 id);
		resolving->is_chosen[account - organization->accounts] = true;
	}
	return true;
}

static bool choose_units(struct resolving *resolving, struct fault *fault)
{
	struct organization *organization = &resolving->result->organization;
	const struct option_values *units = resolving->selection->units;

	for (size_t i = 0; i < units->count; i++) {
		const struct organization_unit *unit;

		if (!organization_find_unit(organization, units->items[i], &unit, fault))
			return false;
		for (size_t a = 0; a < organization->account_count; a++)
			if (organization_is_below(organization, &organization->accounts[a], unit))
				resolving->is_chosen[a] = true;
	}
	return true;
}

static bool matches_name(const struct resolving *resolving,
			 const struct organization_account *account)
{
	const struct option_values *names = resolving->selection->names;

	for (size_t i = 0; i < names->count; i++)
		if (fnmatch(names->items[i], account->name, 0) == 0)
			return true;
	return names->count == 0;
}

static bool matches_state(const struct resolving *resolving,
			  const struct organization_account *account)
{
	const struct option_values *states = resolving->selection->states;

	for (size_t i = 0; i < states->count; i++)
		if (strcmp(states->items[i], account->state) == 0)
			return true;
	return states->count == 0;
}

static bool has_tag(const struct organization_tag *tags, const char *wanted)
{
	size_t key_len = strcspn(wanted, "=");

	for (; tags->key; tags++)
		if (strlen(tags->key) == key_len && strncmp(tags->key, wanted, key_len) == 0 &&
		    tags->value && strcmp(tags->value, wanted + key_len + 1) == 0)
			return true;
	return false;
}

struct tag_job {
	struct resolving *resolving;
	struct fault *fault;
	bool has_failed;
};

static void match_tags(void *context, size_t index)
{
	struct tag_job *job = context;
	struct resolving *resolving = job->resolving;
	const struct option_values *wanted = resolving->selection->tags;
	const char *id = resolving->result->organization.accounts[index].id;
	const struct organization_tag *tags;
	struct fault fault = { 0 };

	if (!resolving->is_chosen[index])
		return;
	if (!organization_tags(resolving->client, id, &tags, &fault)) {
		if (!job->has_failed)
			*job->fault = fault;
		job->has_failed = true;
		return;
	}
	for (size_t i = 0; i < wanted->count; i++)
		if (!has_tag(tags, wanted->items[i]))
			resolving->is_chosen[index] = false;
}

static bool has_tag_job_failed(void *context)
{
	return ((struct tag_job *)context)->has_failed;
}

static bool keep_matching(struct resolving *resolving, struct fault *fault)
{
	const struct organization *organization = &resolving->result->organization;
	struct tag_job tags = { .resolving = resolving, .fault = fault };
	const struct fiber_job job = { .count = organization->account_count,
				       .parallel = TAG_PARALLEL,
				       .body = match_tags,
				       .is_stopped = has_tag_job_failed,
				       .context = &tags };

	for (size_t i = 0; i < organization->account_count; i++)
		if (!matches_name(resolving, &organization->accounts[i]) ||
		    !matches_state(resolving, &organization->accounts[i]))
			resolving->is_chosen[i] = false;
	if (resolving->selection->tags->count == 0)
		return true;
	fiber_group_run(resolving->client->system->fibers, &job);
	return !tags.has_failed;
}

static const char *exclusion_reason(struct resolving *resolving, const struct exception *exclusion)
{
	struct clock clock = client_clock(resolving->client->system);
	int64_t now_ms = clock_now_ms(&clock);

	if (exception_is_expired(exclusion, now_ms))
		resolving->result->has_expired = true;
	return exception_text(resolving->client->arena, exclusion, "excluded", now_ms);
}

static struct selection_item make_item(struct resolving *resolving,
				       const struct organization_account *account)
{
	const struct exception *exclusion =
		exceptions_find(&resolving->selection->exclusions, account->id);
	struct selection_item item = { .account = account };

	if (exclusion) {
		item.skip = SELECTION_SKIP_EXCLUDED;
		item.reason = exclusion_reason(resolving, exclusion);
	} else if (account->is_management && !resolving->shows_all) {
		item.skip = SELECTION_SKIP_MANAGEMENT;
		item.reason = "management account: out of reach of root sessions";
	} else if (strcmp(account->state, "ACTIVE") != 0 && !resolving->shows_all) {
		item.skip = SELECTION_SKIP_STATE;
		item.reason = account->state;
	}
	return item;
}

static const char *units_text(struct arena *arena, const struct option_values *units)
{
	const char *text = "";

	for (size_t i = 0; i < units->count; i++)
		text = arena_printf(arena, "%s --ou %s", text, units->items[i]);
	return text;
}

static bool fail_empty(const struct resolving *resolving, struct fault *fault)
{
	const struct selection_result *result = resolving->result;

	if (result->count == 0)
		return fault_set(fault, FAULT_REFUSED,
				 "no account to work on: none of the organization's %zu matches%s",
				 result->organization.account_count,
				 units_text(resolving->client->arena, resolving->selection->units));
	return fault_set(fault, FAULT_REFUSED,
			 "no account to work on: all %zu that were chosen are skipped; the first, "
			 "%s: %s",
			 result->count, result->items[0].account->id, result->items[0].reason);
}

static bool make_items(struct resolving *resolving, struct fault *fault)
{
	struct selection_result *result = resolving->result;
	const struct organization *organization = &result->organization;

	result->items = arena_array(resolving->client->arena, organization->account_count,
				    sizeof(*result->items));
	for (size_t i = 0; i < organization->account_count; i++) {
		if (!resolving->is_chosen[i])
			continue;
		result->items[result->count] = make_item(resolving, &organization->accounts[i]);
		if (result->items[result->count++].skip == SELECTION_NOT_SKIPPED)
			result->selected_count++;
	}
	if (result->selected_count > 0 || resolving->selection->allows_empty)
		return true;
	return fail_empty(resolving, fault);
}

/* Whether it is worked on is known of an account alone, unless a tag is asked for. */
static void tell_early(void *context, const struct organization_account *account)
{
	struct resolving *resolving = context;
	const struct organization_listener *early = &resolving->selection->early;

	if (matches_name(resolving, account) &&
	    make_item(resolving, account).skip == SELECTION_NOT_SKIPPED)
		early->found(early->context, account);
}

/* Units are needed for --ou; elsewhere they only give names. */
static bool load(struct resolving *resolving, struct fault *fault)
{
	struct organization *organization = &resolving->result->organization;
	const struct selection *selection = resolving->selection;
	const struct organization_listener listener = { tell_early, resolving };
	bool is_early = selection->early.found && selection->is_all && selection->tags->count == 0;
	struct fault unit_fault = { 0 };

	if (!organization_describe(resolving->client, organization, fault) ||
	    !organization_load_accounts_early(resolving->client, organization,
					      is_early ? &listener : NULL, fault))
		return false;
	if (!organization_load_units(resolving->client, organization, &unit_fault)) {
		organization->unit_count = 0;
		*fault = unit_fault;
		return resolving->selection->units->count == 0;
	}
	return true;
}

static bool resolve(struct resolving *resolving, struct fault *fault)
{
	struct organization *organization = &resolving->result->organization;

	if (!load(resolving, fault))
		return false;
	resolving->is_chosen = arena_array(resolving->client->arena, organization->account_count,
					   sizeof(*resolving->is_chosen));
	for (size_t i = 0; i < organization->account_count; i++)
		resolving->is_chosen[i] = resolving->selection->is_all;
	return choose_ids(resolving, fault) && choose_units(resolving, fault) &&
	       keep_matching(resolving, fault) && make_items(resolving, fault);
}

bool selection_resolve(struct client *client, const struct selection *selection,
		       struct selection_result *out_result, struct fault *fault)
{
	struct resolving resolving = { .client = client,
				       .selection = selection,
				       .result = out_result };

	*out_result = (struct selection_result){ 0 };
	return resolve(&resolving, fault);
}

bool selection_resolve_all(struct client *client, const struct selection *selection,
			   struct selection_result *out_result, struct fault *fault)
{
	struct resolving resolving = {
		.client = client, .selection = selection, .result = out_result, .shows_all = true
	};

	*out_result = (struct selection_result){ 0 };
	return resolve(&resolving, fault);
}
