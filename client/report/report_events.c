/*
 * report_events.c - the CloudTrail events that a run must have caused, for a SOC to match.
 *
 * AssumeRoot is an event of the caller's account; what the root session does
 * is one of the member's, by its root user (documented). What a file does
 * not tell for certain has bounds instead of a number: at least, at most.
 */
#include <string.h>

#include "client/report/report_events.h"
#include "client/rollout/credential.h"
#include "client/rollout/journal.h"

/* The calls that a look at an account consists of. */
static const char *const looks[] = {
	"GetUser", "ListAccessKeys", "ListSigningCertificates", "ListMFADevices", "GetLoginProfile",
};

static const char *const deletes[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = "DeleteAccessKey",
	[CREDENTIAL_CERTIFICATE] = "DeleteSigningCertificate",
	[CREDENTIAL_MFA_DEVICE] = "DeactivateMFADevice",
	[CREDENTIAL_PASSWORD] = "DeleteLoginProfile",
};

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	json_key(json, key);
	json_string(json, text);
}

/* The part of an ARN, from 0: its partition is 1, its account 4. */
static const char *arn_part(const struct expected_writing *writing, size_t number)
{
	const char *at = writing->saved->caller_arn;

	for (; at && number > 0; number--) {
		at = strchr(at, ':');
		at = at ? at + 1 : NULL;
	}
	return at ? arena_strndup(writing->report->arena, at, strcspn(at, ":")) : NULL;
}

/* Where IAM's calls are logged in each partition (documented). */
static const char *iam_region(const struct expected_writing *writing)
{
	static const char *const regions[][2] = {
		{ "aws-us-gov", "us-gov-west-1" },
		{ "aws-cn", "cn-north-1" },
		{ "aws", "us-east-1" },
	};
	const char *partition = arn_part(writing, 1);

	for (size_t i = 0; partition && i < ARRAY_LEN(regions); i++)
		if (strcmp(partition, regions[i][0]) == 0)
			return regions[i][1];
	return NULL;
}

static void write_identity(const struct expected_writing *writing,
			   const struct expected_event *event)
{
	const char *partition = arn_part(writing, 1);

	json_key(writing->json, "userIdentity");
	json_open_object(writing->json);
	if (event->task || event->is_of_caller) {
		write_text(writing->json, "arn", writing->saved->caller_arn);
		write_text(writing->json, "accountId", event->account_id);
	} else {
		write_text(writing->json, "type", "Root");
		if (partition)
			write_text(writing->json, "arn",
				   arena_printf(writing->report->arena, "arn:%s:iam::%s:root",
						partition, event->account_id));
		write_text(writing->json, "accountId", event->account_id);
	}
	write_text(writing->json, "accessKeyId", event->access_key_id);
	json_close_object(writing->json);
}

static void write_parameters(const struct expected_writing *writing,
			     const struct expected_event *event)
{
	json_key(writing->json, "requestParameters");
	json_open_object(writing->json);
	write_text(writing->json, "targetPrincipal", event->target_id);
	if (event->task)
		write_text(writing->json, "taskPolicy", event->task);
	write_text(writing->json, "credentialId", event->credential_id);
	json_close_object(writing->json);
}

void expected_event_add(const struct expected_writing *writing, const struct expected_event *event)
{
	struct json_writer *json = writing->json;

	json_open_object(json);
	write_text(json, "eventSource", event->source);
	write_text(json, "eventName", event->name);
	/* STS is asked in a region that only the run knew. */
	write_text(json, "awsRegion",
		   event->region ? event->region
		   : event->task ? NULL
				 : iam_region(writing));
	write_text(json, "recipientAccountId", event->account_id);
	write_identity(writing, event);
	write_parameters(writing, event);
	write_text(json, "sessionAccessKeyId", event->session_key_id);
	write_text(json, "requestID", event->request_id);
	write_text(json, "errorCode", event->error);
	write_text(json, "eventTime", event->time);
	json_key(json, "atLeast");
	json_integer(json, event->at_least);
	json_key(json, "atMost");
	if (event->at_most == EVENT_NO_LIMIT)
		json_null(json);
	else
		json_integer(json, event->at_most);
	write_text(json, "note", event->note);
	json_close_object(json);
}

