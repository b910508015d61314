#include "policy/cases.h"

#include <string.h>

#include "policy/elements.h"

/* Where the texts of a case go, and what was wrong. */
struct reader {
	struct arena *arena;
	struct fault *fault;
};

static const struct {
	const char *name;
	enum policy_principal_kind kind;
} kinds[] = {
	{ "user", POLICY_USER },
	{ "session", POLICY_ROLE_SESSION },
	{ "slr", POLICY_ROLE_SESSION },
	{ "root", POLICY_ROOT },
	{ "assumedroot", POLICY_ASSUMED_ROOT },
	{ "federated", POLICY_FEDERATED_SESSION },
	{ "service", POLICY_SERVICE },
	{ "webidentity", POLICY_WEB_IDENTITY },
	{ "anonymous", POLICY_ANONYMOUS },
};

static bool refuse(struct reader *reader, const struct json_value *at, const char *text)
{
	return fault_set(reader->fault, FAULT_INPUT, "line %u, column %u: %s", at->line, at->column,
			 text);
}

static bool is_there(const struct json_value *value)
{
	return value && value->kind != JSON_NULL;
}

static bool read_source(struct reader *reader, const struct json_value *value,
			struct policy_source *out_source)
{
	return policy_document_compile(reader->arena, value, reader->fault, &out_source->document);
}

static bool read_set(struct reader *reader, const struct json_value *list,
		     struct policy_set *out_set)
{
	size_t count = is_there(list) ? list->len : 0;
	struct policy_source *policies = arena_array(reader->arena, count, sizeof(*policies));

	*out_set = (struct policy_set){ policies, 0 };
	if (!is_there(list))
		return true;
	if (list->kind != JSON_ARRAY)
		return refuse(reader, list, "policies must be a list");
	for (const struct json_value *item = list->first; item; item = item->next)
		if (!read_source(reader, item, &policies[out_set->count++]))
			return false;
	return true;
}

static bool read_optional_set(struct reader *reader, const struct json_value *list,
			      const struct policy_set **out_set)
{
	struct policy_set *set = arena_new(reader->arena, struct policy_set);

	*out_set = is_there(list) ? set : NULL;
	return read_set(reader, list, set);
}

static bool read_levels(struct reader *reader, const struct json_value *list,
			struct policy_levels *out_levels)
{
	size_t count = is_there(list) ? list->len : 0;
	struct policy_level *levels = arena_array(reader->arena, count, sizeof(*levels));

	*out_levels = (struct policy_levels){ levels, 0 };
	if (!is_there(list))
		return true;
	if (list->kind != JSON_ARRAY)
		return refuse(reader, list, "levels must be a list");
	for (const struct json_value *item = list->first; item; item = item->next) {
		struct policy_level *level = &levels[out_levels->count++];

		level->id = json_get_string(item, "orgIdentifier");
		if (!read_set(reader, json_get(item, "policies"), &level->policies))
			return false;
	}
	return true;
}

static bool read_kind(struct reader *reader, const struct json_value *info,
		      struct policy_principal *principal)
{
	const char *kind = json_get_string(info, "kind");

	for (size_t i = 0; kind && i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].name, kind) == 0) {
			principal->kind = kinds[i].kind;
			principal->is_service_linked = strcmp(kind, "slr") == 0;
			return true;
		}
	}
	return refuse(reader, info, "the principal's kind is not known");
}

static bool read_principal(struct reader *reader, const struct json_value *value,
			   struct policy_principal *principal)
{
	const struct json_value *info = json_get(value, "principalInfo");
	const char *manager = json_get_string(json_get(value, "org"), "managementAccount");
	struct policy_arn arn;

	if (!is_there(info))
		return refuse(reader, value, "principalInfo is needed");
	if (!read_kind(reader, info, principal))
		return false;
	principal->arn = json_get_string(json_get(value, "request"), "principal");
	principal->has_boundary = is_there(json_get(value, "permissionBoundaryPolicies"));
	principal->issuer_arn = json_get_string(info, "roleArn");
	if (!principal->issuer_arn)
		principal->issuer_arn = json_get_string(info, "issuerArn");
	if (!principal->arn)
		return true;
	arn = policy_arn_split(principal->arn, strlen(principal->arn), false);
	if (!policy_arn_is_valid(&arn))
		return true;
	principal->account_id = arena_strndup(reader->arena, arn.segment[POLICY_ARN_ACCOUNT],
					      arn.len[POLICY_ARN_ACCOUNT]);
	principal->is_management_account = manager && strcmp(principal->account_id, manager) == 0;
	return true;
}

