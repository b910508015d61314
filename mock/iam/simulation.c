#include "mock/iam/simulation.h"

#include <string.h>
#include <strings.h>

#include "mock/arn.h"
#include "mock/iam/handlers.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"
#include "mock/organizations/lookup.h"
#include "policy/evaluate.h"

/*
 * SimulateCustomPolicy, SimulatePrincipalPolicy and the search for condition
 * keys. The same engine decides as for real requests.
 */

/* One simulation: the parts of both operations' inputs, and what was made of them. */
struct simulation {
	const struct iam_action_name_list_type *actions;
	const struct iam_resource_name_list_type *resources;
	const struct iam_context_entry_list_type *entries;
	struct iam_simulation_set policies, boundary, resource; /* resource: one or none */
	const char *resource_account;                           /* whose the resources are */
	bool has_boundary;
	struct policy_principal principal;
	struct policy_levels scp;
	bool has_organization; /* OrganizationsDecisionDetail is shown */
	struct policy_context context;
	const char **missing; /* keys that the policies name and the request does not give */
	size_t missing_count;
};

static void fill_context(struct call *call, struct simulation *simulation)
{
	policy_context_init(&simulation->context, call->arena);
	for (size_t i = 0; i < simulation->entries->len; i++) {
		const struct iam_context_entry *entry = &simulation->entries->items[i];
		const char *type = entry->context_key_type ? entry->context_key_type : "string";
		if (!entry->context_key_name)
			continue; /* AWS's model does not require it */
		if (strstr(type, "List"))
			policy_context_add_list(&simulation->context, entry->context_key_name,
						entry->context_key_values.items,
						entry->context_key_values.len);
		else if (entry->context_key_values.len)
			policy_context_add(&simulation->context, entry->context_key_name,
					   entry->context_key_values.items[0]);
	}
}

static bool is_missing(const struct simulation *simulation, const char *key)
{
	if (policy_context_get(&simulation->context, key))
		return false;
	for (size_t i = 0; i < simulation->missing_count; i++) {
		if (strcasecmp(simulation->missing[i], key) == 0)
			return false;
	}
	return true;
}

/* The keys that the policies name and the request does not give, each once. */
static void find_missing(struct call *call, struct simulation *simulation)
{
	const char **keys = NULL, **more = NULL;
	size_t count = iam_simulation_keys(call, &simulation->policies, &keys);
	size_t more_count = iam_simulation_keys(call, &simulation->resource, &more);

	simulation->missing = arena_array(call->arena, count + more_count, sizeof(char *));
	for (size_t i = 0; i < count + more_count; i++) {
		const char *key = i < count ? keys[i] : more[i - count];
		if (is_missing(simulation, key))
			simulation->missing[simulation->missing_count++] = key;
	}
}

/* The policy of the resources; who asks must be said with it where nobody's policies are asked for
 * (documented). */
static enum api_status read_resource_policy(struct call *call, struct simulation *simulation,
					    const char *text, const char *owner)
{
	simulation->resource_account = simulation->principal.account_id;
	if (owner && arn_account(call->arena, owner))
		simulation->resource_account = arn_account(call->arena, owner);
	if (!text)
		return API_OK;
	if (!simulation->principal.arn)
		return call_fail(call, &iam_invalid_input,
				 "CallerArn must be specified with ResourcePolicy.");
	IAM_TRY(iam_simulation_add(call, &simulation->resource, "ResourcePolicy", &text, 1));
	simulation->resource.sources[0].name = "ResourcePolicy";
	return API_OK;
}

/* The SCPs over the caller's account, parsed. */
static void fill_levels(struct call *call, struct simulation *simulation)
{
	const struct lookup_chain chain =
		lookup_policy_chain(call, call->principal->account_id, "SERVICE_CONTROL_POLICY");
	struct policy_level *levels = arena_array(call->arena, chain.level_count, sizeof(*levels));
	struct fault fault;

	for (size_t i = 0; i < chain.level_count; i++) {
		const struct lookup_level *from = &chain.levels[i];
		struct policy_source *sources =
			arena_array(call->arena, from->policy_count, sizeof(*sources));
		for (size_t j = 0; j < from->policy_count; j++) {
			const char *text = from->policies[j].content;
			sources[j].arn = from->policies[j].arn;
			if (!policy_document_parse(call->arena, text, strlen(text), &fault,
						   &sources[j].document))
				sources[j].document = NULL;
		}
		levels[i].id = from->target_id;
		levels[i].policies = (struct policy_set){ sources, from->policy_count };
	}
	simulation->scp = (struct policy_levels){ levels, chain.level_count };
}

static bool begins_character(const char *byte)
{
	return ((uint8_t)*byte & 0xc0) != 0x80;
}

/* The line and column behind a brace, as AWS counts them (recorded for ASCII). */
static const struct iam_position *position_behind(struct call *call, const char *text,
						  const char *brace)
{
	int64_t line = 1, column = 2;
	for (; text < brace; text++) {
		line += *text == '\n';
		column = *text == '\n' ? 2 : column + begins_character(text);
	}
	struct iam_position position = { api_integer(line), api_integer(column) };
	return IAM_KEEP(position);
}