static void add_session(const struct expected_writing *writing, const char *account_id,
			const char *task, int at_least)
{
	expected_event_add(writing, &(struct expected_event){ .source = "sts.amazonaws.com",
							      .name = "AssumeRoot",
							      .account_id = arn_part(writing, 4),
							      .task = task,
							      .target_id = account_id,
							      .at_least = at_least,
							      .at_most = EVENT_NO_LIMIT });
}

static void add_looks(const struct expected_writing *writing, const char *account_id, int at_least)
{
	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		expected_event_add(writing, &(struct expected_event){ .source = "iam.amazonaws.com",
								      .name = looks[i],
								      .account_id = account_id,
								      .at_least = at_least,
								      .at_most = EVENT_NO_LIMIT });
}

/* An account of an audit; nothing was asked of one that was skipped. */
static void add_audited(const struct expected_writing *writing, const struct record *records,
			size_t count)
{
	const char *account_id = records->account_id;
	bool is_seen = false;

	if (records->state == RECORD_SKIPPED)
		return;
	for (size_t i = 0; i < count; i++)
		is_seen = is_seen || records[i].state != RECORD_UNKNOWN;
	add_session(writing, account_id, "IAMAuditRootUserCredentials", 1);
	add_looks(writing, account_id, is_seen);
	expected_event_add(writing, &(struct expected_event){ .source = "iam.amazonaws.com",
							      .name = "GetAccountSummary",
							      .account_id = account_id,
							      .at_least = is_seen,
							      .at_most = EVENT_NO_LIMIT });
	for (size_t i = 0; i < count; i++)
		if (records[i].state == RECORD_OPEN && strcmp(records[i].kind, "accessKey") == 0)
			expected_event_add(writing,
					   &(struct expected_event){ .source = "iam.amazonaws.com",
								     .name = "GetAccessKeyLastUsed",
								     .account_id = account_id,
								     .credential_id = records[i].id,
								     .at_least = 1,
								     .at_most = EVENT_NO_LIMIT });
}

static void add_delete(const struct expected_writing *writing, const struct record *record)
{
	enum credential_kind kind;
	bool is_sent = strcmp(record->word, "deleted") == 0;
	bool may_be_sent = is_sent || record->state == RECORD_FAILED ||
			   record->state == RECORD_UNKNOWN || strcmp(record->word, "gone") == 0;

	if (!may_be_sent || !credential_kind_parse(record->kind, &kind))
		return;
	expected_event_add(writing, &(struct expected_event){ .source = "iam.amazonaws.com",
							      .name = deletes[kind],
							      .account_id = record->account_id,
							      .credential_id = record->id,
							      .at_least = is_sent,
							      .at_most = EVENT_NO_LIMIT,
							      .note = record->why });
	if (strstr(record->id, ":mfa/"))
		expected_event_add(writing,
				   &(struct expected_event){ .source = "iam.amazonaws.com",
							     .name = "DeleteVirtualMFADevice",
							     .account_id = record->account_id,
							     .credential_id = record->id,
							     .at_most = EVENT_NO_LIMIT });
}

/* An account of an outcome: a look and the deletes in one session, a look by another. */
static void add_applied(const struct expected_writing *writing, const struct record *records,
			size_t count)
{
	bool is_touched = false;

	for (size_t i = 0; i < count; i++)
		is_touched = is_touched || records[i].state == RECORD_GOOD ||
			     records[i].state == RECORD_FAILED;
	add_session(writing, records->account_id, "IAMDeleteRootUserCredentials", is_touched);
	add_looks(writing, records->account_id, is_touched);
	for (size_t i = 0; i < count; i++)
		add_delete(writing, &records[i]);
	add_session(writing, records->account_id, "IAMAuditRootUserCredentials", 0);
}

static void add_accounts(const struct expected_writing *writing,
			 void (*add_account)(const struct expected_writing *, const struct record *,
					     size_t))
{
	const struct records *records = &writing->saved->records;
	size_t first = 0;

	while (first < records->count) {
		size_t count = 1;

		while (first + count < records->count &&
		       strcmp(records->items[first].account_id,
			      records->items[first + count].account_id) == 0)
			count++;
		add_account(writing, &records->items[first], count);
		first += count;
	}
}

