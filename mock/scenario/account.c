#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/organizations/attachment.h"
#include "mock/organizations/role.h"
#include "mock/scenario/loader.h"

enum { TEMPLATE_MAX = 100000 };

static const char *const states[] = { "PENDING_ACTIVATION", "ACTIVE", "SUSPENDED",
				      "PENDING_CLOSURE",    "CLOSED", NULL };
static const char *const joined_methods[] = { "CREATED", "INVITED", NULL };

#define MEMBER(name) offsetof(struct loader_account, name)
#define COMMON_FIELDS                                                                             \
	{ "unit", READER_TEXT, MEMBER(unit) },                                                    \
		{ "state", READER_TEXT, MEMBER(state), false, states },                           \
		{ "tags", READER_OBJECT, MEMBER(tags) },                                          \
		{ "created", READER_TIME, MEMBER(created_ms) },                                   \
		{ "joined", READER_TEXT, MEMBER(joined), false, joined_methods },                 \
		{ "root", READER_OBJECT, MEMBER(root) }, { "users", READER_LIST, MEMBER(users) }, \
	{                                                                                         \
		"roles", READER_LIST, MEMBER(roles)                                               \
	}

static const struct reader_field account_fields[] = {
	{ "id", READER_TEXT, MEMBER(id), true, NULL, reader_expected_account },
	{ "name", READER_TEXT, MEMBER(name), true },
	{ "email", READER_TEXT, MEMBER(email) },
	{ "buckets", READER_LIST, MEMBER(buckets) },
	{ "queues", READER_LIST, MEMBER(queues) },
	{ "groups", READER_LIST, MEMBER(groups) },
	{ "managedPolicies", READER_LIST, MEMBER(managed_policies) },
	{ "joinedAt", READER_TIME, MEMBER(joined_ms) },
	{ "outside", READER_BOOLEAN, MEMBER(is_outside) },
	{ "noDefaultRoles", READER_BOOLEAN, MEMBER(lacks_default_roles) },
	COMMON_FIELDS,
	{ NULL },
};

/* An account until the file says otherwise: a year old, created in the organization. */
static struct loader_account account_of(struct loader *loader, const struct json_value *place)
{
	return (struct loader_account){
		.state = "ACTIVE",
		.created_ms = loader->reader.now_ms - INT64_C(365) * 86400 * 1000,
		.joined_ms = INT64_MIN,
		.place = place,
	};
}

static bool is_management(const struct loader *loader, const char *account_id)
{
	return loader->organization.id &&
	       strcmp(loader->organization.management_account_id, account_id) == 0;
}

static bool insert(struct loader *loader, const struct loader_account *account,
		   const char *parent_id)
{
	static const char sql[] =
		"INSERT INTO account (id, name, email, state, created_ms, organization_id,"
		" parent_id, joined_method, joined_ms) VALUES (:id, :name, :email, :state, "
		":created,"
		" :organization, :parent, :method, :joined)";
	struct call *call = &loader->call;
	bool is_member = loader->organization.id && !account->is_outside;
	int64_t joined_ms = account->joined_ms == INT64_MIN ? account->created_ms
							    : account->joined_ms;
	const char *email = account->email
				    ? account->email
				    : ARENA_JOIN(call->arena, "aws+", account->id, "@example.com");

	return database_run(
		       call, sql,
		       DATABASE_VALUES(database_text("id", account->id),
				       database_text("name", account->name),
				       database_text("email", email),
				       database_text("state", account->state),
				       database_integer("created", account->created_ms),
				       database_text("organization",
						     is_member ? loader->organization.id : NULL),
				       database_text("parent", is_member ? parent_id : NULL),
				       database_text("method", is_member ? account->joined : NULL),
				       is_member ? database_integer("joined", joined_ms)
						 : database_text("joined", NULL))) > 0;
}

/* The place in the organization, and the roles that Organizations made. */
static void join(struct loader *loader, const struct loader_account *account)
{
	const struct lookup_organization *organization = &loader->organization;
	struct call *call = &loader->call;

	if (!organization->id || account->is_outside)
		return;
	attachment_add_defaults(call, organization, account->id);
	if (account->lacks_default_roles)
		return;
	role_create_service_linked(call, account->id);
	if (strcmp(account->joined, "CREATED") == 0)
		role_create_access(call, account->id, organization->management_account_id,
				   "OrganizationAccountAccessRole");
}

static const char *tag_arn(struct loader *loader, const char *account_id, bool is_outside)
{
	if (!loader->organization.id || is_outside)
		return arn_root_user(&loader->call, account_id);
	return lookup_arn(&loader->call, &loader->organization, "account", account_id);
}

