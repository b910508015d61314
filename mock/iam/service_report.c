#include <string.h>

#include "mock/arn.h"
#include "mock/iam/access_report.h"
#include "mock/iam/handlers.h"
#include "mock/iam/held_policy.h"
#include "mock/iam/managed_policy.h"
#include "mock/iam/service_grant.h"
#include "mock/iam/service_name.h"
#include "wire/buffer.h"

/*
 * When a user, a role, the users of a group or the bearers of a policy last
 * called the services that their permissions policies grant.
 */

/* What a report is about: one of the two. */
struct subject {
	struct iam_entity entity;
	struct iam_managed_policy policy; /* its arn is NULL: the entity */
};

static enum api_status find_subject(struct call *call, const char *arn, struct subject *out_subject)
{
	*out_subject = (struct subject){ 0 };
	if (!arn_local(call, arn))
		return call_fail(call, &iam_invalid_input, "ARN %s is not valid.", arn);
	if (iam_managed_policy_exists(call, arn, &out_subject->policy))
		return iam_held_managed(call, arn)
			       ? API_OK
			       : iam_managed_policy_fail_unread(call, &out_subject->policy);
	out_subject->policy.arn = NULL;
	if (iam_entity_by_arn(call, arn, &out_subject->entity))
		return API_OK;
	return call_fail(call, &iam_no_such_entity, "ARN %s does not exist.", arn);
}

/* The policies that say which services are listed; their documents count, not who holds them. */
static struct policy_set policies_of(struct call *call, const struct subject *subject)
{
	struct iam_held_policy *held = NULL;
	size_t count = 1;

	if (!subject->policy.arn)
		count = iam_held_policies(call, &subject->entity, &held);
	struct policy_source *sources = arena_array(call->arena, count, sizeof(*sources));

	for (size_t i = 0; i < count; i++)
		sources[i].document = held ? held[i].document
					   : iam_held_managed(call, subject->policy.arn);
	return (struct policy_set){ sources, count };
}

static const char *granted_services(struct call *call, const struct policy_set *policies)
{
	const struct iam_service_name *names = NULL;
	size_t count = iam_service_names(call, &names);
	struct buffer list;

	buffer_init(&list, call->arena, 256);
	for (size_t i = 0; i < count; i++) {
		if (iam_service_grant_of_set(policies, names[i].prefix) == IAM_SERVICE_GRANTED)
			buffer_printf(&list, "%s ", names[i].prefix);
	}
	return list.data;
}

#define INSERT_ENTITIES                                                                     \
	"INSERT OR IGNORE INTO access_report_entity (report_id, id, arn, name, type, path)" \
	" SELECT :report, e.unique_id, 'arn:' || :partition || ':iam::' || e.account_id || ':"
#define USERS INSERT_ENTITIES "user' || e.path || e.name, e.name, 'USER', e.path FROM "
#define ROLES INSERT_ENTITIES "role' || e.path || e.name, e.name, 'ROLE', e.path FROM "

/* Who is in the report: users of a group, and whoever is given a policy, by its groups too. */
static void add_entities(struct call *call, const char *report_id, const struct subject *subject)
{
	static const char *const of_policy[] = {
		USERS "managed_attachment AS a JOIN iam_user AS e ON e.unique_id = a.owner_id"
		      " WHERE a.policy_arn = :subject AND e.account_id = :account",
		USERS "managed_attachment AS a JOIN group_member AS m ON m.group_id = a.owner_id"
		      " JOIN iam_user AS e ON e.unique_id = m.user_id"
		      " WHERE a.policy_arn = :subject AND e.account_id = :account",
		ROLES "managed_attachment AS a JOIN iam_role AS e ON e.unique_id = a.owner_id"
		      " WHERE a.policy_arn = :subject AND e.account_id = :account",
	};
	static const char *const of_entity[] = {
		[IAM_USER] = USERS "iam_user AS e WHERE e.unique_id = :subject"
				   " AND e.account_id = :account",
		[IAM_ROLE] = ROLES "iam_role AS e WHERE e.unique_id = :subject"
				   " AND e.account_id = :account",
		[IAM_GROUP] = USERS "group_member AS m JOIN iam_user AS e"
				    " ON e.unique_id = m.user_id WHERE m.group_id = :subject"
				    " AND e.account_id = :account",
	};
	bool is_policy = subject->policy.arn != NULL;
	const char *const *statements = is_policy ? of_policy : &of_entity[subject->entity.kind];
	const struct database_value *values = DATABASE_VALUES(
		database_text("report", report_id), database_text("partition", arn_partition(call)),
		database_text("account", call->principal->account_id),
		database_text("subject", is_policy ? subject->policy.arn : subject->entity.id));

	for (size_t i = 0; i < (is_policy ? ARRAY_LEN(of_policy) : 1); i++)
		database_run(call, statements[i], values);
}

