#include "policy/evaluate.h"

#include <string.h>
#include <strings.h>

#include "policy/control.h"
#include "policy/statement.h"

/* Policies of one layer that are pooled: a level, or all of the layer. */
struct group {
	enum policy_layer layer;
	const struct policy_level *level;
	const struct policy_source *policies;
	size_t count;
};

/* What policy_explain collects. */
struct record {
	struct arena *arena;
	struct policy_finding *findings;
	size_t finding_count, finding_room;
	struct policy_gap *gaps;
	size_t gap_count, gap_room;
};

/* What is known while the groups are walked. */
struct walk {
	struct policy_prepared *prepared;
	struct policy_decision *decision;
	struct record *record; /* NULL: stop at the first Deny */
	struct policy_levels scp, rcp;
	enum policy_layer gap_layer; /* of the first level without an Allow */
	bool allows[POLICY_LAYER_SESSION + 1];
};

static void *room_for(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
	void *grown;

	if (count < *room)
		return items;
	*room = *room ? *room * 2 : 8;
	grown = arena_array(arena, *room, size);
	if (count)
		memcpy(grown, items, count * size);
	return grown;
}

static void record_finding(struct record *record, const struct policy_finding *finding)
{
	if (!record)
		return;
	record->findings = room_for(record->arena, record->findings, record->finding_count,
				    &record->finding_room, sizeof(*record->findings));
	record->findings[record->finding_count++] = *finding;
}

static void record_gap(struct record *record, enum policy_layer layer,
		       const struct policy_level *level)
{
	if (!record)
		return;
	record->gaps = room_for(record->arena, record->gaps, record->gap_count, &record->gap_room,
				sizeof(*record->gaps));
	record->gaps[record->gap_count++] = (struct policy_gap){ layer, level };
}

/* How the statement binds the caller; only the resource's policies and RCPs name principals. */
static enum policy_binding binding_of(const struct walk *walk, const struct group *group,
				      const struct policy_statement *statement)
{
	const struct policy_principal *principal = &walk->prepared->request->principal;

	if (group->layer == POLICY_LAYER_RESOURCE)
		return policy_statement_binding(statement, principal);
	if (group->layer == POLICY_LAYER_RCP && statement->has_principals)
		return policy_statement_binding(statement, principal);
	return POLICY_BINDS_CALLER;
}

/* Takes a statement that applies; returns true when nothing else needs to be looked at. */
static bool take_statement(struct walk *walk, const struct group *group,
			   const struct policy_source *source,
			   const struct policy_statement *statement, enum policy_binding binding)
{
	struct policy_decision *decision = walk->decision;
	struct policy_finding finding = { group->layer, statement->effect, group->level, source,
					  statement };

	record_finding(walk->record, &finding);
	if (statement->effect == POLICY_ALLOW) {
		walk->allows[group->layer] = true;
		if (group->layer == POLICY_LAYER_RESOURCE && binding > decision->grant)
			decision->grant = binding;
		return false;
	}
	if (!decision->deny.source)
		decision->deny = finding;
	return walk->record == NULL;
}

/* Whether an Allow of this group would change nothing any more. */
static bool allow_is_settled(const struct walk *walk, const struct group *group)
{
	return !walk->record && walk->allows[group->layer] &&
	       (group->layer != POLICY_LAYER_RESOURCE ||
		walk->decision->grant == POLICY_BINDS_CALLER);
}

static bool walk_document(struct walk *walk, const struct group *group,
			  const struct policy_source *source)
{
	const struct policy_document *document = source->document;
	bool pads = group->layer >= POLICY_LAYER_IDENTITY;

	for (uint32_t i = 0; document && i < document->statement_count; i++) {
		const struct policy_statement *statement = &document->statements[i];
		enum policy_binding binding;

		if (statement->effect == POLICY_ALLOW && allow_is_settled(walk, group))
			continue;
		if (!policy_statement_applies(statement, walk->prepared, pads))
			continue;
		binding = binding_of(walk, group, statement);
		if (binding != POLICY_BINDS_NOT &&
		    take_statement(walk, group, source, statement, binding))
			return true;
	}
	return false;
}

/* Walks a group; returns true when a Deny was found and the rest does not matter. */
static bool walk_group(struct walk *walk, const struct group *group)
{
	walk->allows[group->layer] = false;
	for (size_t i = 0; i < group->count; i++)
		if (walk_document(walk, group, &group->policies[i]))
			return true;
	if (!group->level || walk->allows[group->layer])
		return false;
	record_gap(walk->record, group->layer, group->level);
	if (walk->gap_layer == POLICY_LAYER_NONE) {
		walk->gap_layer = group->layer;
		walk->decision->gap = group->level;
	}
	return false;
}

