#include <stdlib.h>
#include <string.h>

#include "mock/arn.h"
#include "mock/iam/access_report.h"
#include "mock/iam/handlers.h"
#include "mock/iam/held_policy.h"
#include "mock/iam/service_grant.h"
#include "mock/iam/service_name.h"
#include "mock/organizations/lookup.h"
#include "model/partition.h"
#include "policy/evaluate.h"
#include "wire/buffer.h"

/*
 * When anybody in a part of an organization last called the services that
 * SCPs leave. What is wrong with an entity, a policy or the caller's
 * permissions shows in the job (recorded).
 */

static const char scp[] = "SERVICE_CONTROL_POLICY";

/* A job that cannot be done, and why (recorded). */
struct failure {
	const char *code, *message;
};

static const struct failure no_permission = {
	"ORGANIZATIONS_REPORT_ACCESS_DENIED",
	"Requester is not authorized to perform the required AWS Organizations Describe* and "
	"List* actions.",
};
static const struct failure no_entity = {
	"INVALID_ORGANIZATIONS_ENTITY_PATH",
	"The entity with the specified path does not exist in your organization.",
};
static const struct failure no_policy = {
	"INVALID_ORGANIZATIONS_POLICY",
	"The policy with the specified ID does not exist in your organization.",
};

/* What the caller must be able to read (documented). */
static const char *const reads[] = {
	"organizations:DescribeAccount",
	"organizations:DescribeOrganization",
	"organizations:DescribeOrganizationalUnit",
	"organizations:DescribePolicy",
	"organizations:ListChildren",
	"organizations:ListParents",
	"organizations:ListPoliciesForTarget",
	"organizations:ListRoots",
	"organizations:ListTargetsForPolicy",
};

/* The part of the organization that a report is about. */
struct part {
	struct lookup_organization organization;
	const char *id;   /* of a root, an OU or an account */
	const char *path; /* without a slash at its end */
	const char *policy_id;
	bool is_management; /* the management account, which SCPs do not bind */
};

/* Permissions policies decide, without conditions and session policies (assumed). */
static bool may_read(struct call *call)
{
	const struct principal *caller = call->principal;
	struct iam_entity entity;
	struct iam_held_policy *held = NULL;
	struct policy_context context;
	struct policy_decision decision;

	if (strcmp(caller->unique_id, caller->account_id) == 0)
		return true;
	if (!iam_entity_by_arn(call, caller->policy_arn, &entity))
		return false;
	size_t count = iam_held_policies(call, &entity, &held);
	struct policy_source *sources = arena_array(call->arena, count, sizeof(*sources));

	for (size_t i = 0; i < count; i++)
		sources[i].document = held[i].document;
	policy_context_init(&context, call->arena);
	for (size_t i = 0; i < ARRAY_LEN(reads); i++) {
		const struct policy_request request = {
			.principal = { .kind = POLICY_USER,
				       .arn = caller->arn,
				       .account_id = caller->account_id },
			.action = reads[i],
			.resource = "*",
			.context = &context,
			.identity = { sources, count },
		};

		policy_evaluate(&request, &decision);
		if (decision.verdict != POLICY_ALLOWED)
			return false;
	}
	return true;
}

static bool is_management(const struct lookup_organization *organization, const char *account_id)
{
	return strcmp(organization->management_account_id, account_id) == 0;
}

/* Each step of a path is a child of the one before it; a slash at the end leads nowhere (recorded).
 */
static bool find_part(struct call *call, struct part *part)
{
	const struct lookup_organization *organization = &part->organization;
	char *rest = arena_strdup(call->arena, strchr(part->path, '/') + 1);
	const char *parent = NULL;

	for (char *step = strsep(&rest, "/"); step; step = strsep(&rest, "/")) {
		const char *found = parent ? lookup_parent(call, step) : NULL;

		if (parent ? !found || strcmp(found, parent) != 0
			   : strcmp(step, organization->root_id) != 0)
			return false;
		parent = step;
	}
	part->id = parent;
	part->is_management = is_management(organization, part->id);
	return true;
}

static bool is_attached(struct call *call, const struct part *part, const char *target_id)
{
	return database_exists(
		call,
		"SELECT 1 FROM policy_attachment WHERE organization_id = :organization"
		" AND target_id = :target AND policy_id = :policy",
		DATABASE_VALUES(database_text("organization", part->organization.id),
				database_text("target", target_id),
				database_text("policy", part->policy_id)));
}

/* Whether the policy is in force in the whole part; without one everything is looked at. */
static bool applies_from_above(struct call *call, const struct part *part)
{
	if (!part->policy_id)
		return true;
	for (const char *id = part->id; id; id = lookup_parent(call, id)) {
		if (is_attached(call, part, id))
			return true;
	}
	return false;
}

static const char *policy_content(struct call *call, const struct part *part)
{
	return database_string(
		call,
		"SELECT content FROM organization_policy WHERE organization_id IN (:organization,"
		" '') AND id = :id AND type = :type",
		DATABASE_VALUES(database_text("organization", part->organization.id),
				database_text("id", part->policy_id), database_text("type", scp)));
}

