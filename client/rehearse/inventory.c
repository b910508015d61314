#include "client/rehearse/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/predict/snapshot_read.h"
#include "model/iam_client.h"
#include "model/organizations_client.h"

enum { TAGS_PARALLEL = 4 }; /* Organizations throttles more at once */

void inventory_add_gap(struct inventory *inventory, const struct gap *gap)
{
	struct gap *added = arena_new(inventory->arena, struct gap);

	*added = *gap;
	added->next = NULL;
	if (inventory->last_gap)
		inventory->last_gap->next = added;
	else
		inventory->first_gap = added;
	inventory->last_gap = added;
	inventory->gap_count++;
}

static void add_fault(struct inventory *inventory, const char *of, const struct fault *fault)
{
	inventory_add_gap(
		inventory,
		&(struct gap){ .of = of, .why = fault_text_short(inventory->arena, fault) });
}

/* Grows by doubling; a power of two is a full array. */
static const char **grow(struct arena *arena, const char **items, size_t count)
{
	const char **grown;

	if ((count & (count - 1)) != 0)
		return items;
	grown = arena_array(arena, count ? count * 2 : 1, sizeof(*grown));
	if (count > 0)
		memcpy(grown, items, count * sizeof(*grown));
	return grown;
}

static void add_text(struct inventory *inventory, const char ***items, size_t *count,
		     const char *text)
{
	if (!text)
		return;
	*items = grow(inventory->arena, *items, *count);
	(*items)[(*count)++] = text;
}

static bool read_policy_types(struct client *client, struct inventory *inventory,
			      struct fault *fault)
{
	struct organizations_list_roots_in in = { 0 };
	struct organizations_list_roots_out out;

	if (!organizations_list_roots(client, &in, &out, fault))
		return false;
	for (size_t i = 0; out.roots.len > 0 && i < out.roots.items[0].policy_types.len; i++) {
		const struct organizations_policy_type_summary *type =
			&out.roots.items[0].policy_types.items[i];

		if (type->type && type->status && strcmp(type->status, "ENABLED") == 0)
			add_text(inventory, &inventory->policy_types, &inventory->policy_type_count,
				 type->type);
	}
	return true;
}

