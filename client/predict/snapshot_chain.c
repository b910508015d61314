/*
 * snapshot_chain.c - one account and what is above it.
 */
#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/predict/snapshot_read.h"
#include "model/organizations_client.h"

static bool read_account(struct client *client, const char *account_id, struct snapshot *snapshot,
			 const char **out_path, struct fault *fault)
{
	struct organization *organization = &snapshot->organization;
	const struct organizations_describe_account_in in = { .account_id = account_id };
	struct organizations_describe_account_out out;
	const struct organizations_account *found;

	if (!organizations_describe_account(client, &in, &out, fault))
		return fault_is(fault, "AccountNotFoundException")
			       ? fault_set(fault, FAULT_REFUSED,
					   "account %s is not in organization %s", account_id,
					   organization->id)
			       : false;
	found = out.account;
	if (!found)
		return fault_set(fault, FAULT_INPUT, "DescribeAccount: the answer has no account");
	organization->accounts = arena_new(snapshot->arena, struct organization_account);
	organization->account_count = 1;
	organization->accounts[0] = (struct organization_account){
		.id = account_id,
		.name = found->name ? found->name : "",
		.state = found->state    ? found->state
			 : found->status ? found->status
					 : "UNKNOWN",
		.is_management = strcmp(account_id, organization->management_account_id) == 0,
	};
	*out_path = found->paths.len > 0 ? found->paths.items[0] : NULL;
	return true;
}

/* The ids above an account, the nearest last; of "o-1/r-1/ou-1/111122223333/" r-1 and ou-1. */
struct ancestry {
	const char *ids[SNAPSHOT_DEPTH_MAX];
	size_t count;
};

static void split_path(struct arena *arena, const char *path, struct ancestry *out_ancestry)
{
	const char *at = strchr(path, '/');

	out_ancestry->count = 0;
	while (at && at[1] && out_ancestry->count < SNAPSHOT_DEPTH_MAX) {
		size_t len = strcspn(at + 1, "/");
		const char *id = arena_strndup(arena, at + 1, len);

		if (!organization_is_account_id(id))
			out_ancestry->ids[out_ancestry->count++] = id;
		at = strchr(at + 1, '/');
	}
}

/* For answers without Paths: asks upwards. */
static bool ask_parents(struct client *client, const char *account_id,
			struct ancestry *out_ancestry, struct fault *fault)
{
	struct organizations_list_parents_in in = { .child_id = account_id };
	struct organizations_list_parents_out out;
	const char *upwards[SNAPSHOT_DEPTH_MAX];
	size_t count = 0;

	do {
		if (!organizations_list_parents(client, &in, &out, fault))
			return false;
		if (out.parents.len == 0 || !out.parents.items[0].id || count == SNAPSHOT_DEPTH_MAX)
			return fault_set(fault, FAULT_INPUT, "ListParents: no way to the root");
		in.child_id = upwards[count++] = out.parents.items[0].id;
	} while (strncmp(in.child_id, "r-", 2) != 0);
	for (size_t i = 0; i < count; i++)
		out_ancestry->ids[i] = upwards[count - 1 - i];
	out_ancestry->count = count;
	return true;
}

/* The unit's name; its id where it may not be read. */
static const char *unit_name(struct client *client, const char *id)
{
	const struct organizations_describe_organizational_unit_in in = { .organizational_unit_id =
										  id };
	struct organizations_describe_organizational_unit_out out;
	struct fault fault;

	if (!organizations_describe_organizational_unit(client, &in, &out, &fault) ||
	    !out.organizational_unit || !out.organizational_unit->name)
		return id;
	return out.organizational_unit->name;
}

static void make_units(struct client *client, const struct ancestry *ancestry,
		       struct snapshot *snapshot)
{
	struct organization *organization = &snapshot->organization;
	struct organization_unit *units =
		arena_array(snapshot->arena, ancestry->count, sizeof(*units));

	for (size_t i = 0; i < ancestry->count; i++) {
		const char *above = i ? units[i - 1].path : "";

		units[i].id = ancestry->ids[i];
		units[i].parent_id = i ? ancestry->ids[i - 1] : NULL;
		units[i].name = i ? unit_name(client, units[i].id) : "Root";
		units[i].path = i ? arena_printf(snapshot->arena, "%s%s%s", above,
						 *above ? "/" : "", units[i].name)
				  : "";
	}
	organization->units = units;
	organization->unit_count = ancestry->count;
	organization->accounts[0].parent_id = ancestry->ids[ancestry->count - 1];
	organization->accounts[0].path = units[ancestry->count - 1].path;
}

static bool read_attached(struct client *client, struct snapshot *snapshot,
			  struct snapshot_node *node, enum snapshot_type type, struct fault *fault)
{
	struct organizations_list_policies_for_target_in in = {
		.target_id = node->id, .filter = snapshot_type_name(type)
	};
	struct organizations_list_policies_for_target_out out;
	struct paging paging = { 0 };

	do {
		in.next_token = paging.token;
		if (!organizations_list_policies_for_target(client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		for (size_t i = 0; i < out.policies.len; i++) {
			const struct organizations_policy_summary *item = &out.policies.items[i];

			if (item->id)
				snapshot_attach(snapshot, node,
						snapshot_read_policy(client, snapshot, type, item));
		}
	} while (paging.token);
	return true;
}

static void read_policies(struct client *client, struct snapshot *snapshot, enum snapshot_type type)
{
	struct fault fault;

	for (size_t i = 0; i < snapshot->node_count; i++) {
		struct snapshot_node *node = &snapshot->nodes[i];

		if (!read_attached(client, snapshot, node, type, &fault))
			node->attached[type].why = fault_text_short(snapshot->arena, &fault);
	}
}

bool snapshot_read_account(struct client *client, const char *account_id,
			   struct snapshot *out_snapshot, struct fault *fault)
{
	struct ancestry ancestry = { .count = 0 };
	const char *path = NULL;

	*out_snapshot = (struct snapshot){ .arena = client->arena,
					   .partition = client_partition(client),
					   .has_ids = true };
	if (!organization_describe(client, &out_snapshot->organization, fault) ||
	    !read_account(client, account_id, out_snapshot, &path, fault))
		return false;
	if (path)
		split_path(client->arena, path, &ancestry);
	if (!ancestry.count && !ask_parents(client, account_id, &ancestry, fault))
		return false;
	make_units(client, &ancestry, out_snapshot);
	snapshot_make_nodes(out_snapshot);
	snapshot_read_types(client, out_snapshot);
	for (int type = 0; type < SNAPSHOT_TYPES; type++)
		if (out_snapshot->is_in_force[type])
			read_policies(client, out_snapshot, (enum snapshot_type)type);
	return true;
}
