#include "mock/sts/federated_identity.h"

#include <string.h>

enum { TAG_KEY_MAX = 128, TAG_VALUE_MAX = 256, NAME_MIN = 2, NAME_MAX = 64 };

void federated_identity_claim(struct call *call, struct federated_identity *identity,
			      const struct federated_claim *claim)
{
	struct federated_claim *kept;

	if (!claim->count)
		return;
	kept = arena_new(call->arena, struct federated_claim);
	*kept = *claim;
	kept->next = identity->claims;
	identity->claims = kept;
}

void federated_identity_claim_text(struct call *call, struct federated_identity *identity,
				   const char *key, const char *value)
{
	const char **values;

	if (!value)
		return;
	values = arena_array(call->arena, 1, sizeof(*values));
	values[0] = value;
	federated_identity_claim(call, identity,
				 &(struct federated_claim){ key, values, 1, false, NULL });
}

bool federated_identity_tag(struct call *call, struct federated_identity *identity, const char *key,
			    const char *value)
{
	struct sts_tag *tags = identity->tags.items;

	if (identity->tags.len == FEDERATED_TAGS_MAX || !*key || strlen(key) > TAG_KEY_MAX ||
	    strlen(value) > TAG_VALUE_MAX)
		return false;
	if (!tags)
		tags = arena_array(call->arena, FEDERATED_TAGS_MAX, sizeof(*tags));
	tags[identity->tags.len++] = (struct sts_tag){ .key = key, .value = value };
	identity->tags.items = tags;
	return true;
}

bool federated_identity_is_name(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_+=,.@-";
	size_t len = strlen(text);

	return len >= NAME_MIN && len <= NAME_MAX && strspn(text, letters) == len;
}

enum api_status federated_identity_check_source(struct call *call, const char *text)
{
	/* "aws:" has a letter that no name has, so that it begins none. */
	if (!text || federated_identity_is_name(text))
		return API_OK;
	return call_fail(call, &sts_invalid_identity_token,
			 "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with"
			 " \"aws:\"");
}

enum api_status federated_identity_refuse_tags(struct call *call)
{
	return call_fail(call, &sts_invalid_identity_token,
			 "The session tags of the token are not valid.");
}

static void describe_tags(const struct federated_identity *identity, struct call *call,
			  struct policy_context *context)
{
	const struct sts_tag_list_type *tags = &identity->tags;
	const struct sts_tag_key_list_type *transitive = &identity->transitive_keys;
	const char **keys = arena_array(call->arena, tags->len, sizeof(*keys));

	for (size_t i = 0; i < tags->len; i++) {
		keys[i] = tags->items[i].key;
		policy_context_add_tag(context, "aws:RequestTag/", keys[i], tags->items[i].value);
	}
	if (tags->len)
		policy_context_add_list(context, "aws:TagKeys", keys, tags->len);
	if (transitive->len)
		policy_context_add_list(context, "sts:TransitiveTagKeys", transitive->items,
					transitive->len);
}

void federated_identity_describe(const struct federated_identity *identity, struct call *call,
				 struct policy_context *context)
{
	const struct federated_claim *claim = identity->claims;

	for (; claim; claim = claim->next) {
		if (claim->is_list)
			policy_context_add_list(context, claim->key, claim->values, claim->count);
		else
			policy_context_add(context, claim->key, claim->values[0]);
	}
	policy_context_add(context, "aws:FederatedProvider", identity->provider_arn);
	policy_context_add(context, "sts:RoleSessionName", identity->session_name);
	policy_context_add(context, "sts:SourceIdentity", identity->source_identity);
	describe_tags(identity, call, context);
}
