#include <string.h>

#include "mock/arn.h"
#include "mock/iam/entity.h"
#include "mock/iam/handlers.h"
#include "mock/iam/password.h"
#include "mock/iam/shape.h"
#include "wire/buffer.h"
#include "wire/clock.h"

/*
 * The credential report: a CSV file of the root user and every user, kept for
 * four hours (documented). The columns and the root user's words are recorded.
 */

enum { KEEP_MS = 4 * 60 * 60 * 1000, KEYS = 2, CERTIFICATES = 2 };

static const char header[] =
	"user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
	"password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
	"access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
	"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
	"access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
	"cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/* Whom a line is about. */
struct report_subject {
	const char *name, *arn, *id;
	int64_t created_ms, password_used_ms;
	bool is_root;
};

struct key_row {
	const char *status, *service, *region;
	int64_t created_ms, used_ms;
};

static const struct database_column key_columns[] = {
	{ "status", offsetof(struct key_row, status), COLUMN_TEXT },
	{ "last_used_service", offsetof(struct key_row, service), COLUMN_TEXT },
	{ "last_used_region", offsetof(struct key_row, region), COLUMN_TEXT },
	{ "created_ms", offsetof(struct key_row, created_ms), COLUMN_INTEGER },
	{ "last_used_ms", offsetof(struct key_row, used_ms), COLUMN_INTEGER },
	{ 0 },
};
static const struct database_row key_form = { sizeof(struct key_row), key_columns };

static void add_date(struct buffer *text, int64_t ms, const char *otherwise)
{
	char date[CLOCK_ISO_LEN + 1];
	if (ms)
		clock_format_iso(ms, date);
	buffer_printf(text, ",%s", ms ? date : otherwise);
}

static void add_word(struct buffer *text, const char *word)
{
	buffer_printf(text, ",%s", word ? word : "N/A");
}

static void add_flag(struct buffer *text, bool flag)
{
	add_word(text, flag ? "true" : "false");
}

static void add_password(struct call *call, struct buffer *text,
			 const struct report_subject *subject)
{
	struct iam_password_rules rules;
	int64_t created_ms = database_number(
		call, "SELECT created_ms FROM login_profile WHERE owner_id = :owner",
		DATABASE_VALUES(database_text("owner", subject->id)), 0);
	iam_password_rules(call, &rules);
	int64_t age_ms = rules.max_age_days * 24 * 60 * 60 * 1000;

	add_flag(text, created_ms != 0);
	add_date(text, subject->password_used_ms,
		 created_ms || subject->is_root ? "no_information" : "N/A");
	add_date(text, created_ms, subject->is_root ? "not_supported" : "N/A");
	if (subject->is_root)
		add_word(text, "not_supported");
	else
		add_date(text, created_ms && age_ms ? created_ms + age_ms : 0, "N/A");
}

static void add_keys(struct call *call, struct buffer *text, const struct report_subject *subject)
{
	struct key_row *rows = NULL;
	size_t count = database_rows(call,
				     "SELECT status, last_used_service, last_used_region,"
				     " created_ms, last_used_ms FROM access_key"
				     " WHERE owner_id = :owner ORDER BY created_ms, id",
				     DATABASE_VALUES(database_text("owner", subject->id)),
				     &key_form, &rows);
	for (size_t i = 0; i < KEYS; i++) {
		const struct key_row none = { .status = "" };
		const struct key_row *row = i < count ? &rows[i] : &none;
		add_flag(text, row->status[0] == 'A');
		add_date(text, row->created_ms, "N/A");
		add_date(text, row->used_ms, "N/A");
		add_word(text, row->used_ms ? row->region : NULL);
		add_word(text, row->used_ms ? row->service : NULL);
	}
}

