/*
 * unit.c - organizational units.
 */
#include <string.h>

#include "mock/ids.h"
#include "mock/organizations/attachment.h"
#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/quota.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tag.h"
#include "mock/organizations/tree.h"

struct unit_row {
	const char *id;
	const char *name;
};

static const struct database_row unit_form = {
	.size = sizeof(struct unit_row),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct unit_row, id), COLUMN_TEXT },
			{ "name", offsetof(struct unit_row, name), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

static bool find_unit(struct call *call, const struct lookup_organization *organization,
		      const char *id, struct unit_row *out_unit)
{
	static const char sql[] = "SELECT id, name FROM organizational_unit"
				  " WHERE id = :id AND organization_id = :organization_id";

	return database_row(call, sql,
			    DATABASE_VALUES(database_text("id", id),
					    database_text("organization_id", organization->id)),
			    &unit_form, out_unit);
}

/* The caller's organization and one of its units; false: the call has failed. */
static bool require_unit(struct call *call, const char *id,
			 struct lookup_organization *out_organization, struct unit_row *out_unit)
{
	if (!membership_require(call, out_organization))
		return false;
	if (find_unit(call, out_organization, id, out_unit))
		return true;
	refuse(call, &organizations_organizational_unit_not_found);
	return false;
}

static struct organizations_organizational_unit unit_shape(
	struct call *call, const struct lookup_organization *organization,
	const struct unit_row *unit)
{
	return (struct organizations_organizational_unit){
		.id = unit->id,
		.arn = lookup_arn(call, organization, "ou", unit->id),
		.name = unit->name,
		.path = lookup_path(call, organization, unit->id),
	};
}

static const struct organizations_organizational_unit *unit_copy(
	struct call *call, const struct lookup_organization *organization,
	const struct unit_row *unit)
{
	struct organizations_organizational_unit *shape =
		arena_new(call->arena, struct organizations_organizational_unit);

	*shape = unit_shape(call, organization, unit);
	return shape;
}

static int64_t count_units(struct call *call, const struct lookup_organization *organization)
{
	static const char sql[] = "SELECT count(*) FROM organizational_unit"
				  " WHERE organization_id = :organization_id";

	return database_number(
		call, sql, DATABASE_VALUES(database_text("organization_id", organization->id)), 0);
}

static int64_t insert(struct call *call, const struct lookup_organization *organization,
		      const struct unit_row *unit, const char *parent_id)
{
	static const char sql[] =
		"INSERT INTO organizational_unit (id, organization_id, parent_id, name, created_ms)"
		" VALUES (:id, :organization_id, :parent_id, :name, :created_ms)";

	return database_run(call, sql,
			    DATABASE_VALUES(database_text("id", unit->id),
					    database_text("organization_id", organization->id),
					    database_text("parent_id", parent_id),
					    database_text("name", unit->name),
					    database_integer("created_ms", call->now_ms)));
}

/* The order of the checks is assumed: tags, parent, depth, number, name. */
enum api_status organizations_create_organizational_unit(
	struct call *call, const struct organizations_create_organizational_unit_in *in,
	struct organizations_create_organizational_unit_out *out)
{
	struct lookup_organization organization;

	if (!membership_require(call, &organization) || !tag_check(call, &in->tags))
		return API_FAILED;
	if (!tree_is_parent(call, &organization, in->parent_id))
		return refuse(call, &organizations_parent_not_found);
	if (tree_depth(call, in->parent_id) >= quota_get(call, QUOTA_UNIT_DEPTH))
		return refuse_constraint(call, "OU_DEPTH_LIMIT_EXCEEDED");
	if (count_units(call, &organization) >= quota_get(call, QUOTA_UNITS))
		return refuse_constraint(call, "OU_NUMBER_LIMIT_EXCEEDED");
	struct unit_row unit = {
		.id = ids_new_unit(call, organization.root_id),
		.name = in->name,
	};

	if (insert(call, &organization, &unit, in->parent_id) < 0)
		return refuse(call, &organizations_duplicate_organizational_unit);
	attachment_add_defaults(call, &organization, unit.id);
	tag_put(call, lookup_arn(call, &organization, "ou", unit.id), &in->tags);
	out->organizational_unit = unit_copy(call, &organization, &unit);
	return API_OK;
}

enum api_status organizations_describe_organizational_unit(
	struct call *call, const struct organizations_describe_organizational_unit_in *in,
	struct organizations_describe_organizational_unit_out *out)
{
	struct lookup_organization organization;
	struct unit_row unit;

	if (!require_unit(call, in->organizational_unit_id, &organization, &unit))
		return API_FAILED;
	out->organizational_unit = unit_copy(call, &organization, &unit);
	return API_OK;
}

/* A name of blanks is accepted and not stored (recorded). */
static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

enum api_status organizations_update_organizational_unit(
	struct call *call, const struct organizations_update_organizational_unit_in *in,
	struct organizations_update_organizational_unit_out *out)
{
	static const char sql[] = "UPDATE organizational_unit SET name = :name WHERE id = :id";
	struct lookup_organization organization;
	struct unit_row unit;

	if (!require_unit(call, in->organizational_unit_id, &organization, &unit))
		return API_FAILED;
	if (in->name && !is_blank(in->name)) {
		unit.name = in->name;
		if (database_run(call, sql,
				 DATABASE_VALUES(database_text("name", unit.name),
						 database_text("id", unit.id))) < 0)
			return refuse(call, &organizations_duplicate_organizational_unit);
	}
	out->organizational_unit = unit_copy(call, &organization, &unit);
	return API_OK;
}

enum api_status organizations_delete_organizational_unit(
	struct call *call, const struct organizations_delete_organizational_unit_in *in,
	struct organizations_delete_organizational_unit_out *out)
{
	static const char children[] = "SELECT 1 FROM organizational_unit WHERE parent_id = :id"
				       " UNION ALL SELECT 1 FROM account WHERE parent_id = :id";
	static const char sql[] = "DELETE FROM organizational_unit WHERE id = :id";
	struct lookup_organization organization;
	struct unit_row unit;

	UNUSED(out);
	if (!require_unit(call, in->organizational_unit_id, &organization, &unit))
		return API_FAILED;
	const struct database_value *values = DATABASE_VALUES(database_text("id", unit.id));

	if (database_exists(call, children, values))
		return refuse(call, &organizations_organizational_unit_not_empty);
	attachment_clear_target(call, &organization, unit.id);
	tag_clear(call, lookup_arn(call, &organization, "ou", unit.id));
	database_run(call, sql, values);
	return API_OK;
}

enum api_status organizations_list_organizational_units_for_parent(
	struct call *call, const struct organizations_list_organizational_units_for_parent_in *in,
	struct organizations_list_organizational_units_for_parent_out *out)
{
	static const char sql[] =
		"SELECT id, name FROM organizational_unit WHERE parent_id = :scope"
		" AND id > :after ORDER BY id LIMIT :limit";
	struct lookup_organization organization;
	struct unit_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, in->parent_id, &page))
		return API_FAILED;
	if (!tree_is_parent(call, &organization, in->parent_id))
		return refuse(call, &organizations_parent_not_found);
	size_t count = page_rows(call, &page, sql, &unit_form, &rows);

	out->next_token = page.next_token;
	struct organizations_organizational_unit *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = unit_shape(call, &organization, &rows[i]);
	out->organizational_units =
		(struct organizations_organizational_units){ true, count, items };
	return API_OK;
}
