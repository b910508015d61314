/*
 * children.c - walking the tree: what is above and below an id.
 */
#include <string.h>

#include "mock/organizations/handlers.h"
#include "mock/organizations/membership.h"
#include "mock/organizations/page.h"
#include "mock/organizations/refusal.h"
#include "mock/organizations/tree.h"

enum api_status organizations_list_parents(struct call *call,
					   const struct organizations_list_parents_in *in,
					   struct organizations_list_parents_out *out)
{
	struct lookup_organization organization;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	if (!page_open(call, in->next_token, in->max_results, in->child_id, &page))
		return API_FAILED;
	enum tree_kind kind = tree_kind(call, &organization, in->child_id);

	if (kind != TREE_UNIT && kind != TREE_ACCOUNT)
		return refuse(call, &organizations_child_not_found);
	struct organizations_parent *parent = arena_new(call->arena, struct organizations_parent);

	parent->id = lookup_parent(call, in->child_id);
	parent->type = tree_kind_name(tree_kind(call, &organization, parent->id));
	out->parents = (struct organizations_parents){ true, 1, parent };
	return API_OK;
}

/* The ids below a parent, of one kind. */
struct child_row {
	const char *id;
};

static const struct database_row child_form = {
	.size = sizeof(struct child_row),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct child_row, id), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

enum api_status organizations_list_children(struct call *call,
					    const struct organizations_list_children_in *in,
					    struct organizations_list_children_out *out)
{
	static const char accounts[] = "SELECT id FROM account WHERE parent_id = :parent_id"
				       " AND id > :after ORDER BY id LIMIT :limit";
	static const char units[] = "SELECT id FROM organizational_unit"
				    " WHERE parent_id = :parent_id AND id > :after"
				    " ORDER BY id LIMIT :limit";
	struct lookup_organization organization;
	struct child_row *rows = NULL;
	struct page page;

	if (!membership_require(call, &organization))
		return API_FAILED;
	const char *scope = arena_printf(call->arena, "%s %s", in->parent_id, in->child_type);

	if (!page_open(call, in->next_token, in->max_results, scope, &page))
		return API_FAILED;
	if (!tree_is_parent(call, &organization, in->parent_id))
		return refuse(call, &organizations_parent_not_found);
	size_t count = database_rows(call,
				     strcmp(in->child_type, "ACCOUNT") == 0 ? accounts : units,
				     DATABASE_VALUES(database_text("parent_id", in->parent_id),
						     database_text("after", page.after),
						     database_integer("limit", page.limit)),
				     &child_form, &rows);

	if (page_cut(&page, &count))
		out->next_token = page_token(call, &page, rows[count - 1].id);
	struct organizations_child *items = arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = (struct organizations_child){ rows[i].id, in->child_type };
	out->children = (struct organizations_children){ true, count, items };
	return API_OK;
}
