#include "mock/iam/access_report.h"

#include <stdlib.h>
#include <string.h>

#include "mock/iam/service_name.h"
#include "mock/ids.h"
#include "mock/setting.h"

enum {
	REPORTS_MAX = 100, /* of an account; the oldest goes */
};

static const struct database_row report_form = {
	.size = sizeof(struct iam_access_report),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct iam_access_report, id), COLUMN_TEXT },
			{ "kind", offsetof(struct iam_access_report, kind), COLUMN_TEXT },
			{ "subject", offsetof(struct iam_access_report, subject), COLUMN_TEXT },
			{ "policy_id", offsetof(struct iam_access_report, policy_id), COLUMN_TEXT },
			{ "granularity", offsetof(struct iam_access_report, granularity),
			  COLUMN_TEXT },
			{ "services", offsetof(struct iam_access_report, services), COLUMN_TEXT },
			{ "created_ms", offsetof(struct iam_access_report, created_ms),
			  COLUMN_INTEGER },
			{ "due_ms", offsetof(struct iam_access_report, due_ms), COLUMN_INTEGER },
			{ "error_code", offsetof(struct iam_access_report, error_code),
			  COLUMN_TEXT },
			{ "error", offsetof(struct iam_access_report, error), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

#define USE_COLUMNS "service, action, entity, last_region, last_ms, entities"

static const struct database_row use_form = {
	.size = sizeof(struct iam_access_use),
	.columns =
		(const struct database_column[]){
			{ "service", offsetof(struct iam_access_use, service), COLUMN_TEXT },
			{ "action", offsetof(struct iam_access_use, action), COLUMN_TEXT },
			{ "entity", offsetof(struct iam_access_use, entity), COLUMN_TEXT },
			{ "last_region", offsetof(struct iam_access_use, last_region),
			  COLUMN_TEXT },
			{ "last_ms", offsetof(struct iam_access_use, last_ms), COLUMN_INTEGER },
			{ "entities", offsetof(struct iam_access_use, entities), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* What belongs to a report goes with it. */
static void make_room(struct call *call)
{
	static const char oldest[] = "SELECT id FROM access_report WHERE account_id = :account"
				     " ORDER BY created_ms DESC, id LIMIT -1 OFFSET :max";
	static const char *const parts[] = {
		"DELETE FROM access_report_use WHERE report_id = :id",
		"DELETE FROM access_report_entity WHERE report_id = :id",
		"DELETE FROM access_report_entity_use WHERE report_id = :id",
		"DELETE FROM access_report WHERE id = :id",
	};
	const char *id = database_string(
		call, oldest,
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_integer("max", REPORTS_MAX)));

	for (size_t i = 0; id && i < ARRAY_LEN(parts); i++)
		database_run(call, parts[i], DATABASE_VALUES(database_text("id", id)));
}

void iam_access_report_begin(struct call *call, struct iam_access_report *report)
{
	static const char sql[] =
		"INSERT INTO access_report (id, account_id, caller_id, kind, subject, policy_id,"
		" granularity, services, created_ms, due_ms, error_code, error) VALUES (:id,"
		" :account, :caller, :kind, :subject, :policy, :granularity, :services, :created,"
		" :due, :error_code, :error)";

	report->id = ids_new(call, IDS_UUID);
	report->created_ms = call->now_ms;
	report->due_ms = call->now_ms +
			 strtoll(setting_text(call, "iam.access_report_ms", "1000"), NULL, 10);
	database_run(call, sql,
		     DATABASE_VALUES(database_text("id", report->id),
				     database_text("account", call->principal->account_id),
				     database_text("caller", call->principal->user_id),
				     database_text("kind", report->kind),
				     database_text("subject", report->subject),
				     database_text("policy", report->policy_id),
				     database_text("granularity", report->granularity),
				     database_text("services", report->services),
				     database_integer("created", report->created_ms),
				     database_integer("due", report->due_ms),
				     database_text("error_code", report->error_code),
				     database_text("error", report->error)));
	make_room(call);
}

const char *iam_access_report_again(struct call *call, const struct iam_access_report *report)
{
	static const char sql[] =
		"SELECT id FROM access_report WHERE account_id = :account"
		" AND created_ms > :since AND caller_id = :caller AND kind = :kind"
		" AND subject = :subject AND policy_id IS :policy ORDER BY created_ms DESC";
	int64_t kept_ms =
		strtoll(setting_text(call, "iam.access_report_kept_ms", "300000"), NULL, 10);

	return database_string(
		call, sql,
		DATABASE_VALUES(database_text("account", call->principal->account_id),
				database_integer("since", call->now_ms - kept_ms),
				database_text("caller", call->principal->user_id),
				database_text("kind", report->kind),
				database_text("subject", report->subject),
				database_text("policy", report->policy_id)));
}

enum api_status iam_access_report_find(struct call *call, const char *kind, const char *id,
				       struct iam_access_report *out_report)
{
	static const char find[] =
		"SELECT id, kind, subject, policy_id, granularity, services, created_ms, due_ms,"
		" error_code, error FROM access_report WHERE id = :id AND kind = :kind"
		" AND account_id = :account AND caller_id = :caller";
	static const char hasten[] = "UPDATE access_report SET due_ms = :now WHERE id = :id"
				     " AND created_ms = :now";

	if (!database_row(call, find,
			  DATABASE_VALUES(database_text("id", id), database_text("kind", kind),
					  database_text("account", call->principal->account_id),
					  database_text("caller", call->principal->user_id)),
			  &report_form, out_report))
		return call_fail(call, &iam_no_such_entity, "Job %s does not exist.", id);
	if (out_report->due_ms > call->now_ms && out_report->created_ms == call->now_ms)
		database_run(call, hasten,
			     DATABASE_VALUES(database_text("id", id),
					     database_integer("now", call->now_ms)));
	return API_OK;
}

const char *iam_access_report_status(const struct call *call,
				     const struct iam_access_report *report)
{
	if (report->due_ms > call->now_ms)
		return "IN_PROGRESS";
	return report->error_code ? "FAILED" : "COMPLETED";
}

/* Whether "iam s3" names the service. */
static bool lists(const char *services, const char *service)
{
	size_t len = strlen(service);

	for (const char *at = services; *at; at += strspn(at, " ")) {
		size_t word_len = strcspn(at, " ");

		if (word_len == len && strncmp(at, service, len) == 0)
			return true;
		at += word_len;
	}
	return false;
}

static void add_last(const struct iam_access_use *rows, size_t count, struct iam_access_use *use)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].service, use->service) != 0)
			continue;
		const char *name = use->name;

		*use = rows[i];
		use->name = name;
		return;
	}
}

