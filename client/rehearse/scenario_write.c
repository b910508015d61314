#include "client/rehearse/scenario_write.h"

#include <stdlib.h>
#include <string.h>

/* What is written where, while it is written. */
struct writing {
	struct arena *arena;
	const struct scenario_source *source;
	const struct inventory *inventory;
	const struct pseudonyms *pseudonyms;
	struct json_writer *json;
	struct fault *fault;
};

static void write_text(struct writing *writing, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(writing->json, key);
	json_string(writing->json, text);
}

static int compare_texts(const void *left, const void *right)
{
	const char *const *one = left, *const *other = right;

	return strcmp(*one, *other);
}

static void write_list(struct writing *writing, const char *key, const char **items, size_t count)
{
	if (count == 0)
		return;
	qsort(items, count, sizeof(*items), compare_texts);
	json_key(writing->json, key);
	json_open_array(writing->json);
	for (size_t i = 0; i < count; i++)
		json_string(writing->json, items[i]);
	json_close_array(writing->json);
}

/* A scenario's paths part at "/", which AWS allows in names. */
static const char *unit_name(struct writing *writing, const struct organization_unit *unit)
{
	const char *name = pseudonym_name(writing->pseudonyms, "unit-", unit->name);
	struct buffer text;

	buffer_init(&text, writing->arena, strlen(name) + 16);
	for (; *name; name++) {
		if (*name == '/')
			buffer_add_text(&text, "\xe2\x88\x95"); /* U+2215, a stroke like it */
		else
			buffer_add_char(&text, *name);
	}
	return text.data;
}

/* Whether a path would be taken for something else. */
static bool is_ambiguous(const char *path)
{
	return !strcasecmp(path, "root") || organization_is_account_id(path) ||
	       strncmp(path, "ou-", 3) == 0;
}

/* A target: "root", an account id, the path of a unit, or its id where a path says less. */
static const char *target(struct writing *writing, const struct snapshot_node *node)
{
	const struct snapshot *snapshot = &writing->inventory->snapshot;
	const char *path = "", *id = pseudonym_id(writing->pseudonyms, node->id);

	if (node->account)
		return id;
	if (!node->unit->parent_id)
		return "root";
	for (size_t depth = 0; node && node->unit->parent_id && depth < SNAPSHOT_DEPTH_MAX;
	     depth++) {
		path = arena_printf(writing->arena, "%s%s%s", unit_name(writing, node->unit),
				    *path ? "/" : "", path);
		node = snapshot_node_by_id(snapshot, node->unit->parent_id);
	}
	return is_ambiguous(path) ? id : path;
}

static void write_tags(struct writing *writing, const char *node_id)
{
	const struct snapshot_node *node =
		snapshot_node_by_id(&writing->inventory->snapshot, node_id);
	const struct organization_tag *tag =
		node ? writing->inventory->tags[node - writing->inventory->snapshot.nodes] : NULL;

	if (!tag || !tag->key)
		return;
	json_key(writing->json, "tags");
	json_open_object(writing->json);
	for (; tag->key; tag++)
		write_text(writing, pseudonym_name(writing->pseudonyms, "tag-", tag->key),
			   pseudonym_name(writing->pseudonyms, "value-", tag->value));
	json_close_object(writing->json);
}

/* Something and the name under which it is written: pseudonyms must not keep the old order. */
struct named {
	const char *name;
	const void *item;
};

static int compare_named(const void *left, const void *right)
{
	const struct named *one = left, *other = right;

	return strcmp(one->name, other->name);
}

static void sort_named(struct named *items, size_t count)
{
	if (count > 0)
		qsort(items, count, sizeof(*items), compare_named);
}

static void write_units(struct writing *writing, const char *parent_id)
{
	const struct organization *organization = &writing->inventory->snapshot.organization;
	struct named *children =
		arena_array(writing->arena, organization->unit_count, sizeof(*children));
	size_t count = 0;

	for (size_t i = 0; i < organization->unit_count; i++)
		if (organization->units[i].parent_id &&
		    strcmp(organization->units[i].parent_id, parent_id) == 0)
			children[count++] =
				(struct named){ unit_name(writing, &organization->units[i]),
						&organization->units[i] };
	if (count == 0)
		return;
	sort_named(children, count);
	json_key(writing->json, "units");
	json_open_array(writing->json);
	for (size_t i = 0; i < count; i++) {
		const struct organization_unit *unit = children[i].item;

		json_open_object(writing->json);
		write_text(writing, "id", pseudonym_id(writing->pseudonyms, unit->id));
		write_text(writing, "name", children[i].name);
		write_tags(writing, unit->id);
		write_units(writing, unit->id);
		json_close_object(writing->json);
	}
	json_close_array(writing->json);
}