#define ACCESSES                                                                           \
	" FROM access_report_entity AS e JOIN last_access AS l ON l.owner_id = e.id WHERE" \
	" e.report_id = :report AND l.last_ms > :since"

/* The columns beside max() are those of its row, as SQLite promises. */
static void add_uses(struct call *call, const struct iam_access_report *report)
{
	static const char of_entities[] =
		"INSERT INTO access_report_entity_use (report_id, service, id, last_ms)"
		" SELECT :report, l.service, e.id, max(l.last_ms)" ACCESSES
		" GROUP BY l.service, e.id";
	static const char of_services[] =
		"INSERT INTO access_report_use (report_id, service, action, entity, last_ms,"
		" last_region, entities) SELECT :report, l.service, '', e.arn, max(l.last_ms),"
		" l.last_region, count(DISTINCT e.id)" ACCESSES " GROUP BY l.service";
	static const char of_actions[] =
		"INSERT INTO access_report_use (report_id, service, action, entity, last_ms,"
		" last_region, entities) SELECT :report, l.service, l.action, e.arn,"
		" max(l.last_ms), l.last_region, count(*)" ACCESSES " GROUP BY l.service, l.action";
	const struct database_value *values = DATABASE_VALUES(
		database_text("report", report->id),
		database_integer("since", report->created_ms - IAM_ACCESS_TRACKED_MS));

	database_run(call, of_entities, values);
	database_run(call, of_services, values);
	if (strcmp(report->granularity, "ACTION_LEVEL") == 0)
		database_run(call, of_actions, values);
}

IAM_HANDLER(generate_service_last_accessed_details)
{
	struct subject subject;
	struct iam_access_report report = {
		.kind = "resource",
		.subject = in->arn,
		.granularity = in->granularity ? in->granularity : "SERVICE_LEVEL",
	};

	IAM_TRY(find_subject(call, in->arn, &subject));
	struct policy_set policies = policies_of(call, &subject);

	report.services = granted_services(call, &policies);
	iam_access_report_begin(call, &report);
	add_entities(call, report.id, &subject);
	add_uses(call, &report);
	out->job_id = report.id;
	return API_OK;
}

static struct api_timestamp time_or_none(int64_t ms)
{
	return ms ? api_timestamp(ms) : (struct api_timestamp){ 0 };
}

