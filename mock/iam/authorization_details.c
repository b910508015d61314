#include <string.h>

#include "mock/iam/detail.h"
#include "mock/iam/handlers.h"

/*
 * GetAccountAuthorizationDetails: users, groups, roles and policies as one
 * list that pages as a whole; the marker counts what was answered (assumed).
 */

/* One entry of the whole list: a row and where it goes. */
struct entry {
	const struct iam_entity *entity; /* or NULL, then: */
	const struct iam_managed_policy *policy;
};

struct collection {
	struct entry *entries;
	size_t count;
};

static bool wants(const struct iam_get_account_authorization_details_in *in, const char *kind)
{
	for (size_t i = 0; i < in->filter.len; i++) {
		if (strcmp(in->filter.items[i], kind) == 0)
			return true;
	}
	return in->filter.len == 0;
}

/* Makes room for more entries at the end and returns the first of them. */
static struct entry *grow(struct call *call, struct collection *all, size_t count)
{
	struct entry *entries = arena_array(call->arena, all->count + count, sizeof(*entries));
	if (all->count)
		memcpy(entries, all->entries, all->count * sizeof(*entries));
	all->entries = entries;
	all->count += count;
	return entries + all->count - count;
}

static void collect_entities(struct call *call, struct collection *all, enum iam_entity_kind kind)
{
	const struct iam_page everything = { .after = "", .fetch = -1 };
	struct iam_entity *rows = NULL;
	size_t count = iam_entity_list(call, kind, NULL, &everything, &rows);
	struct entry *entries = grow(call, all, count);
	for (size_t i = 0; i < count; i++)
		entries[i].entity = &rows[i];
}

/* Of AWS's own policies only those that are attached to something here (assumed). */
static void collect_policies(struct call *call, struct collection *all, const char *owner)
{
	struct iam_managed_policy *rows = NULL;
	bool is_aws = strcmp(owner, "aws") == 0;
	size_t count = database_rows(call,
				     "SELECT " IAM_MANAGED_POLICY_COLUMNS " FROM managed_policy"
				     " WHERE account_id = :owner ORDER BY name",
				     DATABASE_VALUES(database_text("owner", owner)),
				     &iam_managed_policy_form, &rows);
	struct entry *entries = grow(call, all, count);
	for (size_t i = 0; i < count; i++) {
		if (!is_aws || iam_managed_policy_attachments(call, rows[i].arn))
			(entries++)->policy = &rows[i];
	}
	all->count = (size_t)(entries - all->entries);
}

static void collect(struct call *call, const struct iam_get_account_authorization_details_in *in,
		    struct collection *all)
{
	if (wants(in, "User"))
		collect_entities(call, all, IAM_USER);
	if (wants(in, "Group"))
		collect_entities(call, all, IAM_GROUP);
	if (wants(in, "Role"))
		collect_entities(call, all, IAM_ROLE);
	if (wants(in, "LocalManagedPolicy"))
		collect_policies(call, all, call->principal->account_id);
	if (wants(in, "AWSManagedPolicy"))
		collect_policies(call, all, "aws");
}

static void show(struct call *call, struct iam_details *out, const struct entry *entry)
{
	if (!entry->entity)
		iam_detail_policy(call, out, entry->policy);
	else if (entry->entity->kind == IAM_USER)
		iam_detail_user(call, out, entry->entity);
	else if (entry->entity->kind == IAM_GROUP)
		iam_detail_group(call, out, entry->entity);
	else
		iam_detail_role(call, out, entry->entity);
}

IAM_HANDLER(get_account_authorization_details)
{
	struct collection all = { 0 };
	struct iam_page page;

	IAM_PAGE_OPEN_NUMBERED(page);
	collect(call, in, &all);
	size_t skip = (size_t)page.offset < all.count ? (size_t)page.offset : all.count;
	const struct entry *entries = all.entries + skip;
	size_t count = all.count - skip;
	IAM_PAGE_CLOSE(page, entries, count);
	IAM_LIST(out->user_detail_list,
		 arena_array(call->arena, count, sizeof(struct iam_user_detail)), 0);
	IAM_LIST(out->group_detail_list,
		 arena_array(call->arena, count, sizeof(struct iam_group_detail)), 0);
	IAM_LIST(out->role_detail_list,
		 arena_array(call->arena, count, sizeof(struct iam_role_detail)), 0);
	IAM_LIST(out->policies,
		 arena_array(call->arena, count, sizeof(struct iam_managed_policy_detail)), 0);
	for (size_t i = 0; i < count; i++)
		show(call, out, &entries[i]);
	return API_OK;
}