static bool walk_levels(struct walk *walk, enum policy_layer layer, struct policy_levels levels)
{
	for (size_t i = 0; i < levels.count; i++) {
		const struct policy_level *level = &levels.levels[i];
		struct group group = { layer, level, level->policies.policies,
				       level->policies.count };

		if (walk_group(walk, &group))
			return true;
	}
	return false;
}

static bool walk_set(struct walk *walk, enum policy_layer layer, const struct policy_set *set)
{
	struct group group = { .layer = layer };

	if (!set)
		return false;
	group.policies = set->policies;
	group.count = set->count;
	return walk_group(walk, &group);
}

static bool is_root(const struct policy_request *request)
{
	return request->principal.kind == POLICY_ROOT ||
	       request->principal.kind == POLICY_ASSUMED_ROOT;
}

/* The policy of the resource, unless it does not bind this caller. */
static bool walk_resource_policy(struct walk *walk, const struct policy_request *request)
{
	const struct policy_resource_policy *policy = request->resource_policy;
	struct policy_set set;

	if (!policy || (policy->kind == POLICY_RESOURCE_DELEGATION &&
			request->principal.is_management_account))
		return false;
	set = (struct policy_set){ &policy->source, 1 };
	return walk_set(walk, POLICY_LAYER_RESOURCE, &set);
}

/* All groups in the order in which an explicit Deny is named. */
static void walk_all(struct walk *walk, const struct policy_request *request)
{
	if (walk_levels(walk, POLICY_LAYER_RCP, walk->rcp) ||
	    walk_levels(walk, POLICY_LAYER_SCP, walk->scp) || walk_resource_policy(walk, request))
		return;
	/* Identity policies and a boundary do not exist for a root user. */
	if (!is_root(request) && (walk_set(walk, POLICY_LAYER_IDENTITY, &request->identity) ||
				  walk_set(walk, POLICY_LAYER_BOUNDARY, request->boundary)))
		return;
	if (request->principal.kind != POLICY_ROOT)
		(void)walk_set(walk, POLICY_LAYER_SESSION, request->session);
}

/* Fills in what allows though there is no policy: nothing forbids what does not exist. */
static void settle_absent(struct walk *walk, const struct policy_request *request)
{
	bool *allows = walk->allows;

	/* A root user may do everything; a task policy only takes away (recorded). */
	if (is_root(request)) {
		allows[POLICY_LAYER_IDENTITY] = true;
		allows[POLICY_LAYER_SESSION] = true;
	}
	if (is_root(request) || !request->boundary)
		allows[POLICY_LAYER_BOUNDARY] = true;
	/* A federated user without session policy has only what resources grant (documented). */
	if (!request->session && request->principal.kind != POLICY_FEDERATED_SESSION)
		allows[POLICY_LAYER_SESSION] = true;
}

/* The first layer from @first to the session that lacks an Allow, or NONE. */
static enum policy_layer first_lacking(struct walk *walk, enum policy_layer first)
{
	enum policy_layer lacking = POLICY_LAYER_NONE;

	for (enum policy_layer layer = first; layer <= POLICY_LAYER_SESSION; layer++) {
		if (walk->allows[layer])
			continue;
		record_gap(walk->record, layer, NULL);
		if (lacking == POLICY_LAYER_NONE)
			lacking = layer;
	}
	return lacking;
}

static enum policy_layer lacking_resource(struct walk *walk)
{
	record_gap(walk->record, POLICY_LAYER_RESOURCE, NULL);
	return POLICY_LAYER_RESOURCE;
}

static bool has_no_identity(const struct policy_request *request)
{
	return request->principal.kind == POLICY_ANONYMOUS ||
	       request->principal.kind == POLICY_SERVICE ||
	       request->principal.kind == POLICY_WEB_IDENTITY;
}

static bool is_same_account(const struct policy_request *request)
{
	return !request->resource_account ||
	       (request->principal.account_id &&
		strcmp(request->resource_account, request->principal.account_id) == 0);
}

/* Identity policies alone do not open roles and keys (documented). */
static bool must_grant_of(enum policy_resource_kind kind)
{
	return kind == POLICY_RESOURCE_TRUST || kind == POLICY_RESOURCE_KEY;
}

/* Within one account: which layer lacks the Allow, by what the resource's policy grants. */
static enum policy_layer lacking_inside(struct walk *walk, const struct policy_request *request)
{
	bool must_grant = request->resource_policy && must_grant_of(request->resource_policy->kind);
	enum policy_layer lacking;

