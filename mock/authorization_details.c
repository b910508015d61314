#include "mock/authorization_details.h"

#include <string.h>

#include "mock/condition.h"
#include "mock/organizations/lookup.h"
#include "mock/question.h"
#include "model/iam_toolbox_api.h"
#include "model/json.h"
#include "policy/control.h"
#include "wire/digest.h"

enum {
	EVALUATIONS_MAX = 64,
	POLICIES_MAX = 256,
	TEXT_MAX = 48 * 1024,
	URI_LEN = 25, /* of a policy without an ARN */
};

/* The answer while it grows. */
struct answer {
	struct call *call;
	struct policy_context common; /* the keys that all evaluations share */
	struct iam_toolbox_get_request_authorization_details_out out;
	struct iam_toolbox_evaluation *evaluations;
	struct iam_toolbox_policy_info *policies;
	bool is_too_large;
};

static const char *const policy_types[] = {
	[POLICY_LAYER_RCP] = "RESOURCE_CONTROL_POLICY",
	[POLICY_LAYER_SCP] = "SERVICE_CONTROL_POLICY",
	[POLICY_LAYER_RESOURCE] = "RESOURCE_BASED_POLICY",
	[POLICY_LAYER_IDENTITY] = "IDENTITY_BASED_POLICY",
	[POLICY_LAYER_BOUNDARY] = "PERMISSIONS_BOUNDARY",
	[POLICY_LAYER_SESSION] = "SESSION_POLICY",
};

/* "text" or ["text", ...]: a document (assumed that only multivalued keys are arrays). */
static const char *value_of(struct arena *arena, const struct policy_context_entry *entry)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 64);
	json_writer_init(&json, &text, false);
	if (entry->multivalued)
		json_open_array(&json);
	for (uint32_t i = 0; i < entry->value_count; i++)
		json_string(&json, policy_context_value(entry, i));
	if (entry->multivalued)
		json_close_array(&json);
	return text.data;
}

/* The keys of @context that are not in @common, which may be NULL. */
static struct iam_toolbox_authorization_context keys_of(struct arena *arena,
							const struct policy_context *context,
							const struct policy_context *common)
{
	struct iam_toolbox_authorization_context keys = { .is_set = true };

	policy_context_fill(context);
	keys.items = arena_array(arena, context->count, sizeof(*keys.items));
	for (uint32_t i = 0; i < context->count; i++) {
		const struct policy_context_entry *entry = &context->entries[i];

		if (entry->value_count && !(common && policy_context_find(common, &entry->key)))
			keys.items[keys.len++] = (struct iam_toolbox_authorization_context_entry){
				entry->key.name, value_of(arena, entry)
			};
	}
	return keys;
}

/* What a policy of a layer is attached to. */
static const char *attached_to(struct answer *answer, const struct question *question,
			       enum policy_layer layer, const struct policy_level *level)
{
	struct lookup_organization organization;
	const char *kind = "account";

	if (layer == POLICY_LAYER_RESOURCE)
		return question->request.resource;
	if (!level)
		return answer->call->principal->policy_arn;
	if (!lookup_organization_of(answer->call,
				    layer == POLICY_LAYER_RCP ? question->request.resource_account
							      : answer->call->principal->account_id,
				    &organization))
		return NULL;
	if (strncmp(level->id, "r-", 2) == 0)
		kind = "root";
	else if (strncmp(level->id, "ou-", 3) == 0)
		kind = "ou";
	return lookup_arn(answer->call, &organization, kind, level->id);
}

/* An ARN; a policy that has none is called by a text that tells nothing of it (assumed). */
static const char *uri_of(struct arena *arena, const struct policy_source *source,
			  enum policy_layer layer, const char *place)
{
	char hex[SHA256_HEX_LEN + 1];
	const char *text;

	if (source->arn)
		return source->arn;
	text = arena_printf(arena, "%s %s %s", policy_types[layer], place ? place : "",
			    source->name ? source->name : "");
	sha256_hex(text, strlen(text), hex);
	return arena_strndup(arena, hex, URI_LEN);
}

