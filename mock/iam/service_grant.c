#include "mock/iam/service_grant.h"

#include <string.h>

/* How far an entry of Action reaches into a service. */
enum reach { REACHES_NOTHING, REACHES_SOMETHING, REACHES_ALL };

/* "s3:*" and "*" reach all of s3, "s3:Get*" something; the service may be a pattern too. */
static enum reach reach_of(const struct policy_pattern *action, const char *prefix)
{
	if (action->kind == POLICY_PATTERN_ANY)
		return REACHES_ALL;
	if (action->kind == POLICY_PATTERN_NEVER)
		return REACHES_NOTHING;
	const char *colon = memchr(action->text, ':', action->len);

	if (!colon || !policy_glob_matches(action->text, (size_t)(colon - action->text), prefix,
					   strlen(prefix)))
		return REACHES_NOTHING;
	const char *rest = colon + 1;
	size_t rest_len = action->len - (size_t)(rest - action->text);
	bool is_all = action->kind == POLICY_PATTERN_PREFIX
			      ? rest_len == 0
			      : rest_len == 1 && *rest == POLICY_WILDCARD_RUN;

	return is_all ? REACHES_ALL : REACHES_SOMETHING;
}

static enum reach statement_reach(const struct policy_statement *statement, const char *prefix)
{
	enum reach reach = REACHES_NOTHING;

	for (uint32_t i = 0; i < statement->action_count; i++) {
		enum reach one = reach_of(&statement->actions[i], prefix);

		if (one > reach)
			reach = one;
	}
	if (!statement->not_actions)
		return reach;
	return reach == REACHES_ALL       ? REACHES_NOTHING
	       : reach == REACHES_NOTHING ? REACHES_ALL
					  : REACHES_SOMETHING;
}

static bool is_for_every_resource(const struct policy_statement *statement)
{
	if (!statement->has_resources || statement->not_resources)
		return false;
	for (uint32_t i = 0; i < statement->resource_count; i++) {
		if (statement->resources[i].pattern.any)
			return true;
	}
	return false;
}

static bool denies_all(const struct policy_statement *statement, const char *prefix)
{
	return statement->effect == POLICY_DENY && statement->condition_count == 0 &&
	       is_for_every_resource(statement) &&
	       statement_reach(statement, prefix) == REACHES_ALL;
}

enum iam_service_grant iam_service_grant_of(const struct policy_document *document,
					    const char *prefix)
{
	enum iam_service_grant grant = IAM_SERVICE_UNMENTIONED;

	for (uint32_t i = 0; document && i < document->statement_count; i++) {
		const struct policy_statement *statement = &document->statements[i];

		if (denies_all(statement, prefix))
			return IAM_SERVICE_DENIED;
		if (statement->effect == POLICY_ALLOW &&
		    statement_reach(statement, prefix) != REACHES_NOTHING)
			grant = IAM_SERVICE_GRANTED;
	}
	return grant;
}

enum iam_service_grant iam_service_grant_of_set(const struct policy_set *set, const char *prefix)
{
	enum iam_service_grant grant = IAM_SERVICE_UNMENTIONED;

	for (size_t i = 0; i < set->count; i++) {
		enum iam_service_grant one =
			iam_service_grant_of(set->policies[i].document, prefix);

		if (one > grant)
			grant = one;
	}
	return grant;
}
