#include "policy/statement.h"

#include <string.h>

/* An action longer than any that exists is cut: it still matches "*" and prefixes only. */
static void prepare_action(const char *action, struct policy_prepared *prepared)
{
	size_t len = strlen(action);

	prepared->action_len = len < POLICY_ACTION_MAX ? len : POLICY_ACTION_MAX;
	memcpy(prepared->action, action, prepared->action_len);
	policy_lower_ascii(prepared->action, prepared->action_len);
}

static void prepare_resource(const char *resource, struct policy_prepared *prepared)
{
	struct policy_arn *arn = &prepared->resource;

	*arn = policy_arn_split(resource, strlen(resource), false);
	prepared->resource_is_arn = arn->count == POLICY_ARN_SEGMENTS;
	if (!prepared->resource_is_arn || arn->len[POLICY_ARN_SERVICE] > sizeof(prepared->service))
		return;
	memcpy(prepared->service, arn->segment[POLICY_ARN_SERVICE], arn->len[POLICY_ARN_SERVICE]);
	policy_lower_ascii(prepared->service, arn->len[POLICY_ARN_SERVICE]);
	arn->segment[POLICY_ARN_SERVICE] = prepared->service;
}

void policy_prepare(const struct policy_request *request, struct policy_prepared *out_prepared)
{
	out_prepared->request = request;
	out_prepared->arena = (struct arena){ 0 };
	out_prepared->scratch.arena = &out_prepared->arena;
	prepare_action(request->action, out_prepared);
	prepare_resource(request->resource, out_prepared);
}

void policy_prepared_done(struct policy_prepared *prepared)
{
	arena_done(&prepared->arena);
}

static bool action_applies(const struct policy_statement *statement,
			   const struct policy_prepared *prepared)
{
	for (uint32_t i = 0; i < statement->action_count; i++)
		if (policy_pattern_matches(&statement->actions[i], prepared->action,
					   prepared->action_len))
			return !statement->not_actions;
	return statement->not_actions;
}

/* The last segment of a pattern whose text has variables. */
static bool tail_matches(const struct policy_resource *resource, struct policy_prepared *prepared)
{
	const struct policy_arn *arn = &prepared->resource;
	struct policy_span span;

	return policy_text_expand(resource->tail, prepared->request->context, &prepared->scratch,
				  &span) &&
	       policy_glob_matches(span.text, span.len, arn->segment[POLICY_ARN_RESOURCE],
				   arn->len[POLICY_ARN_RESOURCE]);
}

static bool resource_matches(const struct policy_resource *resource,
			     struct policy_prepared *prepared, bool pads)
{
	size_t reach;

	if (resource->pattern.any)
		return true;
	if (!prepared->resource_is_arn)
		return false;
	reach = policy_arn_pattern_reach(&resource->pattern, pads);
	if (!reach)
		return false;
	if (!resource->tail)
		return policy_arn_pattern_covers(&resource->pattern, &prepared->resource, reach);
	return policy_arn_pattern_covers(&resource->pattern, &prepared->resource,
					 POLICY_ARN_RESOURCE) &&
	       tail_matches(resource, prepared);
}

static bool resource_applies(const struct policy_statement *statement,
			     struct policy_prepared *prepared, bool pads)
{
	/* Trust policies have no Resource: they apply to the role they are on. */
	if (!statement->has_resources)
		return true;
	for (uint32_t i = 0; i < statement->resource_count; i++)
		if (resource_matches(&statement->resources[i], prepared, pads))
			return !statement->not_resources;
	return statement->not_resources;
}

bool policy_statement_applies(const struct policy_statement *statement,
			      struct policy_prepared *prepared, bool pads)
{
	if (!action_applies(statement, prepared) || !resource_applies(statement, prepared, pads))
		return false;
	for (uint32_t i = 0; i < statement->condition_count; i++)
		if (!policy_condition_holds(&statement->conditions[i], prepared->request->context,
					    statement->effect, &prepared->scratch))
			return false;
	return true;
}