static bool read_context(struct reader *reader, const struct json_value *object,
			 const struct policy_context **out_context)
{
	struct policy_context *context = arena_new(reader->arena, struct policy_context);

	*out_context = context;
	policy_context_init(context, reader->arena);
	if (!is_there(object))
		return true;
	if (object->kind != JSON_OBJECT)
		return refuse(reader, object, "the context must be an object");
	for (const struct json_value *key = object->first; key; key = key->next) {
		const char **values = arena_array(reader->arena, key->len, sizeof(*values));
		size_t count = 0;

		if (key->kind != JSON_ARRAY) {
			policy_context_add(context, key->key, key->text);
			continue;
		}
		for (const struct json_value *item = key->first; item; item = item->next)
			values[count++] = item->text ? item->text : "";
		policy_context_add_list(context, key->key, values, count);
	}
	return true;
}

/* Policies of roles are trust policies, the one of Organizations is its delegation policy. */
static enum policy_resource_kind kind_of_policy(const char *action)
{
	if (strncmp(action, "sts:", 4) == 0)
		return POLICY_RESOURCE_TRUST;
	if (strncmp(action, "organizations:", 14) == 0)
		return POLICY_RESOURCE_DELEGATION;
	if (strncmp(action, "kms:", 4) == 0)
		return POLICY_RESOURCE_KEY;
	return POLICY_RESOURCE_PLAIN;
}

static bool read_resource_policy(struct reader *reader, const struct json_value *document,
				 struct policy_request *request)
{
	struct policy_resource_policy *policy =
		arena_new(reader->arena, struct policy_resource_policy);

	if (!is_there(document))
		return true;
	policy->kind = kind_of_policy(request->action);
	request->resource_policy = policy;
	return read_source(reader, document, &policy->source);
}

static bool read_policies(struct reader *reader, const struct json_value *value,
			  struct policy_request *request)
{
	return read_levels(reader, json_get(value, "serviceControlPolicies"), &request->scp) &&
	       read_levels(reader, json_get(value, "resourceControlPolicies"), &request->rcp) &&
	       read_set(reader, json_get(value, "identityPolicies"), &request->identity) &&
	       read_optional_set(reader, json_get(value, "permissionBoundaryPolicies"),
				 &request->boundary) &&
	       read_optional_set(reader, json_get(value, "sessionPolicies"), &request->session) &&
	       read_resource_policy(reader, json_get(value, "resourcePolicy"), request);
}

bool policy_case_read(struct arena *arena, const struct json_value *value, struct fault *fault,
		      struct policy_case *out_case)
{
	struct reader reader = { arena, fault };
	const struct json_value *input = json_get(value, "request");
	const struct json_value *resource = json_get(input, "resource");
	const char *id = json_get_string(value, "id");
	struct policy_request request = {
		.action = json_get_string(input, "action"),
		.resource = json_get_string(resource, "arn"),
		.resource_account = json_get_string(resource, "accountId"),
	};

	if (!request.action || !request.resource)
		return refuse(&reader, value,
			      "request needs an action and a resource with its arn");
	if (!read_principal(&reader, value, &request.principal) ||
	    !read_context(&reader, json_get(input, "context"), &request.context) ||
	    !read_policies(&reader, value, &request))
		return false;
	/* The organization's features are the other half of AssumeRoot, not a policy. */
	request.service_grants = strcmp(request.action, "sts:AssumeRoot") == 0;
	*out_case = (struct policy_case){ id ? id : "", request };
	return true;
}

bool policy_case_condition(struct arena *arena, const struct json_value *value, struct fault *fault,
			   bool *out_holds)
{
	struct reader reader = { arena, fault };
	const struct json_value *block = json_get(value, "condition");
	const char *version = json_get_string(value, "version");
	const char *effect = json_get_string(value, "effect");
	unsigned flags = version && strcmp(version, "2012-10-17") == 0 ? POLICY_TEXT_VARIABLES : 0;
	bool is_deny = effect && strcmp(effect, "Deny") == 0;
	struct policy_statement statement = { .effect = is_deny ? POLICY_DENY : POLICY_ALLOW };
	struct policy_scratch scratch = { .arena = arena };
	const struct policy_context *context;

	if (!is_there(block) || !policy_elements_conditions(arena, block, flags, &statement))
		return refuse(&reader, value, "condition must be an object of operators");
	if (!read_context(&reader, json_get(value, "context"), &context))
		return false;
	*out_holds = true;
	for (uint32_t i = 0; i < statement.condition_count; i++)
		if (!policy_condition_holds(&statement.conditions[i], context, statement.effect,
					    &scratch))
			*out_holds = false;
	return true;
}
