#include "client/predict/snapshot_read.h"

#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "model/organizations_client.h"

enum { POLICIES_PARALLEL = 4 }; /* Organizations throttles more at once */

void snapshot_read_types(struct client *client, struct snapshot *snapshot)
{
	struct organizations_list_roots_in in = { 0 };
	struct organizations_list_roots_out out;
	const struct organizations_policy_types *enabled;
	struct fault fault;
	bool is_read = organizations_list_roots(client, &in, &out, &fault);

	if (is_read && out.roots.len == 0)
		is_read = fault_set(&fault, FAULT_INPUT, "ListRoots: the answer has no root");
	if (!is_read) {
		for (int type = 0; type < SNAPSHOT_TYPES; type++)
			snapshot_doubt_type(snapshot, (enum snapshot_type)type,
					    fault_text_short(snapshot->arena, &fault));
		return;
	}
	enabled = &out.roots.items[0].policy_types;
	for (size_t i = 0; i < enabled->len; i++)
		for (int type = 0; type < SNAPSHOT_TYPES; type++)
			if (enabled->items[i].type && enabled->items[i].status &&
			    !strcmp(enabled->items[i].type, snapshot_type_name(type)) &&
			    !strcmp(enabled->items[i].status, "ENABLED"))
				snapshot->is_in_force[type] = true;
}

/* The document of a policy, or why there is none. */
static void read_document(struct client *client, struct snapshot_policy *policy)
{
	const struct organizations_describe_policy_in in = { .policy_id = policy->id };
	struct organizations_describe_policy_out out;
	struct fault fault;

	if (!organizations_describe_policy(client, &in, &out, &fault)) {
		policy->why = fault_text_short(client->arena, &fault);
		return;
	}
	if (!out.policy || !out.policy->content) {
		policy->why = "DescribePolicy answered without Content";
		return;
	}
	policy->text = out.policy->content;
	if (!policy_document_parse(client->arena, out.policy->content, strlen(out.policy->content),
				   &fault, &policy->document))
		policy->why = arena_strdup(client->arena, fault.message);
}

const struct snapshot_policy *snapshot_read_policy(struct client *client, struct snapshot *snapshot,
						   enum snapshot_type type,
						   const struct organizations_policy_summary *item)
{
	struct snapshot_policy *policy = snapshot_policy_by_id(snapshot, item->id);

	if (policy)
		return policy;
	policy = snapshot_add_policy(snapshot, &(struct snapshot_policy){
						       .type = type,
						       .id = item->id,
						       .name = item->name ? item->name : item->id,
						       .arn = item->arn,
						       .description = item->description,
						       .is_aws_managed = item->aws_managed.value,
					       });
	read_document(client, policy);
	return policy;
}

/* Where the policy is attached. */
static bool read_targets(struct client *client, struct snapshot *snapshot,
			 const struct snapshot_policy *policy, struct fault *fault)
{
	struct organizations_list_targets_for_policy_in in = { .policy_id = policy->id };
	struct organizations_list_targets_for_policy_out out;
	struct paging paging = { 0 };

	do {
		in.next_token = paging.token;
		if (!organizations_list_targets_for_policy(client, &in, &out, fault))
			return false;
		for (size_t i = 0; i < out.targets.len; i++) {
			struct snapshot_node *node =
				snapshot_node_by_id(snapshot, out.targets.items[i].target_id);

			if (node)
				snapshot_attach(snapshot, node, policy);
		}
		if (!paging_next(&paging, out.next_token, fault))
			return false;
	} while (paging.token);
	return true;
}

/* The policies of a type as they were listed. */
struct policy_list {
	struct client *client;
	struct snapshot *snapshot;
	enum snapshot_type type;
	struct organizations_policy_summary *items;
	size_t count;
};

static void read_listed(void *context, size_t index)
{
	struct policy_list *list = context;
	const struct organizations_policy_summary *item = &list->items[index];
	const struct snapshot_policy *policy;
	struct fault fault;

	if (!item->id)
		return;
	policy = snapshot_read_policy(list->client, list->snapshot, list->type, item);
	if (!read_targets(list->client, list->snapshot, policy, &fault))
		snapshot_doubt_type(list->snapshot, list->type,
				    arena_printf(list->snapshot->arena,
						 "where %s is attached could not be read: %s",
						 policy->name,
						 fault_text_short(list->snapshot->arena, &fault)));
}

static bool list_policies(struct policy_list *list, struct fault *fault)
{
	struct organizations_list_policies_in in = { .filter = snapshot_type_name(list->type) };
	struct organizations_list_policies_out out;
	struct paging paging = { 0 };

	do {
		struct organizations_policy_summary *grown;

		in.next_token = paging.token;
		if (!organizations_list_policies(list->client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		grown = arena_array(list->snapshot->arena, list->count + out.policies.len,
				    sizeof(*grown));
		if (list->count)
			memcpy(grown, list->items, list->count * sizeof(*grown));
		if (out.policies.len)
			memcpy(grown + list->count, out.policies.items,
			       out.policies.len * sizeof(*grown));
		list->items = grown;
		list->count += out.policies.len;
	} while (paging.token);
	return true;
}

static void read_type(struct client *client, struct snapshot *snapshot, enum snapshot_type type)
{
	struct policy_list list = { .client = client, .snapshot = snapshot, .type = type };
	struct fiber_job job = { .parallel = POLICIES_PARALLEL,
				 .body = read_listed,
				 .context = &list };
	struct fault fault;

	if (!list_policies(&list, &fault)) {
		snapshot_doubt_type(snapshot, type, fault_text_short(snapshot->arena, &fault));
		return;
	}
	job.count = list.count;
	fiber_group_run(client->system->fibers, &job);
}

void snapshot_read_controls(struct client *client, struct snapshot *snapshot)
{
	snapshot_make_nodes(snapshot);
	snapshot_read_types(client, snapshot);
	for (int type = 0; type < SNAPSHOT_TYPES; type++)
		if (snapshot->is_in_force[type])
			read_type(client, snapshot, (enum snapshot_type)type);
}

bool snapshot_read_all(struct client *client, struct snapshot *out_snapshot, struct fault *fault)
{
	struct organization *organization = &out_snapshot->organization;

	*out_snapshot = (struct snapshot){ .arena = client->arena,
					   .partition = client_partition(client),
					   .has_ids = true };
	if (!organization_describe(client, organization, fault) ||
	    !organization_load_accounts(client, organization, fault) ||
	    !organization_load_units(client, organization, fault))
		return false;
	snapshot_read_controls(client, out_snapshot);
	return true;
}