static struct iam_toolbox_policy_info *policy_named(struct answer *answer, const char *uri,
						    const char *type)
{
	struct iam_toolbox_policy_info *policy;

	for (size_t i = 0; i < answer->out.policies.len; i++) {
		policy = &answer->policies[i];
		if (strcmp(policy->uri, uri) == 0 && strcmp(policy->type, type) == 0)
			return policy;
	}
	if (answer->out.policies.len == POLICIES_MAX) {
		answer->is_too_large = true;
		return NULL;
	}
	policy = &answer->policies[answer->out.policies.len++];
	policy->uri = uri;
	policy->type = type;
	return policy;
}

static void attach(struct arena *arena, struct iam_toolbox_policy_info *policy, const char *arn)
{
	struct iam_toolbox_attached_to_list *list = &policy->attached_to;
	struct iam_toolbox_attached_to *items;

	for (size_t i = 0; i < list->len; i++)
		if (strcmp(list->items[i].arn, arn) == 0)
			return;
	items = arena_array(arena, list->len + 1, sizeof(*items));
	if (list->len)
		memcpy(items, list->items, list->len * sizeof(*items));
	items[list->len++] = (struct iam_toolbox_attached_to){ arn };
	list->items = items;
	list->is_set = true;
}

static void add_set(struct answer *answer, const struct question *question, enum policy_layer layer,
		    const struct policy_level *level, const struct policy_set *set)
{
	const char *place = attached_to(answer, question, layer, level);

	for (size_t i = 0; set && i < set->count; i++) {
		const struct policy_source *source = &set->policies[i];
		struct iam_toolbox_policy_info *policy =
			policy_named(answer, uri_of(answer->call->arena, source, layer, place),
				     policy_types[layer]);

		if (!policy)
			return;
		policy->inline_ = api_boolean(!source->arn);
		if (place)
			attach(answer->call->arena, policy, place);
	}
}

static void add_levels(struct answer *answer, const struct question *question,
		       enum policy_layer layer, struct policy_levels levels)
{
	for (size_t i = 0; i < levels.count; i++)
		add_set(answer, question, layer, &levels.levels[i], &levels.levels[i].policies);
}

static void add_policies(struct answer *answer, const struct question *question)
{
	const struct policy_request *request = &question->request;

	add_set(answer, question, POLICY_LAYER_IDENTITY, NULL, &request->identity);
	add_set(answer, question, POLICY_LAYER_BOUNDARY, NULL, request->boundary);
	add_set(answer, question, POLICY_LAYER_SESSION, NULL, request->session);
	if (request->resource_policy && request->resource_policy->source.document)
		add_set(answer, question, POLICY_LAYER_RESOURCE, NULL,
			&(struct policy_set){ &request->resource_policy->source, 1 });
	add_levels(answer, question, POLICY_LAYER_SCP, policy_control_scp(request));
	add_levels(answer, question, POLICY_LAYER_RCP, policy_control_rcp(request));
}

/* The policy among those that matched; its statements have room for all findings. */
static struct iam_toolbox_matched_policy *matched_named(
	struct arena *arena, struct iam_toolbox_matched_policy_list *list, const char *uri,
	size_t room)
{
	struct iam_toolbox_matched_policy *items = list->items;
	struct iam_toolbox_matched_policy *made;

	for (size_t i = 0; i < list->len; i++)
		if (strcmp(items[i].uri, uri) == 0)
			return &items[i];
	made = &items[list->len++];
	made->uri = uri;
	made->matched_statements.is_set = true;
	made->matched_statements.items =
		arena_array(arena, room, sizeof(*made->matched_statements.items));
	return made;
}

/* The same policy may match at several levels; its statement is told once. */
static bool is_told(const struct policy_decision *decision, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (decision->findings[i].statement == decision->findings[index].statement &&
		    decision->findings[i].layer == decision->findings[index].layer)
			return true;
	return false;
}

