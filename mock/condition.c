#include "mock/condition.h"

#include <string.h>

#include "mock/database.h"
#include "mock/organizations/access.h"
#include "mock/setting.h"
#include "mock/sts/federated_identity.h"
#include "wire/clock.h"
#include "wire/json_reader.h"

#define FALSE_TEXT "false"
#define TRUE_TEXT  "true"

static const char *iso_time(struct call *call, int64_t ms)
{
	char *text = arena_alloc(call->arena, CLOCK_ISO_LEN + 1);

	clock_format_iso(ms, text);
	return text;
}

/* What every request has. IAM and Organizations live in us-east-1 (documented). */
static void add_request(struct policy_context *context, struct call *call)
{
	policy_context_add(context, "aws:CurrentTime", iso_time(call, call->now_ms));
	policy_context_add(context, "aws:EpochTime",
			   arena_printf(call->arena, "%lld", (long long)(call->now_ms / 1000)));
	policy_context_add(context, "aws:SecureTransport",
			   setting_text(call, "aws.secure_transport", TRUE_TEXT));
	policy_context_add(context, "aws:SourceIp", call->source_ip);
	policy_context_add(context, "aws:UserAgent", call->user_agent);
	policy_context_add(context, "aws:RequestedRegion", call->region);
	policy_context_add(context, "aws:PrincipalIsAWSService", FALSE_TEXT);
	policy_context_add(context, "aws:ViaAWSService", FALSE_TEXT);
}

static const char *const principal_types[] = {
	[PRINCIPAL_ANONYMOUS] = "Anonymous",
	[PRINCIPAL_ROOT] = "Account",
	[PRINCIPAL_USER] = "User",
	[PRINCIPAL_USER_SESSION] = "User",
	[PRINCIPAL_ROLE_SESSION] = "AssumedRole",
	[PRINCIPAL_ROOT_SESSION] = "Account",
	[PRINCIPAL_FEDERATED_SESSION] = "FederatedUser",
	[PRINCIPAL_WEB_IDENTITY] = "FederatedUser", /* not told: it is no principal yet */
};

static bool is_user(const struct principal *caller)
{
	return caller->kind == PRINCIPAL_USER || caller->kind == PRINCIPAL_USER_SESSION;
}

static void add_principal(struct policy_context *context, const struct principal *caller)
{
	const char *type = principal_types[caller->kind];

	if (caller->kind == PRINCIPAL_USER_SESSION && !caller->name)
		type = "Account";
	policy_context_add(context, "aws:PrincipalType", type);
	policy_context_add(context, "aws:PrincipalAccount", caller->account_id);
	policy_context_add(context, "aws:PrincipalArn", caller->policy_arn);
	policy_context_add(context, "aws:userid", caller->user_id);
	policy_context_add(context, "aws:SourceIdentity", caller->source_identity);
	policy_context_add(context, "aws:FederatedProvider", caller->federated_provider);
	if (is_user(caller))
		policy_context_add(context, "aws:username", caller->name);
	if (caller->kind == PRINCIPAL_ROOT_SESSION)
		policy_context_add(context, "aws:AssumedRoot", TRUE_TEXT);
}

/* Sessions know when they were issued; only GetSessionToken's say whether MFA was given. */
static void add_session(struct policy_context *context, struct call *call)
{
	const struct principal *caller = call->principal;

	if (!caller->issued_ms)
		return;
	policy_context_add(context, "aws:TokenIssueTime", iso_time(call, caller->issued_ms));
	policy_context_add(context, "aws:MultiFactorAuthPresent",
			   caller->mfa_ms ? TRUE_TEXT : FALSE_TEXT);
	if (caller->mfa_ms)
		policy_context_add(context, "aws:MultiFactorAuthAge",
				   arena_printf(call->arena, "%lld",
						(long long)(call->now_ms - caller->mfa_ms) / 1000));
}

struct tag {
	const char *key, *value;
};

static const struct database_column tag_columns[] = {
	{ "key", offsetof(struct tag, key), COLUMN_TEXT },
	{ "value", offsetof(struct tag, value), COLUMN_TEXT },
	{ NULL },
};

static const struct database_row tag_row = { sizeof(struct tag), tag_columns };

static void add_tags_of(struct policy_context *context, struct call *call, const char *prefix,
			const char *arn)
{
	static const char by_arn[] = "SELECT key, value FROM tag WHERE resource_arn = :arn";
	struct tag *tags;
	size_t count = database_rows(call, by_arn, DATABASE_VALUES(database_text("arn", arn)),
				     &tag_row, &tags);

	for (size_t i = 0; i < count; i++)
		policy_context_add_tag(context, prefix, tags[i].key, tags[i].value);
}