/* The character at a line and column, from 1. */
static const char *text_at(const char *text, uint32_t line, uint32_t column)
{
	for (; line > 1 && *text; text++)
		line -= *text == '\n';
	for (; column > 1 && *text; text++)
		column -= begins_character(text + 1);
	return text;
}

/* The brace that closes the one at the start of @text. */
static const char *closing_brace(const char *text)
{
	int depth = 0;
	bool in_string = false;
	for (; *text; text++) {
		if (in_string && *text == '\\' && text[1])
			text++;
		else if (*text == '"')
			in_string = !in_string;
		else if (!in_string && *text == '{')
			depth++;
		else if (!in_string && *text == '}' && --depth == 0)
			break;
	}
	return text;
}

/* The text a finding is about; NULL if it is of a policy that answers do not tell of. */
static const char *text_of(const struct simulation *simulation,
			   const struct policy_finding *finding)
{
	if (finding->layer == POLICY_LAYER_IDENTITY)
		return simulation->policies.texts[finding->source - simulation->policies.sources];
	return finding->layer == POLICY_LAYER_RESOURCE ? simulation->resource.texts[0] : NULL;
}

/* Statements of the identity and resource policies that took part in the decision. */
static struct iam_statement_list_type matched(struct call *call,
					      const struct simulation *simulation,
					      const struct policy_decision *decision)
{
	struct iam_statement_list_type list = { .is_set = true };
	list.items = arena_array(call->arena, decision->finding_count, sizeof(*list.items));
	for (size_t i = 0; i < decision->finding_count; i++) {
		const struct policy_finding *finding = &decision->findings[i];
		const char *text = text_of(simulation, finding);
		if (!text)
			continue;
		const char *start =
			text_at(text, finding->statement->line, finding->statement->column);
		list.items[list.len++] = (struct iam_statement){
			.source_policy_id = finding->source->name,
			.source_policy_type = finding->layer == POLICY_LAYER_IDENTITY
						      ? "IAM Policy"
						      : "Resource Policy",
			.start_position = position_behind(call, text, start),
			.end_position = position_behind(call, text, closing_brace(start)),
		};
	}
	return list;
}

static const char *decision_word(const struct policy_decision *decision)
{
	if (decision->verdict == POLICY_ALLOWED)
		return "allowed";
	return decision->verdict == POLICY_EXPLICITLY_DENIED ? "explicitDeny" : "implicitDeny";
}

/* Whether the organization's policies, or the boundary, stand in the way. */
static bool lacks(const struct policy_decision *decision, enum policy_layer layer)
{
	for (size_t i = 0; i < decision->gap_count; i++) {
		if (decision->gaps[i].layer == layer)
			return true;
	}
	return decision->verdict == POLICY_EXPLICITLY_DENIED && decision->layer == layer;
}

static void show_layers(struct call *call, const struct simulation *simulation,
			const struct policy_decision *decision,
			struct iam_evaluation_result *result)
{
	struct iam_organizations_decision_detail organization = {
		api_boolean(!lacks(decision, POLICY_LAYER_SCP)),
	};
	struct iam_permissions_boundary_decision_detail boundary = {
		api_boolean(!lacks(decision, POLICY_LAYER_BOUNDARY)),
	};
	if (simulation->has_organization)
		result->organizations_decision_detail = IAM_KEEP(organization);
	if (simulation->has_boundary)
		result->permissions_boundary_decision_detail = IAM_KEEP(boundary);
}

static struct iam_evaluation_result evaluate(struct call *call, const struct simulation *simulation,
					     const char *action, const char *resource)
{
	const struct policy_set boundary = { simulation->boundary.sources,
					     simulation->boundary.count };
	struct policy_resource_policy resource_policy = { .kind = POLICY_RESOURCE_PLAIN };
	struct policy_request request = {
		.principal = simulation->principal,
		.action = action,
		.resource = resource,
		.resource_account = simulation->resource_account,
		.context = &simulation->context,
		.scp = simulation->scp,
		.identity = { simulation->policies.sources, simulation->policies.count },
		.boundary = simulation->has_boundary ? &boundary : NULL,
	};
	struct policy_decision decision;

	if (simulation->resource.count) {
		resource_policy.source = simulation->resource.sources[0];
		request.resource_policy = &resource_policy;
	}
	policy_explain(&request, call->arena, &decision);
	struct iam_evaluation_result result = {
		.eval_action_name = action,
		.eval_resource_name = resource,
		.eval_decision = decision_word(&decision),
		.matched_statements = matched(call, simulation, &decision),
		.eval_decision_details.is_set = true,
	};
	IAM_LIST(result.missing_context_values, simulation->missing, simulation->missing_count);
	show_layers(call, simulation, &decision, &result);
	struct iam_resource_specific_result specific = {
		.eval_resource_name = resource,
		.eval_resource_decision = result.eval_decision,
		.matched_statements = result.matched_statements,
		.missing_context_values = result.missing_context_values,
		.permissions_boundary_decision_detail = result.permissions_boundary_decision_detail,
	};
	if (simulation->resources->len)
		IAM_LIST(result.resource_specific_results, IAM_KEEP(specific), 1);
	return result;
}

