#include "mock/question.h"

#include <assert.h>
#include <string.h>

#include "mock/condition.h"
#include "mock/organizations/access.h"
#include "mock/organizations/lookup.h"
#include "mock/resource_policy.h"
#include "mock/session_policy.h"
#include "mock/sts/federated_identity.h"

static const enum policy_principal_kind principal_kinds[] = {
	[PRINCIPAL_ANONYMOUS] = POLICY_ANONYMOUS,
	[PRINCIPAL_ROOT] = POLICY_ROOT,
	[PRINCIPAL_USER] = POLICY_USER,
	[PRINCIPAL_USER_SESSION] = POLICY_USER,
	[PRINCIPAL_ROLE_SESSION] = POLICY_ROLE_SESSION,
	[PRINCIPAL_ROOT_SESSION] = POLICY_ASSUMED_ROOT,
	[PRINCIPAL_FEDERATED_SESSION] = POLICY_FEDERATED_SESSION,
	[PRINCIPAL_WEB_IDENTITY] = POLICY_WEB_IDENTITY,
};

static void fill_principal(struct question *question)
{
	const struct principal *caller = question->call->principal;
	struct policy_principal *principal = &question->request.principal;

	*principal = (struct policy_principal){
		.kind = principal_kinds[caller->kind],
		.arn = caller->arn,
		.account_id = caller->account_id,
		.unique_id = caller->unique_id,
		.is_management_account = caller->is_management_account,
		.is_service_linked = caller->is_service_linked_role,
		.has_boundary = caller->boundary_arn != NULL,
	};
	/* Its account is that of the role, to which the bearer of a token does not belong. */
	if (caller->kind == PRINCIPAL_WEB_IDENTITY)
		principal->account_id = NULL;
	if (caller->kind == PRINCIPAL_USER_SESSION && !caller->name)
		principal->kind = POLICY_ROOT;
	if (caller->kind == PRINCIPAL_ROLE_SESSION)
		principal->issuer_arn = caller->policy_arn;
	if (caller->kind == PRINCIPAL_FEDERATED_SESSION)
		principal->issuer_arn = session_policy_issuer(question->call);
}

/* The caller's own policies. A root user has none, and its session policies only deny. */
static void fill_caller_policies(struct question *question)
{
	const struct principal *caller = question->call->principal;
	struct policy_request *request = &question->request;

	if (caller->kind == PRINCIPAL_WEB_IDENTITY)
		return;
	if (strcmp(caller->unique_id, caller->account_id) != 0)
		request->identity =
			*policy_cache_identity(question->cache, question->call, caller->unique_id);
	if (caller->boundary_arn) {
		question->boundary = (struct policy_set){
			policy_cache_managed(question->cache, question->call, caller->boundary_arn),
			1,
		};
		request->boundary = &question->boundary;
	}
	request->session = session_policy_set(question->call, question->cache);
	request->scp = *policy_cache_levels(question->cache, question->call, caller->account_id,
					    POLICY_CACHE_SCP);
}

/* The half that Organizations decides itself, and its delegation policy. */
static void fill_delegation(struct question *question)
{
	struct call *call = question->call;
	enum access access = access_of(call, question->input);
	const struct policy_cache_place *place;

	if (access == ACCESS_OWN)
		return;
	place = policy_cache_place(question->cache, call, call->principal->account_id);
	question->request.service_grants = access == ACCESS_GRANTED;
	question->resource_policy = (struct policy_resource_policy){
		.kind = POLICY_RESOURCE_DELEGATION,
		.source.document = policy_cache_document(
			question->cache, lookup_delegation_policy(call, place->organization_id)),
	};
	question->request.resource_policy = &question->resource_policy;
}

static void fill_resource_policy(struct question *question)
{
	struct call *call = question->call;
	struct resource_policy found;

	if (strcmp(call->operation->service->name, "organizations") == 0) {
		fill_delegation(question);
		return;
	}
	question->request.service_grants = strcmp(question->line->action, "sts:AssumeRoot") == 0;
	resource_policy_find(call, question->line->action, question->resource.arn, &found);
	if (found.account_id)
		question->request.resource_account = found.account_id;
	if (!found.document && !found.is_trust)
		return;
	question->resource_policy = (struct policy_resource_policy){
		.kind = found.is_trust ? POLICY_RESOURCE_TRUST : POLICY_RESOURCE_PLAIN,
		.source.document = policy_cache_document(question->cache, found.document),
	};
	question->request.resource_policy = &question->resource_policy;
}

/* RCPs protect what belongs to a member, so the account that owns the resource counts. */
static void fill_resource_side(struct question *question)
{
	struct policy_request *request = &question->request;
	const struct policy_cache_place *place;

	request->resource = question->resource.arn;
	request->resource_account = question->resource.account_id;
	fill_resource_policy(question);
	place = policy_cache_place(question->cache, question->call, request->resource_account);
	request->resource_in_management_account =
		place->management_account_id &&
		strcmp(place->management_account_id, request->resource_account) == 0;
	if (strcmp(request->resource, "*") != 0)
		request->rcp = *policy_cache_levels(question->cache, question->call,
						    request->resource_account, POLICY_CACHE_RCP);
}

static void fill_context(struct policy_context *context, void *owner)
{
	struct question *question = owner;

	condition_add_caller(context, question->call, question->cache);
	condition_add_resource(context, question->call, question->cache, &question->resource);
	condition_add_input(context, question->call, question->line, question->input);
}

/* What only the token of the bearer says; '@' marks it in the contract. */
static bool is_brought(const struct federated_identity *identity, const char *name)
{
	if (!identity)
		return false;
	if (strcmp(name, "@Tags") == 0)
		return identity->tags.len > 0;
	assert(strcmp(name, "@SourceIdentity") == 0);
	return identity->source_identity != NULL;
}

bool question_is_needed(const struct call *call, const struct api_authorize *line,
			const void *input)
{
	const struct api_member *member;
	const char *place;

	if (!line->when)
		return true;
	if (line->when[0] == '@')
		return is_brought(call->principal->federated, line->when);
	member = api_member_by_name(call->operation->input, line->when);
	place = (const char *)input + member->offset;
	switch (member->shape->kind) {
	case API_LIST_KIND:
	case API_MAP:
		return ((const struct api_list *)(const void *)place)->len > 0;
	case API_STRING:
	case API_STRUCTURE:
		return *(const void *const *)(const void *)place != NULL;
	default:
		return ((const struct api_integer *)(const void *)place)->is_set;
	}
}

void question_fill(struct question *question, const struct api_authorize_resource *named)
{
	resource_of(question->call, named, question->input, &question->resource);
	fill_principal(question);
	question->request.action = question->line->action;
	fill_caller_policies(question);
	fill_resource_side(question);
	policy_context_init_late(&question->context, question->call->arena, fill_context, question);
	question->request.context = &question->context;
}