/* The members of an object that a session keeps as text; NULL: it has none. */
static const struct json_value *session_members(struct call *call, const char *text)
{
	const struct json_value *object = NULL;
	struct fault fault;

	if (!text || strcmp(text, "{}") == 0 ||
	    !json_read(call->arena, text, strlen(text), &fault, &object))
		return NULL;
	return object->first;
}

/* A session's own tags come last and so override those of its role. */
static void add_kept(struct policy_context *context, struct call *call)
{
	const struct principal *caller = call->principal;
	const struct json_value *item = session_members(call, caller->session_claims);

	for (; item; item = item->next)
		policy_context_add(context, item->key, item->text);
	if (caller->name)
		add_tags_of(context, call, "aws:PrincipalTag/", caller->policy_arn);
	item = session_members(call, caller->session_tags);
	for (; item; item = item->next)
		policy_context_add_tag(context, "aws:PrincipalTag/", item->key, item->text);
}

static void add_place(struct policy_context *context, struct call *call, const char *id_key,
		      const char *paths_key, const struct policy_cache_place *place)
{
	const char **paths;

	policy_context_add(context, id_key, place->organization_id);
	if (!place->parent_path)
		return;
	paths = arena_array(call->arena, 1, sizeof(*paths));
	paths[0] = place->parent_path;
	policy_context_add_list(context, paths_key, paths, 1);
}

void condition_add_caller(struct policy_context *context, struct call *call,
			  struct policy_cache *cache)
{
	add_request(context, call);
	if (call->principal->kind == PRINCIPAL_WEB_IDENTITY) {
		federated_identity_describe(call->principal->federated, call, context);
		return;
	}
	add_principal(context, call->principal);
	add_session(context, call);
	add_kept(context, call);
	add_place(context, call, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
		  policy_cache_place(cache, call, call->principal->account_id));
}

void condition_add_resource(struct policy_context *context, struct call *call,
			    struct policy_cache *cache, const struct resource *resource)
{
	const char *service = call->operation->service->name;

	policy_context_add(context, "aws:ResourceAccount", resource->account_id);
	add_place(context, call, "aws:ResourceOrgID", "aws:ResourceOrgPaths",
		  policy_cache_place(cache, call, resource->account_id));
	if (strcmp(resource->arn, "*") == 0)
		return;
	add_tags_of(context, call, "aws:ResourceTag/", resource->arn);
	if (strcmp(service, "iam") == 0 || strcmp(service, "sts") == 0)
		add_tags_of(context, call, "iam:ResourceTag/", resource->arn);
}

/* The value of a member by its path, where it is a list or a map; NULL if it is neither or empty.
 */
static const struct api_list *list_member(const struct api_shape *shape, const void *input,
					  const char *name, const struct api_shape **out_shape)
{
	const struct api_member *member = api_member_by_name(shape, name);
	const struct api_list *list;

	if (!member || (member->shape->kind != API_LIST_KIND && member->shape->kind != API_MAP))
		return NULL;
	list = (const void *)((const char *)input + member->offset);
	*out_shape = member->shape;
	return list->len > 0 ? list : NULL;
}

/* The text at an offset of the item at @index. */
static const char *item_text(const struct api_list *list, size_t size, size_t index, size_t offset)
{
	const void *member = (const char *)list->items + index * size + offset;

	return *(const char *const *)member;
}

/* Tags are a list of {Key, Value} or a map; both begin with the key, and the value follows. */
static void add_tag_list(struct policy_context *context, const struct api_list *tags,
			 const struct api_shape *shape)
{
	size_t size = shape->kind == API_MAP ? shape->entry_size : shape->item->size;

	for (size_t i = 0; i < tags->len; i++)
		policy_context_add_tag(context, "aws:RequestTag/", item_text(tags, size, i, 0),
				       item_text(tags, size, i, sizeof(char *)));
}

/* A list of texts as it is, or the keys of tags. */
static void add_texts(struct policy_context *context, struct call *call, const char *key,
		      const struct api_list *list, const struct api_shape *shape)
{
	size_t size = shape->kind == API_MAP ? shape->entry_size : shape->item->size;
	const char **texts = arena_array(call->arena, list->len, sizeof(*texts));

	for (size_t i = 0; i < list->len; i++)
		texts[i] = item_text(list, size, i, 0);
	policy_context_add_list(context, key, texts, list->len);
}

/* What a request that does not say it is taken to say (assumed). */
static const struct {
	const char *key, *value;
} standard_values[] = {
	{ "sts:DurationSeconds", "300" },
};

static const char *standard_value(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(standard_values); i++) {
		if (strcmp(standard_values[i].key, key) == 0)
			return standard_values[i].value;
	}
	return NULL;
}