/* Where a policy is attached; with @is_attached false, where it is not. */
static void write_targets(struct writing *writing, const char *key,
			  const struct snapshot_policy *policy, bool is_attached)
{
	const struct snapshot *snapshot = &writing->inventory->snapshot;
	const char **texts = arena_array(writing->arena, snapshot->node_count, sizeof(*texts));
	size_t count = 0;

	for (size_t i = 0; i < snapshot->node_count; i++)
		if (snapshot_is_attached(&snapshot->nodes[i], policy) == is_attached)
			texts[count++] = target(writing, &snapshot->nodes[i]);
	write_list(writing, key, texts, count);
}

static bool write_document(struct writing *writing, const char *key, const char *text)
{
	const struct json_value *document;

	if (!json_read(writing->arena, text, strlen(text), writing->fault, &document))
		return false;
	json_key(writing->json, key);
	pseudonym_document(writing->pseudonyms, document, writing->json);
	return true;
}

static bool write_policy(struct writing *writing, const struct snapshot_policy *policy)
{
	const char *description = policy->description && *policy->description ? policy->description
									      : NULL;
	bool is_written;

	json_open_object(writing->json);
	write_text(writing, "id", pseudonym_id(writing->pseudonyms, policy->id));
	write_text(writing, "name", pseudonym_name(writing->pseudonyms, "policy-", policy->name));
	write_text(writing, "type", snapshot_type_name(policy->type));
	write_text(writing, "description",
		   pseudonym_name(writing->pseudonyms, "text-", description));
	is_written = write_document(writing, "content", policy->text);
	write_targets(writing, "attach", policy, true);
	json_close_object(writing->json);
	return is_written;
}

static bool write_policies(struct writing *writing)
{
	const struct snapshot *snapshot = &writing->inventory->snapshot;
	struct named *policies;
	size_t count = 0, kept = 0;
	bool is_written = true;

	for (const struct snapshot_policy *policy = snapshot->policies; policy;
	     policy = policy->next)
		count++;
	policies = arena_array(writing->arena, count + 1, sizeof(*policies));
	for (const struct snapshot_policy *policy = snapshot->policies; policy;
	     policy = policy->next)
		if (!policy->is_aws_managed && !policy->why)
			policies[kept++] =
				(struct named){ pseudonym_id(writing->pseudonyms, policy->id),
						policy };
	if (kept == 0)
		return true;
	sort_named(policies, kept);
	json_key(writing->json, "policies");
	json_open_array(writing->json);
	for (size_t i = 0; is_written && i < kept; i++)
		is_written = write_policy(writing, policies[i].item);
	json_close_array(writing->json);
	return is_written;
}

/* Where FullAWSAccess is not; if the attachments are not known that is a gap, and not this. */
static void write_detached(struct writing *writing)
{
	const struct snapshot *snapshot = &writing->inventory->snapshot;
	const struct snapshot_policy *full = snapshot_policy_by_id(snapshot, "p-FullAWSAccess");

	if (full && snapshot->node_count > 0 && !snapshot->nodes[0].attached[SNAPSHOT_SCP].why)
		write_targets(writing, "detachDefault", full, false);
}

static int compare_delegates(const void *left, const void *right)
{
	const struct inventory_delegate *one = left, *other = right;
	int order = strcmp(one->account_id, other->account_id);

	return order ? order : strcmp(one->service, other->service);
}

static void write_delegates(struct writing *writing)
{
	const struct inventory *inventory = writing->inventory;

	if (inventory->delegate_count == 0)
		return;
	qsort(inventory->delegates, inventory->delegate_count, sizeof(*inventory->delegates),
	      compare_delegates);
	json_key(writing->json, "delegates");
	json_open_array(writing->json);
	for (size_t i = 0; i < inventory->delegate_count; i++) {
		json_open_object(writing->json);
		write_text(
			writing, "account",
			pseudonym_account(writing->pseudonyms, inventory->delegates[i].account_id));
		write_text(writing, "service", inventory->delegates[i].service);
		json_close_object(writing->json);
	}
	json_close_array(writing->json);
}

static bool write_organization(struct writing *writing)
{
	const struct inventory *inventory = writing->inventory;
	const struct organization *organization = &inventory->snapshot.organization;
	const char *root_id = organization->units[0].id;
	bool is_written;

	json_key(writing->json, "organization");
	json_open_object(writing->json);
	write_text(writing, "id", pseudonym_id(writing->pseudonyms, organization->id));
	write_text(writing, "rootId", pseudonym_id(writing->pseudonyms, root_id));
	write_text(writing, "management",
		   pseudonym_account(writing->pseudonyms, organization->management_account_id));
	write_text(writing, "featureSet", organization->feature_set);
	write_list(writing, "policyTypes", inventory->policy_types, inventory->policy_type_count);
	write_list(writing, "trustedAccess", inventory->trusted, inventory->trusted_count);
	write_list(writing, "features", inventory->features, inventory->feature_count);
	write_delegates(writing);
	write_units(writing, root_id);
	is_written = write_policies(writing);
	write_detached(writing);
	if (is_written && inventory->delegation_policy)
		is_written =
			write_document(writing, "delegationPolicy", inventory->delegation_policy);
	json_close_object(writing->json);
	return is_written;
}