size_t iam_access_report_services(struct call *call, const struct iam_access_report *report,
				  struct iam_access_use **out_uses)
{
	static const char sql[] = "SELECT " USE_COLUMNS
				  " FROM access_report_use WHERE report_id = :id"
				  " AND action = ''";
	const struct iam_service_name *names = NULL;
	size_t name_count = iam_service_names(call, &names), count = 0;
	struct iam_access_use *uses = arena_array(call->arena, name_count, sizeof(*uses));
	struct iam_access_use *rows = NULL;
	size_t row_count = database_rows(
		call, sql, DATABASE_VALUES(database_text("id", report->id)), &use_form, &rows);

	for (size_t i = 0; i < name_count; i++) {
		if (!lists(report->services, names[i].prefix))
			continue;
		uses[count] = (struct iam_access_use){ .service = names[i].prefix,
						       .name = names[i].name };
		add_last(rows, row_count, &uses[count++]);
	}
	*out_uses = uses;
	return count;
}

size_t iam_access_report_actions(struct call *call, const struct iam_access_report *report,
				 const char *service, struct iam_access_use **out_uses)
{
	static const char sql[] = "SELECT " USE_COLUMNS
				  " FROM access_report_use WHERE report_id = :id"
				  " AND service = :service AND action <> '' ORDER BY action";

	return database_rows(
		call, sql,
		DATABASE_VALUES(database_text("id", report->id), database_text("service", service)),
		&use_form, out_uses);
}