/* Only what was called is told of actions; a report by services has none (documented). */
static void add_actions(struct call *call, const struct iam_access_report *report,
			struct iam_service_last_accessed *service)
{
	struct iam_access_use *uses = NULL;
	size_t count = iam_access_report_actions(call, report, service->service_namespace, &uses);
	struct iam_tracked_action_last_accessed *items =
		arena_array(call->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = (struct iam_tracked_action_last_accessed){
			.action_name = uses[i].action,
			.last_accessed_entity = uses[i].entity,
			.last_accessed_time = time_or_none(uses[i].last_ms),
			.last_accessed_region = uses[i].last_region,
		};
	if (count > 0)
		IAM_LIST(service->tracked_actions_last_accessed, items, count);
}

static struct iam_service_last_accessed service_shape(struct call *call,
						      const struct iam_access_report *report,
						      const struct iam_access_use *use)
{
	struct iam_service_last_accessed shape = {
		.service_name = use->name,
		.service_namespace = use->service,
		.last_authenticated = time_or_none(use->last_ms),
		.last_authenticated_entity = use->entity,
		.last_authenticated_region = use->last_region,
		.total_authenticated_entities = api_integer(use->entities),
	};

	add_actions(call, report, &shape);
	return shape;
}

IAM_HANDLER(get_service_last_accessed_details)
{
	struct iam_access_report report;
	struct iam_access_use *uses = NULL;
	struct iam_slice slice = { .total = 0 };

	IAM_TRY(iam_access_report_find(call, "resource", in->job_id, &report));
	out->job_status = iam_access_report_status(call, &report);
	out->job_type = report.granularity;
	out->job_creation_date = api_timestamp(report.created_ms);
	if (report.due_ms <= call->now_ms) {
		out->job_completion_date = api_timestamp(report.due_ms);
		slice.total = iam_access_report_services(call, &report, &uses);
	}
	slice.scope = report.id;
	IAM_TRY(iam_page_slice(call, in->marker, in->max_items, &slice));
	struct iam_service_last_accessed *items =
		arena_array(call->arena, slice.count, sizeof(*items));

	for (size_t i = 0; i < slice.count; i++)
		items[i] = service_shape(call, &report, &uses[slice.from + i]);
	IAM_LIST(out->services_last_accessed, items, slice.count);
	out->is_truncated = slice.is_truncated;
	out->marker = slice.marker;
	return API_OK;
}

struct entity_row {
	const char *arn, *name, *type, *id, *path;
	int64_t last_ms;
};

static const struct database_row entity_form = {
	.size = sizeof(struct entity_row),
	.columns =
		(const struct database_column[]){
			{ "arn", offsetof(struct entity_row, arn), COLUMN_TEXT },
			{ "name", offsetof(struct entity_row, name), COLUMN_TEXT },
			{ "type", offsetof(struct entity_row, type), COLUMN_TEXT },
			{ "id", offsetof(struct entity_row, id), COLUMN_TEXT },
			{ "path", offsetof(struct entity_row, path), COLUMN_TEXT },
			{ "last_ms", offsetof(struct entity_row, last_ms), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* The most recent access first (documented), then who never was, by ARN. */
static size_t find_entities(struct call *call, const struct iam_access_report *report,
			    const char *service, struct entity_row **out_rows)
{
	static const char sql[] =
		"SELECT e.arn, e.name, e.type, e.id, e.path, u.last_ms FROM access_report_entity "
		"AS e"
		" LEFT JOIN access_report_entity_use AS u ON u.report_id = e.report_id"
		" AND u.service = :service AND u.id = e.id WHERE e.report_id = :report"
		" ORDER BY u.last_ms DESC, e.arn";

	return database_rows(call, sql,
			     DATABASE_VALUES(database_text("report", report->id),
					     database_text("service", service)),
			     &entity_form, out_rows);
}

static enum api_status check_service(struct call *call, const struct iam_access_report *report,
				     const char *service)
{
	struct iam_access_use *uses = NULL;
	size_t count = iam_access_report_services(call, report, &uses);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(uses[i].service, service) == 0)
			return API_OK;
	}
	return call_fail(call, &iam_no_such_entity,
			 "The service %s is not among the services of job %s.", service,
			 report->id);
}

static struct iam_entity_details entity_shape(struct call *call, const struct entity_row *row)
{
	struct iam_entity_info *info = arena_new(call->arena, struct iam_entity_info);

	*info = (struct iam_entity_info){ .arn = row->arn,
					  .name = row->name,
					  .type = row->type,
					  .id = row->id,
					  .path = row->path };
	return (struct iam_entity_details){ .entity_info = info,
					    .last_authenticated = time_or_none(row->last_ms) };
}

IAM_HANDLER(get_service_last_accessed_details_with_entities)
{
	struct iam_access_report report;
	struct entity_row *rows = NULL;
	struct iam_slice slice = { .total = 0 };

	IAM_TRY(iam_access_report_find(call, "resource", in->job_id, &report));
	out->job_status = iam_access_report_status(call, &report);
	out->job_creation_date = api_timestamp(report.created_ms);
	if (report.due_ms <= call->now_ms) {
		out->job_completion_date = api_timestamp(report.due_ms);
		IAM_TRY(check_service(call, &report, in->service_namespace));
		slice.total = find_entities(call, &report, in->service_namespace, &rows);
	}
	slice.scope = arena_printf(call->arena, "%s %s", report.id, in->service_namespace);
	IAM_TRY(iam_page_slice(call, in->marker, in->max_items, &slice));
	struct iam_entity_details *items = arena_array(call->arena, slice.count, sizeof(*items));

	for (size_t i = 0; i < slice.count; i++)
		items[i] = entity_shape(call, &rows[slice.from + i]);
	IAM_LIST(out->entity_details_list, items, slice.count);
	out->is_truncated = slice.is_truncated;
	out->marker = slice.marker;
	return API_OK;
}