/* An implicit denial has no matched policies (documented). */
static struct iam_toolbox_matched_policy_list matched(struct answer *answer,
						      const struct question *question,
						      const struct policy_decision *decision)
{
	struct iam_toolbox_matched_policy_list list = { .is_set = true };
	struct arena *arena = answer->call->arena;

	list.items = arena_array(arena, decision->finding_count, sizeof(*list.items));
	if (decision->verdict == POLICY_IMPLICITLY_DENIED)
		return list;
	for (size_t i = 0; i < decision->finding_count; i++) {
		const struct policy_finding *finding = &decision->findings[i];
		const char *place = attached_to(answer, question, finding->layer, finding->level);
		struct iam_toolbox_matched_policy *policy;

		if (is_told(decision, i))
			continue;
		policy = matched_named(arena, &list,
				       uri_of(arena, finding->source, finding->layer, place),
				       decision->finding_count);
		policy->matched_statements.items[policy->matched_statements.len++] =
			(struct iam_toolbox_matched_statement){
				finding->statement->sid,
				finding->effect == POLICY_DENY ? "DENY" : "ALLOW",
			};
	}
	return list;
}

static void add_evaluation(struct answer *answer, const struct question *question)
{
	static const char *const effects[] = {
		[POLICY_IMPLICITLY_DENIED] = "IMPLICIT_DENY",
		[POLICY_EXPLICITLY_DENIED] = "EXPLICIT_DENY",
		[POLICY_ALLOWED] = "ALLOW",
	};
	struct policy_decision decision;

	if (answer->out.evaluations.len == EVALUATIONS_MAX) {
		answer->is_too_large = true;
		return;
	}
	policy_explain(&question->request, answer->call->arena, &decision);
	answer->evaluations[answer->out.evaluations.len++] = (struct iam_toolbox_evaluation){
		.action = question->request.action,
		.resource = question->request.resource,
		.context = keys_of(answer->call->arena, &question->context, &answer->common),
		.evaluated_effect = effects[decision.verdict],
		.matched_policies = matched(answer, question, &decision),
	};
	add_policies(answer, question);
}

static void add_line(struct answer *answer, struct policy_cache *cache, const void *input,
		     const struct api_authorize *line)
{
	for (size_t i = 0; i < line->resource_count; i++) {
		struct question question = {
			.call = answer->call,
			.cache = cache,
			.input = input,
			.line = line,
		};

		question_fill(&question, &line->resources[i]);
		add_evaluation(answer, &question);
	}
}

static void start(struct answer *answer, struct exchange *exchange, struct policy_cache *cache)
{
	struct arena *arena = exchange->call.arena;

	*answer = (struct answer){ .call = &exchange->call };
	policy_context_init(&answer->common, arena);
	condition_add_caller(&answer->common, answer->call, cache);
	answer->evaluations = arena_array(arena, EVALUATIONS_MAX, sizeof(*answer->evaluations));
	answer->policies = arena_array(arena, POLICIES_MAX, sizeof(*answer->policies));
	answer->out.request_context = keys_of(arena, &answer->common, NULL);
	answer->out.evaluations.is_set = true;
	answer->out.evaluations.items = answer->evaluations;
	answer->out.policies.is_set = true;
	answer->out.policies.items = answer->policies;
}

const char *authorization_details_text(struct exchange *exchange, struct policy_cache *cache)
{
	const struct api_operation *operation = exchange->operation;
	struct json_writer json;
	struct answer answer;
	struct buffer text;

	start(&answer, exchange, cache);
	for (size_t i = 0; i < operation->authorize_count; i++) {
		const struct api_authorize *line = &operation->authorize[i];

		if (question_is_needed(&exchange->call, line, exchange->input))
			add_line(&answer, cache, exchange->input, line);
	}
	buffer_init(&text, exchange->call.arena, 4096);
	json_writer_init(&json, &text, false);
	json_write_structure(
		exchange->call.arena, &json,
		iam_toolbox_operations[IAM_TOOLBOX_GET_REQUEST_AUTHORIZATION_DETAILS].output,
		&answer.out);
	return answer.is_too_large || text.len > TEXT_MAX ? NULL : text.data;
}