/* "DeleteAccessKey: AccessDenied: ..." has AWS's code in the middle; other texts have none. */
static const char *error_code(struct arena *arena, const char *text)
{
	const char *code = text ? strstr(text, ": ") : NULL;
	size_t len = code ? strspn(code + 2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ."
					     "0123456789")
			  : 0;

	return len > 0 && code[2 + len] == ':' ? arena_strndup(arena, code + 2, len) : NULL;
}

/* What a line of a journal says of one call. */
static const struct line_form {
	enum journal_event event;
	bool is_certain; /* the call arrived; without that, only if AWS's answer had an id */
	bool has_answer;
	const char *note;
} line_forms[] = {
	{ JOURNAL_DONE, true, true, NULL },
	{ JOURNAL_FAILED, false, true, NULL },
	{ JOURNAL_GONE, false, true, NULL },
	{ JOURNAL_LOST, false, false, "the answer was lost; the call may have arrived" },
};

static const struct line_form *form_of(const struct json_value *line)
{
	const char *event = json_get_string(line, "event");

	for (size_t i = 0; event && i < ARRAY_LEN(line_forms); i++)
		if (strcmp(event, journal_event_name(line_forms[i].event)) == 0)
			return &line_forms[i];
	return NULL;
}

static void add_line(const struct expected_writing *writing, const struct json_value *line)
{
	const struct line_form *form = form_of(line);
	const char *request_id = json_get_string(line, "requestId");
	const char *text = json_get_string(line, "text");

	if (!form)
		return;
	expected_event_add(writing,
			   &(struct expected_event){
				   .source = "iam.amazonaws.com",
				   .name = json_get_string(line, "operation"),
				   .account_id = json_get_string(line, "account"),
				   .credential_id = json_get_string(line, "id"),
				   .request_id = request_id,
				   .error = error_code(writing->report->arena, text),
				   .time = json_get_string(line, "time"),
				   .at_least = form->is_certain || (form->has_answer && request_id),
				   .at_most = 1,
				   .note = form->note });
}

static void add_journal(const struct expected_writing *writing)
{
	const char *account_id = "";

	for (size_t i = 0; i < writing->saved->records.count; i++) {
		const struct record *record = &writing->saved->records.items[i];

		if (strcmp(record->account_id, account_id) == 0)
			continue;
		account_id = record->account_id;
		add_session(writing, account_id, "IAMDeleteRootUserCredentials", 1);
		add_looks(writing, account_id, 1);
		add_session(writing, account_id, "IAMAuditRootUserCredentials", 0);
	}
	for (size_t i = 0; i < writing->saved->line_count; i++)
		add_line(writing, writing->saved->lines[i]);
}

static void write_file(const struct report *report, const struct saved *saved,
		       struct json_writer *json)
{
	const struct expected_writing writing = { report, saved, json };

	json_open_object(json);
	write_text(json, "file", saved->name);
	write_text(json, "sha256", saved->sha256);
	write_text(json, "kind", saved->kind);
	write_text(json, "organizationId", saved->organization_id);
	write_text(json, "callerArn", saved->caller_arn);
	write_text(json, "since", saved->taken);
	json_key(json, "events");
	json_open_array(json);
	if (saved->family == SAVED_AUDIT)
		add_accounts(&writing, add_audited);
	else if (strcmp(saved->kind, "journal") == 0)
		add_journal(&writing);
	else if (saved->family == SAVED_CALLS)
		expected_events_of_calls(&writing);
	else if (saved->family == SAVED_OUTCOME)
		add_accounts(&writing, add_applied);
	json_close_array(json);
	json_close_object(json);
}

void report_events(const struct report *report, struct buffer *out)
{
	struct json_writer json;

	json_writer_init(&json, out, true);
	json_open_object(&json);
	output_write_schema(&json, "expectedEvents");
	json_key(&json, "files");
	json_open_array(&json);
	for (size_t i = 0; i < report->file_count; i++)
		write_file(report, &report->files[i], &json);
	json_close_array(&json);
	json_close_object(&json);
	buffer_add_char(out, '\n');
}
