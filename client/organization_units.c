#include <string.h>

#include "client/organization.h"
#include "client/paging.h"
#include "model/organizations_client.h"
#include "wire/buffer.h"

/* AWS allows five levels and 2,000 units; a server that lies must not keep us busy for ever. */
enum { DEPTH_MAX = 32, UNITS_MAX = 20 * 1000 };

static bool add_unit(struct client *client, struct organization *organization,
		     const struct organization_unit *unit, struct fault *fault)
{
	/* Grows by doubling; a power of two is a full array. */
	size_t count = organization->unit_count;

	if (count == UNITS_MAX)
		return fault_set(fault, FAULT_INPUT, "the organization has over %d units",
				 UNITS_MAX);
	if ((count & (count - 1)) == 0) {
		struct organization_unit *units =
			arena_array(client->arena, count ? count * 2 : 1, sizeof(*units));

		if (count > 0)
			memcpy(units, organization->units, count * sizeof(*units));
		organization->units = units;
	}
	organization->units[organization->unit_count++] = *unit;
	return true;
}

static bool load_root(struct client *client, struct organization *organization, struct fault *fault)
{
	struct organizations_list_roots_in in = { 0 };
	struct organizations_list_roots_out out;
	struct organization_unit root = { .path = "" };

	if (!organizations_list_roots(client, &in, &out, fault))
		return false;
	if (out.roots.len == 0 || !out.roots.items[0].id)
		return fault_set(fault, FAULT_INPUT, "ListRoots: the answer has no root");
	root.id = out.roots.items[0].id;
	root.name = out.roots.items[0].name ? out.roots.items[0].name : "Root";
	return add_unit(client, organization, &root, fault);
}

/* Adds the children of the unit at @index. */
static bool load_children(struct client *client, struct organization *organization, size_t index,
			  struct fault *fault)
{
	const struct organization_unit parent = organization->units[index];
	struct organizations_list_organizational_units_for_parent_in in = { .parent_id =
										    parent.id };
	struct paging paging = { 0 };

	do {
		struct organizations_list_organizational_units_for_parent_out out;

		in.next_token = paging.token;
		if (!organizations_list_organizational_units_for_parent(client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		for (size_t i = 0; i < out.organizational_units.len; i++) {
			const struct organizations_organizational_unit *found =
				&out.organizational_units.items[i];
			struct organization_unit unit = { .id = found->id,
							  .name = found->name,
							  .parent_id = parent.id };

			if (!unit.id || !unit.name)
				return fault_set(fault, FAULT_INPUT,
						 "an organizational unit without id or name");
			unit.path = *parent.path ? arena_printf(client->arena, "%s/%s", parent.path,
								unit.name)
						 : unit.name;
			if (!add_unit(client, organization, &unit, fault))
				return false;
		}
	} while (paging.token);
	return true;
}

/* For answers without Paths: the accounts of a unit learn their parent. */
static bool load_members(struct client *client, struct organization *organization,
			 const struct organization_unit *unit, struct fault *fault)
{
	struct organizations_list_accounts_for_parent_in in = { .parent_id = unit->id };
	struct paging paging = { 0 };

	do {
		struct organizations_list_accounts_for_parent_out out;

		in.next_token = paging.token;
		if (!organizations_list_accounts_for_parent(client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		for (size_t i = 0; i < out.accounts.len; i++) {
			const char *id = out.accounts.items[i].id;
			const struct organization_account *account =
				id ? organization_account_by_id(organization, id) : NULL;

			if (account)
				organization->accounts[account - organization->accounts].parent_id =
					unit->id;
		}
	} while (paging.token);
	return true;
}

static const struct organization_unit *unit_by_id(const struct organization *organization,
						  const char *id)
{
	for (size_t i = 0; i < organization->unit_count; i++)
		if (strcmp(organization->units[i].id, id) == 0)
			return &organization->units[i];
	return NULL;
}

static bool needs_members(const struct organization *organization)
{
	for (size_t i = 0; i < organization->account_count; i++)
		if (!organization->accounts[i].parent_id)
			return true;
	return false;
}

bool organization_load_units(struct client *client, struct organization *organization,
			     struct fault *fault)
{
	organization->unit_count = 0;
	if (!load_root(client, organization, fault))
		return false;
	for (size_t i = 0; i < organization->unit_count; i++)
		if (!load_children(client, organization, i, fault))
			return false;
	for (size_t i = 0; needs_members(organization) && i < organization->unit_count; i++)
		if (!load_members(client, organization, &organization->units[i], fault))
			return false;
	for (size_t i = 0; i < organization->account_count; i++) {
		struct organization_account *account = &organization->accounts[i];
		const struct organization_unit *unit =
			account->parent_id ? unit_by_id(organization, account->parent_id) : NULL;

		account->path = unit ? unit->path : NULL;
	}
	return true;
}

/* "/Workloads/Prod/" and "Root/Workloads/Prod" mean "Workloads/Prod". */
static const char *plain_path(struct arena *arena, const char *root_name, const char *text)
{
	size_t root_len = strlen(root_name), len;

	text += strspn(text, "/");
	if (strncmp(text, root_name, root_len) == 0 &&
	    (text[root_len] == '/' || text[root_len] == '\0'))
		text += root_len + strspn(text + root_len, "/");
	len = strlen(text);
	while (len > 0 && text[len - 1] == '/')
		len--;
	return arena_strndup(arena, text, len);
}

static bool find_by_name(const struct organization *organization, const char *text,
			 const struct organization_unit **out_unit, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer paths;
	size_t count = 0;

	buffer_init(&paths, &arena, 64);
	for (size_t i = 1; i < organization->unit_count; i++) {
		if (strcmp(organization->units[i].name, text) != 0)
			continue;
		*out_unit = &organization->units[i];
		buffer_printf(&paths, "%s/%s", count++ ? ", " : "", (*out_unit)->path);
	}
	if (count == 1)
		return true;
	if (count == 0)
		return fault_set(fault, FAULT_USAGE, "there is no organizational unit \"%s\"",
				 text);
	return fault_set(fault, FAULT_USAGE, "\"%s\" is the name of %zu units; say which: %s", text,
			 count, paths.data);
}

bool organization_find_unit(const struct organization *organization, const char *text,
			    const struct organization_unit **out_unit, struct fault *fault)
{
	ARENA_AUTO(arena);
	const char *path = plain_path(&arena, organization->units[0].name, text);
	bool is_path = strchr(text, '/') || !*path;

	for (size_t i = 0; i < organization->unit_count; i++) {
		*out_unit = &organization->units[i];
		if (strcmp(organization->units[i].id, text) == 0 ||
		    (is_path && strcmp(organization->units[i].path, path) == 0))
			return true;
	}
	return find_by_name(organization, text, out_unit, fault);
}

bool organization_is_below(const struct organization *organization,
			   const struct organization_account *account,
			   const struct organization_unit *unit)
{
	const char *id = account->parent_id;

	for (int depth = 0; id && depth < DEPTH_MAX; depth++) {
		const struct organization_unit *parent = unit_by_id(organization, id);

		if (strcmp(id, unit->id) == 0)
			return true;
		id = parent ? parent->parent_id : NULL;
	}
	return false;
}