/* A text or a whole number of the request; NULL if it has none. */
static const char *input_value(struct call *call, const char *name, const void *input)
{
	const struct api_member *member = api_member_by_name(call->operation->input, name);
	struct api_integer number;

	if (!member || member->shape->kind != API_INTEGER)
		return resource_member(call->operation->input, input, name);
	memcpy(&number, (const char *)input + member->offset, sizeof(number));
	return number.is_set ? arena_printf(call->arena, "%lld", (long long)number.value) : NULL;
}

static void add_key(struct policy_context *context, struct call *call,
		    const struct api_condition_key *key, const void *input)
{
	const struct api_shape *shape = NULL;
	const struct api_list *list =
		list_member(call->operation->input, input, key->member, &shape);
	const char *value;

	if (!list) {
		value = input_value(call, key->member, input);
		policy_context_add(context, key->name, value ? value : standard_value(key->name));
	} else if (strcmp(key->name, "aws:RequestTag") == 0)
		add_tag_list(context, list, shape);
	else
		add_texts(context, call, key->name, list, shape);
}

/* The boundary of the user or role that a request changes. */
static const char *target_boundary(struct call *call, const void *input)
{
	static const char of_user[] = "SELECT boundary_arn FROM iam_user"
				      " WHERE account_id = :account_id AND name = :name";
	static const char of_role[] = "SELECT boundary_arn FROM iam_role"
				      " WHERE account_id = :account_id AND name = :name";
	const char *user = resource_member(call->operation->input, input, "UserName");
	const char *role = resource_member(call->operation->input, input, "RoleName");

	if (!user && !role)
		return NULL;
	return database_string(
		call, user ? of_user : of_role,
		DATABASE_VALUES(database_text("account_id", call->principal->account_id),
				database_text("name", user ? user : role)));
}

static const char *target_policy_type(struct call *call, const void *input)
{
	const char *id = resource_member(call->operation->input, input, "PolicyId");

	return id ? access_policy_type(call, id) : NULL;
}

/* An invitation is to a transfer that will be inbound; lists say it in their name (assumed). */
static const char *transfer_direction(struct call *call, const void *input)
{
	const char *id = resource_member(call->operation->input, input, "Id");

	if (strstr(call->operation->name, "Outbound"))
		return "outbound";
	if (!id || strstr(call->operation->name, "Inbound"))
		return "inbound";
	return access_transfer_direction(call, id);
}

/* There is one type. */
static const char *transfer_type(struct call *call, const void *input)
{
	UNUSED(call);
	UNUSED(input);
	return "BILLING";
}

/* An instance profile hands its role to EC2. */
static const char *passed_to_service(struct call *call, const void *input)
{
	UNUSED(call);
	UNUSED(input);
	return "ec2.amazonaws.com";
}

static const char *role_authorized_by_idp(struct call *call, const void *input)
{
	UNUSED(input);
	return call->principal->federated ? call->principal->federated->role_is_authorized : NULL;
}

/* Keys whose value comes from the state of what the request names, or from its token. */
static const struct {
	const char *key;
	const char *(*value)(struct call *call, const void *input);
} state_keys[] = {
	{ "iam:PassedToService", passed_to_service },
	{ "iam:PermissionsBoundary", target_boundary },
	{ "organizations:PolicyType", target_policy_type },
	{ "organizations:TransferDirection", transfer_direction },
	{ "organizations:TransferType", transfer_type },
	{ "sts:RoleAuthorizedByIdp", role_authorized_by_idp },
};

static void add_state_key(struct policy_context *context, struct call *call, const char *key,
			  const void *input)
{
	for (size_t i = 0; i < ARRAY_LEN(state_keys); i++) {
		if (strcmp(state_keys[i].key, key) == 0)
			policy_context_add(context, key, state_keys[i].value(call, input));
	}
}

/* MFA given with AssumeRole counts for the role's trust policy, not for the session (documented).
 */
static void add_mfa(struct policy_context *context, struct call *call, const void *input)
{
	if (strcmp(call->operation->name, "AssumeRole") == 0 &&
	    resource_member(call->operation->input, input, "TokenCode")) {
		policy_context_add(context, "aws:MultiFactorAuthPresent", TRUE_TEXT);
		policy_context_add(context, "aws:MultiFactorAuthAge", "0");
	}
}

void condition_add_input(struct policy_context *context, struct call *call,
			 const struct api_authorize *line, const void *input)
{
	const struct api_condition_key *key = line->condition_keys;

	for (; key && key->name; key++) {
		if (key->member)
			add_key(context, call, key, input);
		else
			add_state_key(context, call, key->name, input);
	}
	add_mfa(context, call, input);
}