/* One result for each action and resource; without resources the resource is "*" (documented). */
static struct iam_evaluation_results_list_type evaluate_all(struct call *call,
							    const struct simulation *simulation,
							    struct iam_page *page)
{
	size_t resources = simulation->resources->len ? simulation->resources->len : 1;
	size_t total = simulation->actions->len * resources;
	size_t first = (size_t)page->offset < total ? (size_t)page->offset : total;
	size_t count = total - first;
	struct iam_evaluation_results_list_type list = { .is_set = true };

	iam_page_close(call, page, NULL, 0, &count);
	list.items = arena_array(call->arena, count, sizeof(*list.items));
	for (; list.len < count; list.len++) {
		size_t place = first + list.len;
		const char *resource = simulation->resources->len
					       ? simulation->resources->items[place % resources]
					       : "*";
		list.items[list.len] = evaluate(
			call, simulation, simulation->actions->items[place / resources], resource);
	}
	return list;
}

/* The members both inputs share go into the simulation. */
#define SIMULATE_INPUT(simulation)                                                           \
	do {                                                                                 \
		(simulation).actions = &in->action_names;                                    \
		(simulation).resources = &in->resource_arns;                                 \
		(simulation).entries = &in->context_entries;                                 \
		IAM_TRY(iam_simulation_add(call, &(simulation).policies, "PolicyInputList",  \
					   in->policy_input_list.items,                      \
					   in->policy_input_list.len));                      \
		IAM_TRY(iam_simulation_add(call, &(simulation).boundary,                     \
					   "PermissionsBoundaryPolicyInputList",             \
					   in->permissions_boundary_policy_input_list.items, \
					   in->permissions_boundary_policy_input_list.len)); \
		(simulation).has_boundary |= (simulation).boundary.count > 0;                \
		IAM_TRY(read_resource_policy(call, &(simulation), in->resource_policy,       \
					     in->resource_owner));                           \
	} while (0)

#define SIMULATE_OUTPUT(simulation)                                                 \
	do {                                                                        \
		struct iam_page page;                                               \
		IAM_PAGE_OPEN_NUMBERED(page);                                       \
		fill_context(call, &(simulation));                                  \
		find_missing(call, &(simulation));                                  \
		out->evaluation_results = evaluate_all(call, &(simulation), &page); \
		out->is_truncated = page.is_truncated;                              \
		out->marker = page.marker;                                          \
	} while (0)

IAM_HANDLER(simulate_custom_policy)
{
	const char *account = in->caller_arn ? arn_account(call->arena, in->caller_arn) : NULL;
	struct simulation simulation = {
		.principal = {
			.kind = POLICY_USER,
			.arn = in->caller_arn,
			.account_id = account ? account : call->principal->account_id,
		},
	};

	SIMULATE_INPUT(simulation);
	SIMULATE_OUTPUT(simulation);
	return API_OK;
}

IAM_HANDLER(simulate_principal_policy)
{
	struct iam_simulation_principal source;

	IAM_TRY(iam_simulation_principal(call, in->policy_source_arn, &source));
	struct simulation simulation = {
		.policies = source.policies,
		.has_organization = true,
		.principal = {
			.kind = source.entity.kind == IAM_ROLE ? POLICY_ROLE_SESSION : POLICY_USER,
			.arn = in->caller_arn ? in->caller_arn : source.entity.arn,
			.account_id = call->principal->account_id,
			.unique_id = source.entity.id,
			.issuer_arn = source.entity.arn,
			.is_management_account = call->principal->is_management_account,
			.has_boundary = source.entity.boundary_arn != NULL,
		},
	};
	SIMULATE_INPUT(simulation);
	if (source.entity.boundary_arn && !simulation.has_boundary) {
		iam_simulation_add_managed(call, &simulation.boundary, source.entity.boundary_arn);
		simulation.has_boundary = true;
	}
	fill_levels(call, &simulation);
	SIMULATE_OUTPUT(simulation);
	return API_OK;
}

IAM_HANDLER(get_context_keys_for_custom_policy)
{
	struct iam_simulation_set set = { 0 };
	const char **keys = NULL;

	IAM_TRY(iam_simulation_add(call, &set, "PolicyInputList", in->policy_input_list.items,
				   in->policy_input_list.len));
	size_t count = iam_simulation_keys(call, &set, &keys);
	IAM_LIST(out->context_key_names, keys, count);
	return API_OK;
}

IAM_HANDLER(get_context_keys_for_principal_policy)
{
	struct iam_simulation_principal source;
	const char **keys = NULL;

	IAM_TRY(iam_simulation_principal(call, in->policy_source_arn, &source));
	IAM_TRY(iam_simulation_add(call, &source.policies, "PolicyInputList",
				   in->policy_input_list.items, in->policy_input_list.len));
	size_t count = iam_simulation_keys(call, &source.policies, &keys);
	IAM_LIST(out->context_key_names, keys, count);
	return API_OK;
}