/* Puts an account into the state, with everything it has. */
static bool add_account(struct loader *loader, const struct loader_account *given)
{
	struct loader_account account = *given;
	const char *parent_id = loader->organization.root_id;
	int64_t now_ms = loader->call.now_ms;

	if (account.unit && !loader_target(loader, account.place, account.unit, &parent_id))
		return false;
	if (!account.joined)
		account.joined = is_management(loader, account.id) ? "INVITED" : "CREATED";
	loader_stream(loader, "account", account.id);
	if (!insert(loader, &account, parent_id))
		return reader_fail(&loader->reader, account.place,
				   "expected an id and an email that no other account has");
	loader->call.now_ms = account.created_ms; /* the roles are as old as the account */
	join(loader, &account);
	loader->call.now_ms = now_ms;
	return loader_tags(loader, tag_arn(loader, account.id, account.is_outside), account.tags) &&
	       loader_root(loader, &account) && loader_managed_policies(loader, &account) &&
	       loader_users(loader, &account) && loader_groups(loader, &account) &&
	       loader_roles(loader, &account) && loader_resources(loader, &account);
}

/* Nobody needs to write an account for the management account if it has nothing of interest. */
static bool add_management(struct loader *loader)
{
	struct loader_account account = account_of(loader, loader->reader.root);

	account.id = loader->organization.management_account_id;
	account.name = "management";
	if (!loader->organization.id ||
	    database_exists(&loader->call, "SELECT 1 FROM account WHERE id = :id",
			    DATABASE_VALUES(database_text("id", account.id))))
		return true;
	return add_account(loader, &account);
}

bool loader_accounts(struct loader *loader, const struct json_value *section)
{
	for (const struct json_value *item = section ? section->first : NULL; item;
	     item = item->next) {
		struct loader_account account = account_of(loader, item);

		if (!reader_object(&loader->reader, item, account_fields, &account) ||
		    !add_account(loader, &account))
			return false;
	}
	return add_management(loader);
}

struct template
{
	struct loader_account account; /* first: the common fields are of its type */
	int64_t count;
	const char *first_id, *name;
};

static const struct reader_field template_fields[] = {
	{ "count", READER_INTEGER, offsetof(struct template, count), true },
	{ "firstId", READER_TEXT, offsetof(struct template, first_id), true, NULL,
	  reader_expected_account },
	{ "name", READER_TEXT, offsetof(struct template, name), true },
	COMMON_FIELDS,
	{ NULL },
};

/* "app-{n}" for the account number @number, counted from 1. */
static const char *numbered(struct arena *arena, const char *name, int64_t number)
{
	const char *mark = strstr(name, "{n}");

	if (!mark)
		return arena_printf(arena, "%s%lld", name, (long long)number);
	return arena_printf(arena, "%.*s%lld%s", (int)(mark - name), name, (long long)number,
			    mark + strlen("{n}"));
}

static bool add_numbered(struct loader *loader, const struct template *template, int64_t index)
{
	struct loader_account account = template->account;
	struct arena *arena = loader->call.arena;

	account.id = arena_printf(arena, "%012lld",
				  strtoll(template->first_id, NULL, 10) + (long long)index);
	account.name = numbered(arena, template->name, index + 1);
	return add_account(loader, &account);
}

/* Every account of a template is loaded with memory of its own, which is dropped at once. */
static bool add_all(struct loader *loader, const struct template *template)
{
	struct arena *kept = loader->call.arena;
	bool is_added = true;
	ARENA_AUTO(arena);

	loader->call.arena = loader->reader.arena = &arena;
	for (int64_t i = 0; is_added && i < template->count; i++) {
		is_added = add_numbered(loader, template, i);
		if (is_added) /* otherwise the fault may be about a text in it */
			arena_reset(&arena);
	}
	loader->call.arena = loader->reader.arena = kept;
	return is_added;
}

bool loader_templates(struct loader *loader, const struct json_value *section)
{
	for (const struct json_value *item = section ? section->first : NULL; item;
	     item = item->next) {
		struct template template = { .account = account_of(loader, item) };

		if (!reader_object(&loader->reader, item, template_fields, &template))
			return false;
		if (template.count < 1 || template.count > TEMPLATE_MAX)
			return reader_fail(&loader->reader, item, "expected a count from 1 to %d",
					   TEMPLATE_MAX);
		if (!add_all(loader, &template))
			return false;
	}
	return true;
}