static void add_certificates(struct call *call, struct buffer *text,
			     const struct report_subject *subject)
{
	struct key_row *rows = NULL;
	size_t count = database_rows(
		call,
		"SELECT status, uploaded_ms AS created_ms"
		" FROM signing_certificate WHERE owner_id = :owner ORDER BY id",
		DATABASE_VALUES(database_text("owner", subject->id)), &key_form, &rows);
	for (size_t i = 0; i < CERTIFICATES; i++) {
		add_flag(text, i < count && rows[i].status[0] == 'A');
		add_date(text, i < count ? rows[i].created_ms : 0, "N/A");
	}
}

static void add_line(struct call *call, struct buffer *text, const struct report_subject *subject)
{
	buffer_printf(text, "\n%s,%s", subject->name, subject->arn);
	add_date(text, subject->created_ms, "N/A");
	add_password(call, text, subject);
	add_flag(text, database_exists(call, "SELECT 1 FROM mfa_device WHERE owner_id = :owner",
				       DATABASE_VALUES(database_text("owner", subject->id))));
	add_keys(call, text, subject);
	add_certificates(call, text, subject);
}

static void add_root(struct call *call, struct buffer *text)
{
	const char *account = call->principal->account_id;
	const struct database_value *values = DATABASE_VALUES(database_text("account", account));
	const struct report_subject root = {
		.name = "<root_account>",
		.arn = arn_root_user(call, account),
		.id = account,
		.created_ms = database_number(
			call, "SELECT created_ms FROM account WHERE id = :account", values, 0),
		.password_used_ms = database_number(
			call, "SELECT root_password_last_used_ms FROM account WHERE id = :account",
			values, 0),
		.is_root = true,
	};
	add_line(call, text, &root);
}

/* The whole report, without a newline at its end (recorded). */
static const char *make_report(struct call *call)
{
	const struct iam_page all = { .after = "", .fetch = -1 };
	struct iam_entity *users = NULL;
	struct buffer text;
	size_t count = iam_entity_list(call, IAM_USER, NULL, &all, &users);

	buffer_init(&text, call->arena, 1024 + count * 256);
	buffer_add_text(&text, header);
	add_root(call, &text);
	for (size_t i = 0; i < count; i++) {
		const struct report_subject subject = {
			.name = users[i].name,
			.arn = users[i].arn,
			.id = users[i].id,
			.created_ms = users[i].created_ms,
			.password_used_ms = users[i].password_last_used_ms,
		};
		add_line(call, &text, &subject);
	}
	return text.data;
}

static int64_t generated_ms(struct call *call)
{
	return database_number(
		call, "SELECT generated_ms FROM credential_report WHERE account_id = :account",
		DATABASE_VALUES(database_text("account", call->principal->account_id)), 0);
}

IAM_HANDLER(generate_credential_report)
{
	int64_t last_ms = generated_ms(call);

	if (last_ms && call->now_ms - last_ms < KEEP_MS) {
		out->state = "COMPLETE";
		return API_OK;
	}
	database_run(call,
		     "INSERT OR REPLACE INTO credential_report (account_id, content, generated_ms)"
		     " VALUES (:account, :content, :now)",
		     DATABASE_VALUES(database_text("account", call->principal->account_id),
				     database_text("content", make_report(call)),
				     database_integer("now", call->now_ms)));
	out->state = "STARTED";
	out->description = "No report exists. Starting a new report generation task";
	return API_OK;
}

/* The two refusals carry no message at all (recorded). */
IAM_HANDLER(get_credential_report)
{
	int64_t last_ms = generated_ms(call);
	const char *content = database_string(
		call, "SELECT content FROM credential_report WHERE account_id = :account",
		DATABASE_VALUES(database_text("account", call->principal->account_id)));

	if (!content)
		return call_fail_common(call, 410, "ReportNotPresent", NULL);
	if (call->now_ms - last_ms >= KEEP_MS)
		return call_fail_common(call, 410, "ReportExpired", NULL);
	out->content = (struct api_blob){ (const uint8_t *)content, strlen(content) };
	out->report_format = "text/csv";
	out->generated_time = api_timestamp(last_ms);
	return API_OK;
}
