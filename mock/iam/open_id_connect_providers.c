#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/provider.h"
#include "mock/iam/resource.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"

enum { CLIENTS_MAX = 100, THUMBPRINTS_MAX = 5 };

static const char scheme[] = "https://";

static enum api_status provider_find(struct call *call, const char *arn,
				     struct iam_provider_row *row)
{
	if (!iam_provider_exists(call, "oidc", arn, row))
		return call_fail(call, &iam_no_such_entity,
				 "OpenIDConnect Provider not found for arn %s", arn);
	return API_OK;
}

enum api_status iam_open_id_connect_provider_arn(struct call *call, const char *arn,
						 const char **out_arn)
{
	struct iam_provider_row row;
	IAM_TRY(provider_find(call, arn, &row));
	*out_arn = row.arn;
	return API_OK;
}

static enum api_status check_thumbprints(struct call *call, size_t count)
{
	if (count > THUMBPRINTS_MAX)
		return call_fail(call, &iam_invalid_input,
				 "Thumbprint list must contain fewer than %d entries.",
				 THUMBPRINTS_MAX);
	return API_OK;
}

static enum api_status check_clients(struct call *call, size_t count)
{
	if (count > CLIENTS_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: %d",
				 CLIENTS_MAX);
	return API_OK;
}

/* The URL loses its scheme: that is what the ARN holds and what Get shows (recorded). */
IAM_HANDLER(create_open_id_connect_provider)
{
	const struct iam_tag_request *tags = IAM_TAG_REQUEST(in->tags, IAM_TAGS_EXACT);
	const struct iam_provider_list clients = { in->client_id_list.items,
						   in->client_id_list.len };
	const struct iam_provider_list thumbprints = { in->thumbprint_list.items,
						       in->thumbprint_list.len };

	if (strncmp(in->url, scheme, strlen(scheme)) != 0 || !in->url[strlen(scheme)])
		return call_fail_common(call, 400, "ValidationError",
					"Invalid Open ID Connect Provider URL");
	IAM_TRY(iam_tags_check(call, tags));
	IAM_TRY(check_thumbprints(call, thumbprints.count));
	IAM_TRY(check_clients(call, clients.count));
	const char *url = in->url + strlen(scheme);
	const struct iam_provider_row row = {
		.arn = iam_arn(call, "oidc-provider", "/", url),
		.uuid = "",
		.document = url,
		.client_ids = iam_provider_pack(call, &clients),
		.thumbprints = iam_provider_pack(call, &thumbprints),
		.created_ms = call->now_ms,
	};
	if (!iam_provider_insert(call, "oidc", &row))
		return call_fail(call, &iam_entity_already_exists,
				 "Provider with url %s already exists.", in->url);
	IAM_TRY(iam_tags_put(call, row.arn, tags));
	out->open_id_connect_provider_arn = row.arn;
	out->tags = in->tags;
	out->tags.is_set = in->tags.len > 0;
	return API_OK;
}

IAM_HANDLER(get_open_id_connect_provider)
{
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->open_id_connect_provider_arn, &row));
	const struct iam_provider_list clients = iam_provider_unpack(call, row.client_ids);
	const struct iam_provider_list thumbprints = iam_provider_unpack(call, row.thumbprints);
	out->url = row.document;
	IAM_LIST(out->client_id_list, clients.items, clients.count);
	IAM_LIST(out->thumbprint_list, thumbprints.items, thumbprints.count);
	out->create_date = api_timestamp(row.created_ms);
	out->tags.len = iam_tags_of(call, row.arn, &out->tags.items);
	out->tags.is_set = true;
	return API_OK;
}

IAM_HANDLER(list_open_id_connect_providers)
{
	struct iam_provider_row *rows = NULL;
	size_t count = iam_provider_list_all(call, "oidc", &rows);
	struct iam_open_id_connect_provider_list_entry *entries =
		arena_array(call->arena, count, sizeof(*entries));

	for (size_t i = 0; i < count; i++)
		entries[i].arn = rows[i].arn;
	IAM_LIST(out->open_id_connect_provider_list, entries, count);
	return API_OK;
}

/* The second deletion says it in other words than Get (recorded). */
IAM_HANDLER(delete_open_id_connect_provider)
{
	const char *arn = in->open_id_connect_provider_arn;

	if (!iam_provider_delete(call, "oidc", arn))
		return call_fail(call, &iam_no_such_entity,
				 "OpenId connect Provider %s cannot be found.", arn);
	iam_tags_drop(call, arn);
	return API_OK;
}

IAM_HANDLER(update_open_id_connect_provider_thumbprint)
{
	const struct iam_provider_list thumbprints = { in->thumbprint_list.items,
						       in->thumbprint_list.len };
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->open_id_connect_provider_arn, &row));
	IAM_TRY(check_thumbprints(call, thumbprints.count));
	database_run(call, "UPDATE identity_provider SET thumbprints = :list WHERE arn = :arn",
		     DATABASE_VALUES(database_text("list", iam_provider_pack(call, &thumbprints)),
				     database_text("arn", row.arn)));
	return API_OK;
}

static void store_clients(struct call *call, const char *arn, const struct iam_provider_list *list)
{
	database_run(call, "UPDATE identity_provider SET client_ids = :list WHERE arn = :arn",
		     DATABASE_VALUES(database_text("list", iam_provider_pack(call, list)),
				     database_text("arn", arn)));
}

/* The list without an id, and room for one more. */
static struct iam_provider_list clients_without(struct call *call,
						const struct iam_provider_row *row, const char *id)
{
	const struct iam_provider_list all = iam_provider_unpack(call, row->client_ids);
	struct iam_provider_list rest = { 0 };
	rest.items = arena_array(call->arena, all.count + 1, sizeof(char *));
	for (size_t i = 0; i < all.count; i++) {
		if (strcmp(all.items[i], id) != 0)
			rest.items[rest.count++] = all.items[i];
	}
	return rest;
}

/* Adding an id again and removing one that is not there succeed (documented). */
IAM_HANDLER(add_client_id_to_open_id_connect_provider)
{
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->open_id_connect_provider_arn, &row));
	struct iam_provider_list clients = clients_without(call, &row, in->client_id);
	clients.items[clients.count++] = in->client_id;
	IAM_TRY(check_clients(call, clients.count));
	store_clients(call, row.arn, &clients);
	return API_OK;
}

IAM_HANDLER(remove_client_id_from_open_id_connect_provider)
{
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->open_id_connect_provider_arn, &row));
	const struct iam_provider_list clients = clients_without(call, &row, in->client_id);
	store_clients(call, row.arn, &clients);
	return API_OK;
}
