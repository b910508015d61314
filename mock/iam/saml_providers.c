#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/provider.h"
#include "mock/iam/resource.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/ids.h"
#include "wire/xml_reader.h"

/* Metadata without a date of its own is good for a hundred years (assumed). */
#define VALID_MS (INT64_C(36525) * 24 * 60 * 60 * 1000)

static enum api_status provider_find(struct call *call, const char *arn,
				     struct iam_provider_row *row)
{
	if (!iam_provider_exists(call, "saml", arn, row))
		return call_fail(call, &iam_no_such_entity, "Manifest not found for arn %s", arn);
	return API_OK;
}

enum api_status iam_saml_provider_arn(struct call *call, const char *arn, const char **out_arn)
{
	struct iam_provider_row row;
	IAM_TRY(provider_find(call, arn, &row));
	*out_arn = row.arn;
	return API_OK;
}

/* Of the metadata it is asked that it is XML and describes an entity or several (assumed). */
static enum api_status check_metadata(struct call *call, const char *document)
{
	const struct xml_element *root;
	struct fault fault;

	if (!xml_read(call->arena, document, strlen(document), &fault, &root) ||
	    (!xml_find_local(root, "EntityDescriptor") &&
	     !xml_find_local(root, "EntitiesDescriptor")))
		return call_fail(call, &iam_invalid_input, "Could not parse metadata");
	return API_OK;
}

IAM_HANDLER(create_saml_provider)
{
	const struct iam_tag_request *tags = IAM_TAG_REQUEST(in->tags, IAM_TAGS_EXACT);

	IAM_TRY(iam_tags_check(call, tags));
	IAM_TRY(check_metadata(call, in->saml_metadata_document));
	const struct iam_provider_row row = {
		.arn = iam_arn(call, "saml-provider", "/", in->name),
		.uuid = ids_new(call, IDS_UUID),
		.document = in->saml_metadata_document,
		.encryption = in->assertion_encryption_mode ? in->assertion_encryption_mode
							    : "Allowed",
		.created_ms = call->now_ms,
		.valid_until_ms = call->now_ms + VALID_MS,
	};
	if (!iam_provider_insert(call, "saml", &row))
		return call_fail(call, &iam_entity_already_exists,
				 "SAML Provider %s already exists.", in->name);
	IAM_TRY(iam_tags_put(call, row.arn, tags));
	out->saml_provider_arn = row.arn;
	out->tags = in->tags;
	out->tags.is_set = in->tags.len > 0;
	return API_OK;
}

IAM_HANDLER(get_saml_provider)
{
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->saml_provider_arn, &row));
	out->saml_provider_uuid = row.uuid;
	out->saml_metadata_document = row.document;
	out->create_date = api_timestamp(row.created_ms);
	out->valid_until = iam_date(row.valid_until_ms);
	out->assertion_encryption_mode = row.encryption;
	out->private_key_list.is_set = true;
	out->tags.len = iam_tags_of(call, row.arn, &out->tags.items);
	out->tags.is_set = true;
	return API_OK;
}

IAM_HANDLER(list_saml_providers)
{
	struct iam_provider_row *rows = NULL;
	size_t count = iam_provider_list_all(call, "saml", &rows);
	struct iam_saml_provider_list_entry *entries =
		arena_array(call->arena, count, sizeof(*entries));

	for (size_t i = 0; i < count; i++)
		entries[i] = (struct iam_saml_provider_list_entry){
			.arn = rows[i].arn,
			.valid_until = iam_date(rows[i].valid_until_ms),
			.create_date = api_timestamp(rows[i].created_ms),
		};
	IAM_LIST(out->saml_provider_list, entries, count);
	return API_OK;
}

/* Private keys for encrypted assertions are taken and not kept (assumed). */
IAM_HANDLER(update_saml_provider)
{
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->saml_provider_arn, &row));
	if (in->saml_metadata_document)
		IAM_TRY(check_metadata(call, in->saml_metadata_document));
	database_run(call,
		     "UPDATE identity_provider SET document = coalesce(:document, document),"
		     " encryption = coalesce(:encryption, encryption) WHERE arn = :arn",
		     DATABASE_VALUES(database_text("document", in->saml_metadata_document),
				     database_text("encryption", in->assertion_encryption_mode),
				     database_text("arn", row.arn)));
	out->saml_provider_arn = row.arn;
	return API_OK;
}

IAM_HANDLER(delete_saml_provider)
{
	struct iam_provider_row row;

	IAM_TRY(provider_find(call, in->saml_provider_arn, &row));
	iam_provider_delete(call, "saml", row.arn);
	iam_tags_drop(call, row.arn);
	return API_OK;
}
