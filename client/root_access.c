#include "client/root_access.h"

#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "model/iam_client.h"
#include "model/organizations_client.h"

void root_access_read_trust(struct client *client, struct root_access *access)
{
	struct organizations_list_aws_service_access_for_organization_in in = { 0 };
	struct paging paging = { 0 };
	struct fault fault = { 0 };
	bool is_trusted = false;

	do {
		struct organizations_list_aws_service_access_for_organization_out out;

		in.next_token = paging.token;
		if (!organizations_list_aws_service_access_for_organization(client, &in, &out,
									    &fault) ||
		    !paging_next(&paging, out.next_token, &fault)) {
			access->trust = known_not(client->arena, &fault);
			return;
		}
		for (size_t i = 0; i < out.enabled_service_principals.len; i++) {
			const char *name =
				out.enabled_service_principals.items[i].service_principal;

			if (name && strcmp(name, ROOT_ACCESS_PRINCIPAL) == 0)
				is_trusted = true;
		}
	} while (paging.token);
	access->trust = known_is(is_trusted);
}

/* AWS writes an empty list too; an answer without one says nothing. */
static bool has_features(const struct iam_list_organizations_features_out *answer,
			 struct fault *fault)
{
	return answer->enabled_features.is_set ||
	       fault_set(fault, FAULT_INPUT,
			 "ListOrganizationsFeatures: the answer lacks EnabledFeatures");
}

static void read_features(struct client *client, struct root_access *access)
{
	struct iam_list_organizations_features_in in = { 0 };
	struct iam_list_organizations_features_out out;
	struct fault fault = { 0 };
	bool has_credentials = false, has_sessions = false;

	if (!iam_list_organizations_features(client, &in, &out, &fault) ||
	    !has_features(&out, &fault)) {
		access->is_hidden = fault_is(&fault, "ServiceAccessNotEnabledException");
		access->credentials = access->is_hidden ? known_is(false)
							: known_not(client->arena, &fault);
		access->sessions = access->credentials;
		return;
	}
	for (size_t i = 0; i < out.enabled_features.len; i++) {
		if (strcmp(out.enabled_features.items[i], "RootCredentialsManagement") == 0)
			has_credentials = true;
		if (strcmp(out.enabled_features.items[i], "RootSessions") == 0)
			has_sessions = true;
	}
	access->is_hidden = false;
	access->credentials = known_is(has_credentials);
	access->sessions = known_is(has_sessions);
}

static void add_delegates(struct client *client, struct root_access *access,
			  const struct organizations_delegated_administrators *page)
{
	struct root_access_delegate *delegates =
		arena_array(client->arena, access->delegate_count + page->len, sizeof(*delegates));

	if (access->delegate_count > 0)
		memcpy(delegates, access->delegates, access->delegate_count * sizeof(*delegates));
	for (size_t i = 0; i < page->len; i++) {
		const struct organizations_delegated_administrator *found = &page->items[i];

		delegates[access->delegate_count++] = (struct root_access_delegate){
			.account_id = found->id ? found->id : "",
			.name = found->name ? found->name : "",
			.state = found->state ? found->state : found->status,
		};
	}
	access->delegates = delegates;
}

void root_access_read_delegates(struct client *client, struct root_access *access)
{
	struct organizations_list_delegated_administrators_in in = {
		.service_principal = ROOT_ACCESS_PRINCIPAL,
	};
	struct paging paging = { 0 };
	struct fault fault = { 0 };

	access->delegate_count = 0;
	do {
		struct organizations_list_delegated_administrators_out out;

		in.next_token = paging.token;
		if (!organizations_list_delegated_administrators(client, &in, &out, &fault) ||
		    !paging_next(&paging, out.next_token, &fault)) {
			access->delegated = known_not(client->arena, &fault);
			return;
		}
		add_delegates(client, access, &out.delegated_administrators);
	} while (paging.token);
	access->delegated = known_is(access->delegate_count > 0);
}

void root_access_read(struct client *client, struct root_access *out_access)
{
	*out_access = (struct root_access){ 0 };
	root_access_read_trust(client, out_access);
	read_features(client, out_access);
	root_access_read_delegates(client, out_access);
}