static struct policy_set parse_level(struct call *call, const char *const *texts, size_t count)
{
	struct policy_source *sources = arena_array(call->arena, count, sizeof(*sources));
	struct fault ignored;

	for (size_t i = 0; i < count; i++) {
		if (!policy_document_parse(call->arena, texts[i], strlen(texts[i]), &ignored,
					   &sources[i].document))
			sources[i].document = NULL;
	}
	return (struct policy_set){ sources, count };
}

/* The sets that each must grant a service; returns how many. */
static size_t levels_of(struct call *call, const struct part *part, struct policy_set **out_levels)
{
	const struct lookup_chain chain =
		lookup_node_chain(call, &part->organization, part->id, scp);
	struct policy_set *levels =
		arena_array(call->arena, chain.level_count + 1, sizeof(*levels));
	size_t count = part->policy_id ? 1 : chain.level_count;

	if (part->policy_id)
		levels[0] = parse_level(call, (const char *[]){ policy_content(call, part) }, 1);
	for (size_t i = 0; !part->policy_id && i < count; i++) {
		const struct lookup_level *level = &chain.levels[i];
		const char **texts = arena_array(call->arena, level->policy_count, sizeof(*texts));

		for (size_t j = 0; j < level->policy_count; j++)
			texts[j] = level->policies[j].content;
		levels[i] = parse_level(call, texts, level->policy_count);
	}
	*out_levels = levels;
	return count;
}

/* Without SCPs enabled none allows a service (assumed); nothing keeps the management account. */
static const char *allowed_services(struct call *call, const struct part *part)
{
	const struct iam_service_name *names = NULL;
	struct policy_set *levels = NULL;
	size_t name_count = iam_service_names(call, &names);
	size_t level_count = levels_of(call, part, &levels);
	struct buffer list;

	buffer_init(&list, call->arena, 256);
	for (size_t i = 0; i < name_count; i++) {
		size_t granted = 0;

		while (granted < level_count &&
		       iam_service_grant_of_set(&levels[granted], names[i].prefix) ==
			       IAM_SERVICE_GRANTED)
			granted++;
		if (part->is_management || (level_count > 0 && granted == level_count))
			buffer_printf(&list, "%s ", names[i].prefix);
	}
	return list.data;
}

/*
 * Root users, users and roles of the accounts count, the management account's
 * only when it was asked for (documented).
 */
static void add_uses(struct call *call, const struct iam_access_report *report,
		     const struct part *part)
{
	static const char sql[] =
		"WITH RECURSIVE node (id, path, applies) AS ("
		"SELECT :id, :path, :applies UNION ALL SELECT u.id, node.path || '/' || u.id,"
		" node.applies OR EXISTS (SELECT 1 FROM policy_attachment WHERE organization_id"
		" = :organization AND target_id = u.id AND policy_id = :policy)"
		" FROM node JOIN organizational_unit AS u ON u.parent_id = node.id),"
		" member (id, path) AS (SELECT a.id, node.path || '/' || a.id FROM node"
		" JOIN account AS a ON a.parent_id = node.id WHERE a.id <> :management"
		" AND (node.applies OR EXISTS (SELECT 1 FROM policy_attachment"
		" WHERE organization_id = :organization AND target_id = a.id"
		" AND policy_id = :policy)) UNION ALL"
		" SELECT id, :path FROM account WHERE id = :id AND :applies),"
		" principal (id, path) AS (SELECT id, path FROM member UNION ALL"
		" SELECT u.unique_id, member.path FROM member JOIN iam_user AS u ON u.account_id ="
		" member.id UNION ALL SELECT r.unique_id, member.path FROM member"
		" JOIN iam_role AS r ON r.account_id = member.id)"
		" INSERT INTO access_report_use (report_id, service, action, entity, last_ms,"
		" last_region, entities) SELECT :report, l.service, '', p.path, max(l.last_ms),"
		" l.last_region, count(DISTINCT p.id) FROM principal AS p"
		" JOIN last_access AS l ON l.owner_id = p.id WHERE l.last_ms > :since"
		" GROUP BY l.service -- scan: of the nodes";

	database_run(
		call, sql,
		DATABASE_VALUES(
			database_text("id", part->id), database_text("path", part->path),
			database_integer("applies",
					 part->is_management || applies_from_above(call, part)),
			database_text("organization", part->organization.id),
			database_text("policy", part->policy_id),
			database_text("management", part->organization.management_account_id),
			database_text("report", report->id),
			database_integer("since", report->created_ms - IAM_ACCESS_TRACKED_MS)));
}

/* What keeps a job from being done; NULL: nothing. */
static const struct failure *failure_of(struct call *call, struct part *part)
{
	if (!is_management(&part->organization, call->principal->account_id) || !may_read(call))
		return &no_permission;
	if (!find_part(call, part))
		return &no_entity;
	if (part->policy_id && !policy_content(call, part))
		return &no_policy;
	return NULL;
}

/* An account in no organization is answered like one in another (assumed). */
static enum api_status check_organization(struct call *call, struct part *part)
{
	const char *account_id = call->principal->account_id;
	size_t len = strcspn(part->path, "/");