	switch (walk->decision->grant) {
	case POLICY_BINDS_CALLER:
		return POLICY_LAYER_NONE;
	case POLICY_BINDS_ISSUER:
		return first_lacking(walk, POLICY_LAYER_BOUNDARY);
	case POLICY_BINDS_ACCOUNT:
		return first_lacking(walk, POLICY_LAYER_IDENTITY);
	case POLICY_BINDS_NOT:
		break;
	}
	lacking = first_lacking(walk, POLICY_LAYER_IDENTITY);
	return must_grant ? lacking_resource(walk) : lacking;
}

/* Across accounts: both sides must allow; the service may be the other one. */
static enum policy_layer lacking_across(struct walk *walk, const struct policy_request *request)
{
	enum policy_layer lacking = first_lacking(walk, POLICY_LAYER_IDENTITY);
	bool granted = walk->decision->grant != POLICY_BINDS_NOT || request->service_grants;

	if (!granted)
		(void)lacking_resource(walk);
	return lacking == POLICY_LAYER_NONE && !granted ? POLICY_LAYER_RESOURCE : lacking;
}

static enum policy_layer lacking_layer(struct walk *walk, const struct policy_request *request)
{
	bool granted = walk->decision->grant != POLICY_BINDS_NOT || request->service_grants;

	settle_absent(walk, request);
	if (has_no_identity(request))
		return granted ? POLICY_LAYER_NONE : lacking_resource(walk);
	return is_same_account(request) ? lacking_inside(walk, request)
					: lacking_across(walk, request);
}

static void conclude(struct walk *walk, const struct policy_request *request)
{
	struct policy_decision *decision = walk->decision;
	enum policy_layer lacking;

	if (decision->deny.source && !walk->record) {
		decision->verdict = POLICY_EXPLICITLY_DENIED;
		decision->layer = decision->deny.layer;
		return;
	}
	lacking = lacking_layer(walk, request);
	if (decision->deny.source) {
		decision->verdict = POLICY_EXPLICITLY_DENIED;
		decision->layer = decision->deny.layer;
	} else if (walk->gap_layer != POLICY_LAYER_NONE) {
		decision->layer = walk->gap_layer;
	} else if (lacking != POLICY_LAYER_NONE) {
		decision->layer = lacking;
	} else {
		decision->verdict = POLICY_ALLOWED;
	}
}

/* Two operations that no policy can take away (documented). */
static bool is_always_allowed(const struct policy_request *request)
{
	enum policy_principal_kind kind = request->principal.kind;

	if (strncasecmp(request->action, "sts:Get", 7) != 0)
		return false;
	if (strcasecmp(request->action, "sts:GetCallerIdentity") == 0)
		return kind != POLICY_ANONYMOUS;
	return strcasecmp(request->action, "sts:GetSessionToken") == 0 &&
	       (kind == POLICY_USER || kind == POLICY_ROOT);
}

static void decide(const struct policy_request *request, struct record *record,
		   struct policy_decision *out_decision)
{
	struct policy_prepared prepared;
	struct walk walk = { &prepared, .decision = out_decision, .record = record };

	*out_decision = (struct policy_decision){ .verdict = POLICY_IMPLICITLY_DENIED };
	if (is_always_allowed(request)) {
		out_decision->verdict = POLICY_ALLOWED;
		return;
	}
	walk.scp = policy_control_scp(request);
	walk.rcp = policy_control_rcp(request);
	policy_prepare(request, &prepared);
	walk_all(&walk, request);
	policy_prepared_done(&prepared);
	conclude(&walk, request);
}

void policy_evaluate(const struct policy_request *request, struct policy_decision *out_decision)
{
	decide(request, NULL, out_decision);
}

void policy_explain(const struct policy_request *request, struct arena *arena,
		    struct policy_decision *out_decision)
{
	struct record record = { .arena = arena };

	decide(request, &record, out_decision);
	out_decision->findings = record.findings;
	out_decision->finding_count = record.finding_count;
	out_decision->gaps = record.gaps;
	out_decision->gap_count = record.gap_count;
}

const char *policy_verdict_name(enum policy_verdict verdict)
{
	static const char *const names[] = {
		[POLICY_IMPLICITLY_DENIED] = "ImplicitlyDenied",
		[POLICY_EXPLICITLY_DENIED] = "ExplicitlyDenied",
		[POLICY_ALLOWED] = "Allowed",
	};

	return names[verdict];
}

const char *policy_layer_name(enum policy_layer layer)
{
	static const char *const names[] = {
		[POLICY_LAYER_NONE] = "",
		[POLICY_LAYER_RCP] = "rcp",
		[POLICY_LAYER_SCP] = "scp",
		[POLICY_LAYER_RESOURCE] = "resource",
		[POLICY_LAYER_IDENTITY] = "identity",
		[POLICY_LAYER_BOUNDARY] = "boundary",
		[POLICY_LAYER_SESSION] = "session",
	};

	return names[layer];
}