static bool write_account(struct writing *writing, const struct organization_account *account)
{
	const struct snapshot *snapshot = &writing->inventory->snapshot;
	const struct snapshot_node *parent = snapshot_node_by_id(snapshot, account->parent_id);
	char joined[CLOCK_ISO_LEN + 1];
	bool is_written;

	clock_format_iso(account->joined_ms, joined);
	json_open_object(writing->json);
	write_text(writing, "id", pseudonym_account(writing->pseudonyms, account->id));
	write_text(writing, "name", pseudonym_name(writing->pseudonyms, "account-", account->name));
	if (parent && parent->unit && parent->unit->parent_id)
		write_text(writing, "unit", target(writing, parent));
	write_text(writing, "state", account->state);
	write_text(writing, "joined", account->joined_method);
	if (account->joined_ms)
		write_text(writing, "created", joined);
	write_tags(writing, account->id);
	is_written = scenario_write_root(writing->source,
					 scenario_audit_account(writing->source, account->id),
					 writing->json, writing->fault);
	json_close_object(writing->json);
	return is_written;
}

static bool write_accounts(struct writing *writing)
{
	const struct organization *organization = &writing->inventory->snapshot.organization;
	struct named *accounts =
		arena_array(writing->arena, organization->account_count, sizeof(*accounts));
	bool is_written = true;

	for (size_t i = 0; i < organization->account_count; i++)
		accounts[i] = (struct named){ pseudonym_account(writing->pseudonyms,
								organization->accounts[i].id),
					      &organization->accounts[i] };
	sort_named(accounts, organization->account_count);
	json_key(writing->json, "accounts");
	json_open_array(writing->json);
	for (size_t i = 0; is_written && i < organization->account_count; i++)
		is_written = write_account(writing, accounts[i].item);
	json_close_array(writing->json);
	return is_written;
}

/* Somebody must ask: an administrator where the real caller is. */
static void write_callers(struct writing *writing)
{
	json_key(writing->json, "callers");
	json_open_object(writing->json);
	json_key(writing->json, "admin");
	json_open_object(writing->json);
	write_text(writing, "account",
		   pseudonym_account(writing->pseudonyms, writing->inventory->caller.account_id));
	write_text(writing, "user", "rehearsal");
	json_key(writing->json, "policies");
	json_open_array(writing->json);
	json_string(writing->json, "AdministratorAccess");
	json_close_array(writing->json);
	json_close_object(writing->json);
	json_close_object(writing->json);
}

static void write_gap(struct writing *writing, const struct gap *gap)
{
	const struct pseudonyms *pseudonyms = writing->pseudonyms;

	json_open_object(writing->json);
	write_text(writing, "of", gap->of);
	write_text(writing, "type", gap->type);
	write_text(writing, "id", pseudonym_id(pseudonyms, gap->id));
	if (gap->account)
		write_text(writing, "account", pseudonym_account(pseudonyms, gap->account));
	write_text(writing, "kind", gap->kind);
	if (gap->policy) {
		write_text(writing, "name",
			   pseudonym_name(pseudonyms, "policy-", gap->policy->name));
		write_targets(writing, "attach", gap->policy, true);
	}
	/* AWS's sentences are full of names. */
	write_text(writing, "why", pseudonyms ? "left out, with the names in it" : gap->why);
	json_close_object(writing->json);
}

static void write_gaps(struct writing *writing)
{
	json_key(writing->json, "unknown");
	json_open_array(writing->json);
	for (const struct gap *gap = writing->inventory->first_gap; gap; gap = gap->next)
		write_gap(writing, gap);
	json_close_array(writing->json);
}

bool scenario_text(struct arena *arena, const struct scenario_source *source, char **out_text,
		   struct fault *fault)
{
	struct json_writer json;
	struct buffer text;
	struct writing writing = { arena, source, source->inventory, source->pseudonyms,
				   &json, fault };
	char taken[CLOCK_ISO_LEN + 1];
	bool is_written;

	inventory_sort_gaps(source->inventory);
	clock_format_iso(source->taken_ms, taken);
	buffer_init(&text, arena, 64 * 1024);
	json_writer_init(&json, &text, true);
	json_open_object(&json);
	json_key(&json, "mattock");
	json_integer(&json, 1);
	write_text(&writing, "name",
		   arena_printf(arena, "snapshot of %s",
				pseudonym_id(source->pseudonyms,
					     source->inventory->snapshot.organization.id)));
	write_text(&writing, "story",
		   "Read with list, get and describe calls. Without e-mail addresses and secrets. "
		   "The caller is an administrator, whatever the real one may do.");
	write_text(&writing, "taken", taken);
	if (strcmp(source->inventory->snapshot.partition, "aws") != 0)
		write_text(&writing, "partition", source->inventory->snapshot.partition);
	is_written = write_organization(&writing) && write_accounts(&writing);
	write_callers(&writing);
	write_gaps(&writing);
	json_close_object(&json);
	buffer_add_char(&text, '\n');
	*out_text = text.data;
	return is_written;
}
