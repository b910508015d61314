#include "client/organization.h"

#include <stdlib.h>
#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/shared_text.h"
#include "model/organizations_client.h"

enum { ACCOUNT_ID_LEN = 12, FIRST_ROOM = 32 };

bool organization_is_account_id(const char *text)
{
	return strlen(text) == ACCOUNT_ID_LEN && strspn(text, "0123456789") == ACCOUNT_ID_LEN;
}

bool organization_describe(struct client *client, struct organization *out_organization,
			   struct fault *fault)
{
	struct organizations_describe_organization_in in = { 0 };
	struct organizations_describe_organization_out out;
	const struct organizations_organization *found;

	*out_organization = (struct organization){ 0 };
	if (!organizations_describe_organization(client, &in, &out, fault))
		return false;
	found = out.organization;
	if (!found || !found->id || !found->master_account_id)
		return fault_set(fault, FAULT_INPUT,
				 "DescribeOrganization: the answer names no organization");
	out_organization->id = found->id;
	out_organization->management_account_id = found->master_account_id;
	out_organization->feature_set = found->feature_set ? found->feature_set : "";
	return true;
}

bool organization_check_member(struct client *client, const struct organization *organization,
			       const char *account_id, struct fault *fault)
{
	const struct organizations_describe_account_in in = { .account_id = account_id };
	struct organizations_describe_account_out out;
	struct fault refusal;

	if (organization->management_account_id &&
	    strcmp(account_id, organization->management_account_id) == 0)
		return fault_set(fault, FAULT_REFUSED,
				 "%s is the management account: its root user is out of "
				 "reach of root sessions and is never touched",
				 account_id);
	if (organizations_describe_account(client, &in, &out, &refusal) ||
	    !fault_is(&refusal, "AccountNotFoundException"))
		return true;
	return fault_set(fault, FAULT_REFUSED, "account %s is not in %s%s", account_id,
			 organization->id ? "organization " : "the caller's organization",
			 organization->id ? organization->id : "");
}

/* A list of accounts while it comes in. */
struct listing {
	struct arena *arena; /* of the texts that are kept */
	struct organization *organization;
	size_t room; /* the array is on the heap until the list is whole */
	struct shared_texts shared;
};

/* The last entity of "o-1/r-1/ou-1/111122223333/" before the account. */
static const char *parent_of_path(struct listing *listing, const char *path)
{
	size_t end = strlen(path), start;

	if (end > 0 && path[end - 1] == '/')
		end--;
	while (end > 0 && path[end - 1] != '/')
		end--;
	if (end == 0)
		return NULL;
	start = --end;
	while (start > 0 && path[start - 1] != '/')
		start--;
	return shared_text_len(&listing->shared, path + start, end - start);
}

/* A copy of all texts: the answer does not live as long. */
static struct organization_account account_of(struct listing *listing,
					      const struct organizations_account *found)
{
	struct arena *arena = listing->arena;
	const char *management = listing->organization->management_account_id;
	const char *path = found->paths.len > 0 ? found->paths.items[0] : NULL;
	const char *state = found->state ? found->state : found->status ? found->status : "UNKNOWN";

	return (struct organization_account){
		.id = arena_strdup(arena, found->id),
		.name = found->name ? arena_strdup(arena, found->name) : "",
		.email = arena_strdup(arena, found->email),
		.state = shared_text(&listing->shared, state),
		.parent_id = path ? parent_of_path(listing, path) : NULL,
		.is_management = strcmp(found->id, management) == 0,
		.joined_method = shared_text(&listing->shared, found->joined_method),
		.joined_ms = found->joined_timestamp.ms,
	};
}

static void add_account(struct listing *listing, const struct organizations_account *found)
{
	struct organization *organization = listing->organization;

	if (organization->account_count == listing->room) {
		listing->room = listing->room ? listing->room * 2 : FIRST_ROOM;
		organization->accounts = reallocarray(organization->accounts, listing->room,
						      sizeof(*organization->accounts));
		if (!organization->accounts)
			abort();
	}
	organization->accounts[organization->account_count++] = account_of(listing, found);
}

static bool add_accounts(struct listing *listing, const struct organizations_accounts *page,
			 struct fault *fault)
{
	for (size_t i = 0; i < page->len; i++) {
		if (!page->items[i].id)
			return fault_set(fault, FAULT_INPUT, "an account without an id");
		add_account(listing, &page->items[i]);
	}
	return true;
}