	if (lookup_organization_of(call, account_id, &part->organization) &&
	    strlen(part->organization.id) == len &&
	    strncmp(part->organization.id, part->path, len) == 0)
		return API_OK;
	return call_fail_common(call, 403, "AccessDenied",
				"The organization ID in the specified entity path is different "
				"than your organization ID.");
}

IAM_HANDLER(generate_organizations_access_report)
{
	struct part part = {
		.path = in->entity_path,
		.policy_id = in->organizations_policy_id,
	};
	struct iam_access_report report = {
		.kind = "organization",
		.subject = in->entity_path,
		.policy_id = in->organizations_policy_id,
		.services = "",
	};

	IAM_TRY(check_organization(call, &part));
	out->job_id = iam_access_report_again(call, &report);
	if (out->job_id)
		return API_OK;
	const struct failure *failure = failure_of(call, &part);

	if (failure) {
		report.error_code = failure->code;
		report.error = failure->message;
	} else {
		report.services = allowed_services(call, &part);
	}
	iam_access_report_begin(call, &report);
	if (!failure)
		add_uses(call, &report, &part);
	out->job_id = report.id;
	return API_OK;
}

static int by_namespace(const void *left, const void *right)
{
	const struct iam_access_use *a = left, *b = right;

	return strcmp(a->service, b->service);
}

static int by_namespace_down(const void *left, const void *right)
{
	return by_namespace(right, left);
}

/* Services of one time come by their namespace (assumed). */
static int by_time(const void *left, const void *right)
{
	const struct iam_access_use *a = left, *b = right;

	if (a->last_ms != b->last_ms)
		return a->last_ms < b->last_ms ? -1 : 1;
	return by_namespace(left, right);
}

static int by_time_down(const void *left, const void *right)
{
	return by_time(right, left);
}

static const struct order {
	const char *key;
	int (*compare)(const void *left, const void *right);
} orders[] = {
	{ "SERVICE_NAMESPACE_ASCENDING", by_namespace },
	{ "SERVICE_NAMESPACE_DESCENDING", by_namespace_down },
	{ "LAST_AUTHENTICATED_TIME_ASCENDING", by_time },
	{ "LAST_AUTHENTICATED_TIME_DESCENDING", by_time_down },
};

static const struct order *order_of(const char *key)
{
	for (size_t i = 0; key && i < ARRAY_LEN(orders); i++) {
		if (strcmp(orders[i].key, key) == 0)
			return &orders[i];
	}
	return &orders[0];
}

/* IAM has one region in a partition, also when nobody called it (recorded). */
static struct iam_access_detail detail_shape(struct call *call, const struct iam_access_use *use)
{
	const char *region = use->last_region;

	if (!region && strcmp(use->service, "iam") == 0)
		region = partition_by_name(arn_partition(call))->iam_region;
	return (struct iam_access_detail){
		.service_name = use->name,
		.service_namespace = use->service,
		.region = region,
		.entity_path = use->entity,
		.last_authenticated_time = use->last_ms ? api_timestamp(use->last_ms)
							: (struct api_timestamp){ 0 },
		.total_authenticated_entities = api_integer(use->entities),
	};
}

static enum api_status show_services(struct call *call, const struct iam_access_report *report,
				     const struct iam_get_organizations_access_report_in *in,
				     struct iam_get_organizations_access_report_out *out)
{
	const struct order *order = order_of(in->sort_key);
	struct iam_access_use *uses = NULL;
	size_t count = iam_access_report_services(call, report, &uses), unused = 0;
	struct iam_slice slice = {
		.scope = arena_printf(call->arena, "%s %s", report->id, order->key),
		.total = count,
	};

	qsort(uses, count, sizeof(*uses), order->compare);
	for (size_t i = 0; i < count; i++)
		unused += uses[i].last_ms == 0;
	IAM_TRY(iam_page_slice(call, in->marker, in->max_items, &slice));
	struct iam_access_detail *items = arena_array(call->arena, slice.count, sizeof(*items));

	for (size_t i = 0; i < slice.count; i++)
		items[i] = detail_shape(call, &uses[slice.from + i]);
	IAM_LIST(out->access_details, items, slice.count);
	out->number_of_services_accessible = api_integer((int64_t)count);
	out->number_of_services_not_accessed = api_integer((int64_t)unused);
	out->is_truncated = slice.is_truncated;
	out->marker = slice.marker;
	return API_OK;
}

IAM_HANDLER(get_organizations_access_report)
{
	struct iam_access_report report;

	IAM_TRY(iam_access_report_find(call, "organization", in->job_id, &report));
	out->job_status = iam_access_report_status(call, &report);
	out->job_creation_date = api_timestamp(report.created_ms);
	out->is_truncated = api_boolean(false);
	if (report.due_ms > call->now_ms)
		return API_OK;
	out->job_completion_date = api_timestamp(report.due_ms);
	if (!report.error_code)
		return show_services(call, &report, in, out);
	struct iam_error_details *details = arena_new(call->arena, struct iam_error_details);

	*details = (struct iam_error_details){ .message = report.error, .code = report.error_code };
	out->error_details = details;
	return API_OK;
}
