#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/mfa.h"
#include "mock/iam/paging.h"
#include "mock/iam/resource.h"
#include "mock/iam/tags.h"

/*
 * Tag, Untag and List...Tags of every kind of resource. A kind says how its
 * resource is found: each finder takes the request's name of it and answers
 * the ARN its tags are kept by.
 */

static const struct database_column tag_columns[] = {
	{ "key", offsetof(struct iam_tag, key), COLUMN_TEXT },
	{ "value", offsetof(struct iam_tag, value), COLUMN_TEXT },
	{ 0 },
};
static const struct database_row tag_form = { sizeof(struct iam_tag), tag_columns };

static size_t read_page(struct call *call, const char *arn, const struct iam_page *page,
			struct iam_tag **tags)
{
	return database_rows(call,
			     "SELECT key, value FROM tag WHERE resource_arn = :arn"
			     " ORDER BY key LIMIT :limit OFFSET :offset",
			     DATABASE_VALUES(database_text("arn", arn),
					     database_integer("limit", page->fetch),
					     database_integer("offset", page->offset)),
			     &tag_form, tags);
}

static enum api_status find_user(struct call *call, const char *name, const char **out_arn)
{
	struct iam_entity user;
	IAM_TRY(iam_entity_find(call, IAM_USER, name, &user));
	*out_arn = user.arn;
	return API_OK;
}

static enum api_status find_role(struct call *call, const char *name, const char **out_arn)
{
	struct iam_entity role;
	IAM_TRY(iam_entity_find(call, IAM_ROLE, name, &role));
	*out_arn = role.arn;
	return API_OK;
}

static enum api_status find_policy(struct call *call, const char *arn, const char **out_arn)
{
	struct iam_managed_policy policy;
	IAM_TRY(iam_managed_policy_find(call, arn, &policy));
	*out_arn = policy.arn;
	return API_OK;
}

static enum api_status find_mfa_device(struct call *call, const char *serial, const char **out_arn)
{
	struct iam_mfa_row row;
	IAM_TRY(iam_mfa_find(call, serial, &row));
	*out_arn = row.serial;
	return API_OK;
}

#define TAG_HANDLERS(word, find, member, compare)                                          \
	IAM_HANDLER(tag_##word)                                                            \
	{                                                                                  \
		const char *arn = NULL;                                                    \
		IAM_TRY(find(call, in->member, &arn));                                     \
		return iam_tags_put(call, arn, IAM_TAG_REQUEST(in->tags, compare));        \
	}                                                                                  \
	IAM_HANDLER(untag_##word)                                                          \
	{                                                                                  \
		const char *arn = NULL;                                                    \
		IAM_TRY(find(call, in->member, &arn));                                     \
		iam_tags_remove(call, arn, in->tag_keys.items, in->tag_keys.len, compare); \
		return API_OK;                                                             \
	}                                                                                  \
	IAM_HANDLER(list_##word##_tags)                                                    \
	{                                                                                  \
		const char *arn = NULL;                                                    \
		struct iam_page page;                                                      \
		struct iam_tag *tags = NULL;                                               \
		IAM_TRY(find(call, in->member, &arn));                                     \
		IAM_PAGE_OPEN_NUMBERED(page);                                              \
		size_t count = read_page(call, arn, &page, &tags);                         \
		IAM_PAGE_CLOSE(page, tags, count);                                         \
		IAM_LIST(out->tags, tags, count);                                          \
		return API_OK;                                                             \
	}

TAG_HANDLERS(user, find_user, user_name, IAM_TAGS_ANY_CASE)
TAG_HANDLERS(role, find_role, role_name, IAM_TAGS_ANY_CASE)
TAG_HANDLERS(policy, find_policy, policy_arn, IAM_TAGS_EXACT)
TAG_HANDLERS(mfa_device, find_mfa_device, serial_number, IAM_TAGS_EXACT)
TAG_HANDLERS(instance_profile, iam_instance_profile_arn, instance_profile_name, IAM_TAGS_ANY_CASE)
TAG_HANDLERS(open_id_connect_provider, iam_open_id_connect_provider_arn,
	     open_id_connect_provider_arn, IAM_TAGS_EXACT)
TAG_HANDLERS(saml_provider, iam_saml_provider_arn, saml_provider_arn, IAM_TAGS_EXACT)
TAG_HANDLERS(server_certificate, iam_server_certificate_arn, server_certificate_name,
	     IAM_TAGS_EXACT)
