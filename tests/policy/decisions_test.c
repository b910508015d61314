#include "tests/policy/lines.h"

#include <string.h>

#include "policy/evaluate.h"

enum { DECISION_ROWS = 1500 };

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
};

static struct policy_set set_of(struct arena *arena, const struct json_value *list)
{
	size_t count = list->kind == JSON_ARRAY ? list->len : 0;
	struct policy_source *policies = arena_array(arena, count, sizeof(*policies));
	struct policy_set set = { policies, 0 };

	for (const struct json_value *item = list->first; item; item = item->next)
		policies[set.count++].document = lines_document(arena, item);
	return set;
}

static const struct policy_set *optional_set(struct arena *arena, const struct json_value *list)
{
	struct policy_set *set;

	if (list->kind == JSON_NULL)
		return NULL;
	set = arena_new(arena, struct policy_set);
	*set = set_of(arena, list);
	return set;
}

static struct policy_levels levels_of(struct arena *arena, const struct json_value *list)
{
	struct policy_level *levels = arena_array(arena, list->len, sizeof(*levels));
	struct policy_levels result = { levels, list->len };
	size_t i = 0;

	for (const struct json_value *item = list->first; item; item = item->next, i++) {
		levels[i].id = json_get_string(item, "orgIdentifier");
		levels[i].policies = set_of(arena, json_get(item, "policies"));
	}
	return result;
}

static struct policy_principal principal_of(struct arena *arena, const struct json_value *row)
{
	const struct json_value *info = json_get(row, "principalInfo");
	const char *kind = json_get_string(info, "kind");
	struct policy_principal principal = {
		.arn = json_get_string(json_get(row, "request"), "principal"),
		.issuer_arn = json_get_string(info, "roleArn"),
		.is_service_linked = json_get(info, "serviceLinkedRole") != NULL,
		.has_boundary = json_get(row, "permissionBoundaryPolicies")->kind != JSON_NULL,
	};
	struct policy_arn arn = policy_arn_split(principal.arn, strlen(principal.arn), false);

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].name, kind) == 0)
			principal.kind = kinds[i].kind;
	if (!principal.issuer_arn)
		principal.issuer_arn = json_get_string(info, "issuerArn");
	principal.account_id =
		arena_strndup(arena, arn.segment[POLICY_ARN_ACCOUNT], arn.len[POLICY_ARN_ACCOUNT]);
	principal.is_management_account =
		strcmp(principal.account_id,
		       json_get_string(json_get(row, "org"), "managementAccount")) == 0;
	return principal;
}

static const struct policy_resource_policy *resource_policy_of(struct arena *arena,
							       const struct json_value *row)
{
	const struct json_value *document = json_get(row, "resourcePolicy");
	const char *action = json_get_string(json_get(row, "request"), "action");
	struct policy_resource_policy *policy;

	if (document->kind == JSON_NULL)
		return NULL;
	policy = arena_new(arena, struct policy_resource_policy);
	policy->source.document = lines_document(arena, document);
	if (strncmp(action, "sts:", 4) == 0)
		policy->kind = POLICY_RESOURCE_TRUST;
	if (strncmp(action, "organizations:", 14) == 0)
		policy->kind = POLICY_RESOURCE_DELEGATION;
	return policy;
}

static const char *check_decision(struct arena *arena, const struct json_value *row)
{
	const struct json_value *input = json_get(row, "request");
	const struct json_value *resource = json_get(input, "resource");
	const char *expected = json_get_string(row, "expected");
	const char *denied_by = json_get_string(row, "deniedBy");
	struct policy_context context;
	struct policy_request request = {
		.principal = principal_of(arena, row),
		.action = json_get_string(input, "action"),
		.resource = json_get_string(resource, "arn"),
		.resource_account = json_get_string(resource, "accountId"),
		.context = &context,
		.scp = levels_of(arena, json_get(row, "serviceControlPolicies")),
		.rcp = levels_of(arena, json_get(row, "resourceControlPolicies")),
		.identity = set_of(arena, json_get(row, "identityPolicies")),
		.boundary = optional_set(arena, json_get(row, "permissionBoundaryPolicies")),
		.session = optional_set(arena, json_get(row, "sessionPolicies")),
		.resource_policy = resource_policy_of(arena, row),
	};
	struct policy_decision decision, explained;

	/* The organization's features are the other half of AssumeRoot. */
	request.service_grants = strcmp(request.action, "sts:AssumeRoot") == 0;
	lines_context(arena, json_get(input, "context"), &context);
	policy_evaluate(&request, &decision);
	policy_explain(&request, arena, &explained);
	if (decision.verdict != explained.verdict || decision.layer != explained.layer)
		return "evaluate and explain disagree";
	if (strcmp(policy_verdict_name(decision.verdict), expected) != 0 ||
	    strcmp(policy_layer_name(decision.layer), denied_by ? denied_by : "") != 0)
		return arena_printf(arena, "%s by %s, expected %s by %s",
				    policy_verdict_name(decision.verdict),
				    policy_layer_name(decision.layer), expected,
				    denied_by ? denied_by : "none");
	return NULL;
}

static const struct {
	const char *name;
} rows[] = { { "every known request is decided, and by the policy that AWS names" } };

static void check_rows(void **state)
{
	UNUSED(state);
	lines_run("decisions.jsonl", check_decision, DECISION_ROWS);
}

int main(void)
{
	return check_table("policy/decisions", rows, check_rows);
}