/* Gives the array to the arena, with no more room than it needs. */
static void keep_accounts(struct listing *listing)
{
	struct organization *organization = listing->organization;
	struct organization_account *listed = organization->accounts;
	size_t count = organization->account_count;

	organization->accounts = arena_array(listing->arena, count, sizeof(*listed));
	if (count > 0)
		memcpy(organization->accounts, listed, count * sizeof(*listed));
	free(listed);
}

static int compare_accounts(const void *left, const void *right)
{
	const struct organization_account *one = left, *other = right;

	return strcmp(one->id, other->id);
}

/* An account that moved from one page to the next while they were read is one account. */
static void sort_accounts(struct organization *organization)
{
	struct organization_account *accounts = organization->accounts;
	size_t kept = 0;

	if (organization->account_count == 0)
		return;
	qsort(accounts, organization->account_count, sizeof(*accounts), compare_accounts);
	for (size_t i = 0; i < organization->account_count; i++)
		if (i == 0 || compare_accounts(&accounts[i], &accounts[kept - 1]) != 0)
			accounts[kept++] = accounts[i];
	organization->account_count = kept;
}

static void tell(const struct organization_listener *listener,
		 const struct organization *organization, size_t first)
{
	for (size_t i = first; listener && i < organization->account_count; i++)
		listener->found(listener->context, &organization->accounts[i]);
}

static bool list_accounts(struct client *client, struct listing *listing,
			  const struct organization_listener *listener, struct fault *fault)
{
	struct organization *organization = listing->organization;
	struct organizations_list_accounts_in in = { 0 };
	struct paging paging = { 0 };

	do {
		ARENA_AUTO(answer); /* which is several times what is kept of it */
		struct client reader = client_with_arena(client, &answer);
		size_t before = organization->account_count;
		struct organizations_list_accounts_out out;

		in.next_token = paging.token;
		if (!organizations_list_accounts(&reader, &in, &out, fault) ||
		    !add_accounts(listing, &out.accounts, fault) ||
		    !paging_next(&paging, arena_strdup(client->arena, out.next_token), fault))
			return false;
		if (paging.token || before > 0)
			tell(listener, organization, before);
	} while (paging.token);
	return true;
}

bool organization_load_accounts_early(struct client *client, struct organization *organization,
				      const struct organization_listener *listener,
				      struct fault *fault)
{
	struct listing listing = { .arena = client->arena,
				   .organization = organization,
				   .shared.arena = client->arena };
	bool is_whole;

	organization->accounts = NULL;
	organization->account_count = 0;
	is_whole = list_accounts(client, &listing, listener, fault);
	keep_accounts(&listing);
	sort_accounts(organization);
	return is_whole;
}

bool organization_load_accounts(struct client *client, struct organization *organization,
				struct fault *fault)
{
	return organization_load_accounts_early(client, organization, NULL, fault);
}

const struct organization_account *organization_account_by_id(
	const struct organization *organization, const char *id)
{
	struct organization_account wanted = { .id = id };

	if (organization->account_count == 0)
		return NULL;
	return bsearch(&wanted, organization->accounts, organization->account_count, sizeof(wanted),
		       compare_accounts);
}

bool organization_tags(struct client *client, const char *account_id,
		       const struct organization_tag **out_tags, struct fault *fault)
{
	struct organizations_list_tags_for_resource_in in = { .resource_id = account_id };
	struct organization_tag *tags = NULL;
	struct paging paging = { 0 };
	size_t count = 0;

	do {
		struct organizations_list_tags_for_resource_out out;
		struct organization_tag *more;

		in.next_token = paging.token;
		if (!organizations_list_tags_for_resource(client, &in, &out, fault) ||
		    !paging_next(&paging, out.next_token, fault))
			return false;
		more = arena_array(client->arena, count + out.tags.len + 1, sizeof(*more));
		if (count > 0)
			memcpy(more, tags, count * sizeof(*more));
		tags = more;
		for (size_t i = 0; i < out.tags.len; i++)
			tags[count++] = (struct organization_tag){ out.tags.items[i].key,
								   out.tags.items[i].value };
	} while (paging.token);
	*out_tags = tags;
	return true;
}
