#include "client/predict/snapshot.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name, *word;
} types[SNAPSHOT_TYPES] = {
	[SNAPSHOT_SCP] = { "SERVICE_CONTROL_POLICY", "SCP" },
	[SNAPSHOT_RCP] = { "RESOURCE_CONTROL_POLICY", "RCP" },
};

const char *snapshot_type_name(enum snapshot_type type)
{
	return types[type].name;
}

const char *snapshot_type_word(enum snapshot_type type)
{
	return types[type].word;
}

static int compare_nodes(const void *left, const void *right)
{
	const struct snapshot_node *one = left, *other = right;

	return strcmp(one->id, other->id);
}

void snapshot_make_nodes(struct snapshot *snapshot)
{
	const struct organization *organization = &snapshot->organization;
	size_t count = organization->unit_count + organization->account_count;

	snapshot->nodes = arena_array(snapshot->arena, count, sizeof(*snapshot->nodes));
	snapshot->node_count = 0;
	for (size_t i = 0; i < organization->unit_count; i++)
		snapshot->nodes[snapshot->node_count++] =
			(struct snapshot_node){ .id = organization->units[i].id,
						.unit = &organization->units[i] };
	for (size_t i = 0; i < organization->account_count; i++)
		snapshot->nodes[snapshot->node_count++] =
			(struct snapshot_node){ .id = organization->accounts[i].id,
						.account = &organization->accounts[i] };
	qsort(snapshot->nodes, snapshot->node_count, sizeof(*snapshot->nodes), compare_nodes);
}

struct snapshot_node *snapshot_node_by_id(const struct snapshot *snapshot, const char *id)
{
	const struct snapshot_node wanted = { .id = id };

	if (!id || snapshot->node_count == 0)
		return NULL;
	return bsearch(&wanted, snapshot->nodes, snapshot->node_count, sizeof(wanted),
		       compare_nodes);
}

struct snapshot_policy *snapshot_add_policy(struct snapshot *snapshot,
					    const struct snapshot_policy *policy)
{
	struct snapshot_policy *added = arena_new(snapshot->arena, struct snapshot_policy);

	*added = *policy;
	added->next = snapshot->policies;
	snapshot->policies = added;
	return added;
}

struct snapshot_policy *snapshot_policy_by_id(const struct snapshot *snapshot, const char *id)
{
	struct snapshot_policy *policy = snapshot->policies;

	while (policy && strcmp(policy->id, id) != 0)
		policy = policy->next;
	return policy;
}

bool snapshot_is_attached(const struct snapshot_node *node, const struct snapshot_policy *policy)
{
	const struct snapshot_attached *attached = &node->attached[policy->type];

	for (size_t i = 0; i < attached->count; i++)
		if (attached->policies[i] == policy)
			return true;
	return false;
}

/* By name: in which order policies were read is the network's choice. */
static bool comes_before(const struct snapshot_policy *one, const struct snapshot_policy *two)
{
	int names = strcmp(one->name, two->name);

	return names < 0 || (names == 0 && strcmp(one->id, two->id) < 0);
}

void snapshot_attach(struct snapshot *snapshot, struct snapshot_node *node,
		     const struct snapshot_policy *policy)
{
	struct snapshot_attached *attached = &node->attached[policy->type];
	size_t count = attached->count, at;

	if (snapshot_is_attached(node, policy))
		return;
	/* Grows by doubling; a power of two is a full array. */
	if ((count & (count - 1)) == 0) {
		const struct snapshot_policy **grown = arena_array(
			snapshot->arena, count ? count * 2 : 1, sizeof(*attached->policies));

		if (count > 0)
			memcpy(grown, attached->policies, count * sizeof(*attached->policies));
		attached->policies = grown;
	}
	for (at = count; at > 0 && comes_before(policy, attached->policies[at - 1]); at--)
		attached->policies[at] = attached->policies[at - 1];
	attached->policies[at] = policy;
	attached->count++;
}

bool snapshot_detach(struct snapshot_node *node, const struct snapshot_policy *policy)
{
	struct snapshot_attached *attached = &node->attached[policy->type];
	size_t kept = 0;

	for (size_t i = 0; i < attached->count; i++)
		if (attached->policies[i] != policy)
			attached->policies[kept++] = attached->policies[i];
	if (kept == attached->count)
		return false;
	attached->count = kept;
	return true;
}

void snapshot_doubt_type(struct snapshot *snapshot, enum snapshot_type type, const char *why)
{
	snapshot->is_in_force[type] = true;
	for (size_t i = 0; i < snapshot->node_count; i++)
		snapshot->nodes[i].attached[type].why = why;
}

size_t snapshot_chain(const struct snapshot *snapshot, const struct organization_account *account,
		      const struct snapshot_node **out_chain)
{
	const struct snapshot_node *upwards[SNAPSHOT_DEPTH_MAX];
	const struct snapshot_node *node = snapshot_node_by_id(snapshot, account->id);
	size_t count = 0;
	const char *parent_id = account->parent_id;

	while (node && count < SNAPSHOT_DEPTH_MAX) {
		upwards[count++] = node;
		if (node->unit && !node->unit->parent_id) {
			for (size_t i = 0; i < count; i++)
				out_chain[i] = upwards[count - 1 - i];
			return count;
		}
		node = snapshot_node_by_id(snapshot,
					   node->unit ? node->unit->parent_id : parent_id);
	}
	return 0;
}

static bool is_root_word(const char *text)
{
	return strcmp(text, "root") == 0 || strcmp(text, "Root") == 0 || strcmp(text, "/") == 0;
}

bool snapshot_find_target(const struct snapshot *snapshot, const char *text,
			  struct snapshot_node **out_node, struct fault *fault)
{
	const struct organization *organization = &snapshot->organization;
	const struct organization_unit *unit = &organization->units[0];

	*out_node = snapshot_node_by_id(snapshot, text);
	if (*out_node)
		return true;
	if (organization_is_account_id(text))
		return fault_set(fault, FAULT_REFUSED, "account %s is not in organization %s", text,
				 organization->id);
	if (!is_root_word(text) && !organization_find_unit(organization, text, &unit, fault))
		return false;
	*out_node = snapshot_node_by_id(snapshot, unit->id);
	return true;
}

bool snapshot_find_policy(const struct snapshot *snapshot, const char *text,
			  const struct snapshot_policy **out_policy, struct fault *fault)
{
	size_t count = 0;

	*out_policy = snapshot_policy_by_id(snapshot, text);
	if (*out_policy)
		return true;
	for (const struct snapshot_policy *policy = snapshot->policies; policy;
	     policy = policy->next) {
		if (strcmp(policy->name, text) != 0)
			continue;
		*out_policy = policy;
		count++;
	}
	if (count == 1)
		return true;
	if (count == 0)
		return fault_set(fault, FAULT_USAGE, "there is no SCP or RCP \"%s\"", text);
	return fault_set(fault, FAULT_USAGE, "\"%s\" is the name of %zu policies; give the id",
			 text, count);
}

const char *snapshot_entity_path(struct arena *arena, const struct snapshot *snapshot,
				 const struct snapshot_node *node)
{
	const char *path = "";

	if (!snapshot->has_ids)
		return NULL;
	for (size_t depth = 0; node && depth < SNAPSHOT_DEPTH_MAX; depth++) {
		if (node->unit)
			path = arena_printf(arena, "%s/%s", node->id, path);
		node = snapshot_node_by_id(snapshot, node->unit ? node->unit->parent_id
								: node->account->parent_id);
	}
	return arena_printf(arena, "%s/%s", snapshot->organization.id, path);
}