static bool read_trusted(struct client *client, struct inventory *inventory, struct fault *fault)
{
	struct organizations_list_aws_service_access_for_organization_in in = { 0 };
	struct organizations_list_aws_service_access_for_organization_out out;
	struct paging paging = { 0 };

	do {
		in.next_token = paging.token;
		if (!organizations_list_aws_service_access_for_organization(client, &in, &out,
									    fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		for (size_t i = 0; i < out.enabled_service_principals.len; i++)
			add_text(inventory, &inventory->trusted, &inventory->trusted_count,
				 out.enabled_service_principals.items[i].service_principal);
	} while (paging.token);
	return true;
}

static bool read_features(struct client *client, struct inventory *inventory, struct fault *fault)
{
	struct iam_list_organizations_features_in in = { 0 };
	struct iam_list_organizations_features_out out;

	if (!iam_list_organizations_features(client, &in, &out, fault))
		return false;
	for (size_t i = 0; i < out.enabled_features.len; i++)
		add_text(inventory, &inventory->features, &inventory->feature_count,
			 out.enabled_features.items[i]);
	return true;
}

static bool read_services(struct client *client, struct inventory *inventory,
			  const char *account_id, struct fault *fault)
{
	struct organizations_list_delegated_services_for_account_in in = { .account_id =
										   account_id };
	struct organizations_list_delegated_services_for_account_out out;
	struct paging paging = { 0 };

	do {
		in.next_token = paging.token;
		if (!organizations_list_delegated_services_for_account(client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		for (size_t i = 0; i < out.delegated_services.len; i++) {
			size_t count = inventory->delegate_count;
			struct inventory_delegate *grown =
				arena_array(inventory->arena, count + 1, sizeof(*grown));

			if (count > 0)
				memcpy(grown, inventory->delegates, count * sizeof(*grown));
			grown[count] = (struct inventory_delegate){
				account_id, out.delegated_services.items[i].service_principal
			};
			inventory->delegates = grown;
			inventory->delegate_count++;
		}
	} while (paging.token);
	return true;
}

static bool read_delegates(struct client *client, struct inventory *inventory, struct fault *fault)
{
	struct organizations_list_delegated_administrators_in in = { 0 };
	struct organizations_list_delegated_administrators_out out;
	struct paging paging = { 0 };

	do {
		in.next_token = paging.token;
		if (!organizations_list_delegated_administrators(client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		for (size_t i = 0; i < out.delegated_administrators.len; i++)
			if (!read_services(client, inventory,
					   out.delegated_administrators.items[i].id, fault))
				return false;
	} while (paging.token);
	return true;
}

static bool read_delegation_policy(struct client *client, struct inventory *inventory,
				   struct fault *fault)
{
	struct organizations_describe_resource_policy_in in = { 0 };
	struct organizations_describe_resource_policy_out out;

	if (!organizations_describe_resource_policy(client, &in, &out, fault))
		return fault_is(fault, "ResourcePolicyNotFoundException");
	if (!out.resource_policy || !out.resource_policy->content)
		return fault_set(fault, FAULT_INPUT,
				 "DescribeResourcePolicy answered without Content");
	inventory->delegation_policy = out.resource_policy->content;
	return true;
}

/* What is read beside the tree, each by itself: one that fails leaves the others. */
static const struct part {
	const char *of;
	bool (*read)(struct client *, struct inventory *, struct fault *);
} parts[] = {
	{ "policyTypes", read_policy_types },
	{ "trustedAccess", read_trusted },
	{ "features", read_features },
	{ "delegates", read_delegates },
	{ "delegationPolicy", read_delegation_policy },
};

/* Tags of nodes, several at a time. */
struct tagging {
	struct client *client;
	struct inventory *inventory;
};

static void read_tags(void *context, size_t index)
{
	struct tagging *tagging = context;
	struct inventory *inventory = tagging->inventory;
	const struct snapshot_node *node = &inventory->snapshot.nodes[index];
	struct fault fault;

	if (!organization_tags(tagging->client, node->id, &inventory->tags[index], &fault))
		inventory_add_gap(
			inventory,
			&(struct gap){ .of = "tags",
				       .account = node->account ? node->id : NULL,
				       .id = node->account ? NULL : node->id,
				       .why = fault_text_short(inventory->arena, &fault) });
}

/* The doubts of the tree: whole types, and documents. */
static void note_doubts(struct inventory *inventory)
{
	const struct snapshot *snapshot = &inventory->snapshot;

	for (int type = 0; snapshot->node_count > 0 && type < SNAPSHOT_TYPES; type++) {
		const char *why = snapshot->nodes[0].attached[type].why;

		if (why)
			inventory_add_gap(inventory,
					  &(struct gap){ .of = "policies",
							 .type = snapshot_type_name(type),
							 .why = why });
	}
	for (const struct snapshot_policy *policy = snapshot->policies; policy;
	     policy = policy->next)
		if (policy->why && !policy->is_aws_managed)
			inventory_add_gap(inventory,
					  &(struct gap){ .of = "policy",
							 .type = snapshot_type_name(policy->type),
							 .id = policy->id,
							 .why = policy->why,
							 .policy = policy });
	for (size_t i = 0; i < inventory->policy_type_count; i++)
		if (strcmp(inventory->policy_types[i], snapshot_type_name(SNAPSHOT_SCP)) != 0 &&
		    strcmp(inventory->policy_types[i], snapshot_type_name(SNAPSHOT_RCP)) != 0)
			inventory_add_gap(inventory,
					  &(struct gap){ .of = "policies",
							 .type = inventory->policy_types[i],
							 .is_intended = true,
							 .why = "not looked at: only SCPs and RCPs "
								"bear on root sessions" });
}

static int compare_gaps(const void *left, const void *right)
{
	const struct gap *const *one = left, *const *other = right;
	const char *const keys[][2] = {
		{ (*one)->of, (*other)->of },     { (*one)->account, (*other)->account },
		{ (*one)->type, (*other)->type }, { (*one)->id, (*other)->id },
		{ (*one)->kind, (*other)->kind },
	};
	int order = 0;

	for (size_t i = 0; order == 0 && i < ARRAY_LEN(keys); i++)
		order = strcmp(keys[i][0] ? keys[i][0] : "", keys[i][1] ? keys[i][1] : "");
	return order;
}

void inventory_sort_gaps(struct inventory *inventory)
{
	struct gap **gaps = arena_array(inventory->arena, inventory->gap_count + 1, sizeof(*gaps));
	size_t count = 0;

	for (struct gap *gap = inventory->first_gap; gap; gap = gap->next)
		gaps[count++] = gap;
	if (count == 0)
		return;
	qsort(gaps, count, sizeof(*gaps), compare_gaps);
	for (size_t i = 0; i < count; i++)
		gaps[i]->next = gaps[i + 1];
	inventory->first_gap = gaps[0];
	inventory->last_gap = gaps[count - 1];
}

bool inventory_read(const struct invocation *invocation, struct client *client,
		    struct inventory *out_inventory, struct fault *fault)
{
	struct tagging tagging = { client, out_inventory };
	struct fiber_job job = { .parallel = TAGS_PARALLEL,
				 .body = read_tags,
				 .context = &tagging };

	*out_inventory = (struct inventory){ .arena = client->arena };
	if (!caller_identify(client, &out_inventory->caller, fault) ||
	    !snapshot_read_all(client, &out_inventory->snapshot, fault))
		return false;
	job.count = out_inventory->snapshot.node_count;
	out_inventory->tags = arena_array(client->arena, job.count, sizeof(*out_inventory->tags));
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct fault gap;

		if (!parts[i].read(client, out_inventory, &gap))
			add_fault(out_inventory, parts[i].of, &gap);
	}
	fiber_group_run(client->system->fibers, &job);
	if (invocation_is_interrupted(invocation))
		return fault_set(fault, FAULT_INTERRUPTED, "stopped; nothing was written");
	note_doubts(out_inventory);
	return true;
}
