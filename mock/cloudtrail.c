#include "mock/cloudtrail.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "mock/journal.h"
#include "model/api.h"
#include "wire/digest.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

enum { UUID_LEN = 36 };

/* An entry of the journal on its way to be an event. */
struct event {
	struct arena *arena;
	struct json_writer *json;
	const struct json_value *entry, *principal;
	const struct api_operation *operation;
};

static void add(const struct event *event, const char *key, const char *value)
{
	if (!value)
		return;
	json_key(event->json, key);
	json_string(event->json, value);
}

static void add_tree(const struct event *event, const struct json_value *value);

/* The end of issued credentials, "Oct 25, 2024, 9:07:11 PM": the one time written so. */
static const char *expiration_text(struct arena *arena, const char *iso)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int year, month, day, hour, minute, second;

	if (sscanf(iso, "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6 ||
	    month < 1 || month > 12)
		return iso;
	return arena_printf(arena, "%s %d, %d, %d:%02d:%02d %s", months[month - 1], day, year,
			    hour % 12 ? hour % 12 : 12, minute, second, hour < 12 ? "AM" : "PM");
}

/* CloudTrail writes members with a small first letter. */
static void add_member(const struct event *event, const struct json_value *member)
{
	char *name = arena_strdup(event->arena, member->key);

	name[0] = (char)tolower((unsigned char)name[0]);
	if (strcmp(name, "bucket") == 0)
		name = arena_strdup(event->arena, "bucketName");
	if (strcmp(name, "expiration") == 0 && member->kind == JSON_STRING) {
		add(event, name, expiration_text(event->arena, member->text));
		return;
	}
	json_key(event->json, name);
	add_tree(event, member);
}

static void add_tree(const struct event *event, const struct json_value *value)
{
	if (value->kind == JSON_OBJECT) {
		json_open_object(event->json);
		for (const struct json_value *member = value->first; member; member = member->next)
			add_member(event, member);
		json_close_object(event->json);
	} else if (value->kind == JSON_ARRAY) {
		json_open_array(event->json);
		for (const struct json_value *item = value->first; item; item = item->next)
			add_tree(event, item);
		json_close_array(event->json);
	} else {
		json_tree(event->json, value);
	}
}

static void add_elements(const struct event *event, const char *key,
			 const struct json_value *elements)
{
	json_key(event->json, key);
	if (elements && elements->first)
		add_tree(event, elements);
	else
		json_null(event->json);
}

/* How CloudTrail names the kinds of principals. */
static const struct identity {
	const char *resource; /* of the ARN: what stands behind the account */
	const char *type;
	bool has_name; /* the rest of the resource is the user's name */
} identities[] = {
	{ "root", "Root", false },
	{ "user/", "IAMUser", true },
	{ "assumed-role/", "AssumedRole", false },
	{ "federated-user/", "FederatedUser", false },
};

static const struct identity *identity_of(const char *arn)
{
	const char *resource = arn ? strrchr(arn, ':') : NULL;

	for (size_t i = 0; resource && i < ARRAY_LEN(identities); i++)
		if (strncmp(resource + 1, identities[i].resource, strlen(identities[i].resource)) ==
		    0)
			return &identities[i];
	return NULL;
}

static void add_issuer(const struct event *event)
{
	const char *role = json_get_string(event->principal, "roleArn");
	const char *id = json_get_string(event->principal, "userId");

	if (!role)
		return;
	json_key(event->json, "sessionIssuer");
	json_open_object(event->json);
	add(event, "type", "Role");
	if (id)
		add(event, "principalId", arena_strndup(event->arena, id, strcspn(id, ":")));
	add(event, "arn", role);
	add(event, "accountId", json_get_string(event->principal, "accountId"));
	add(event, "userName", strrchr(role, '/') ? strrchr(role, '/') + 1 : role);
	json_close_object(event->json);
}

/* assumedRoot stands in the session's events and in the event that began it; sources differ. */
static bool is_root_session(const struct event *event)
{
	return json_get(event->principal, "taskPolicyArn") ||
	       strcmp(event->operation->name, "AssumeRoot") == 0;
}

static void add_session(const struct event *event)
{
	const char *issued = json_get_string(event->principal, "issuedAt");

	if (!issued && !is_root_session(event))
		return;
	json_key(event->json, "sessionContext");
	json_open_object(event->json);
	add_issuer(event);
	if (issued) {
		json_key(event->json, "attributes");
		json_open_object(event->json);
		add(event, "creationDate", issued);
		add(event, "mfaAuthenticated",
		    json_get(event->principal, "hasMfa") ? "true" : "false");
		json_close_object(event->json);
	}
	if (is_root_session(event))
		add(event, "assumedRoot", "true");
	json_close_object(event->json);
}

static void add_identity(const struct event *event)
{
	const char *arn = json_get_string(event->principal, "arn");
	const struct identity *identity = identity_of(arn);

	json_key(event->json, "userIdentity");
	json_open_object(event->json);
	add(event, "type", identity ? identity->type : "Unknown");
	add(event, "principalId", json_get_string(event->principal, "userId"));
	add(event, "arn", arn);
	add(event, "accountId", json_get_string(event->principal, "accountId"));
	add(event, "accessKeyId", json_get_string(event->principal, "accessKeyId"));
	if (identity && identity->has_name)
		add(event, "userName", strrchr(arn, '/') + 1);
	add_session(event);
	json_close_object(event->json);
}

/* CloudTrail has the exception's name where the wire has a code. */
static void add_error(const struct event *event)
{
	const struct json_value *error = json_get(event->entry, "error");
	const char *code = json_get_string(error, "code");
	const struct api_error *known = code ? api_error_by_code(event->operation->service, code)
					     : NULL;

	if (!code)
		return;
	add(event, "errorCode", known && !known->is_common ? known->name : code);
	add(event, "errorMessage", json_get_string(error, "message"));
}

/* An id that the request's own id makes, so that a run repeats. */
static void add_event_id(const struct event *event, const char *request_id)
{
	char hex[SHA256_HEX_LEN + 1], id[UUID_LEN + 1];
	size_t used = 0;

	if (!request_id)
		return;
	sha256_hex(request_id, strlen(request_id), hex);
	for (size_t i = 0; i < UUID_LEN; i++)
		id[i] = i == 8 || i == 13 || i == 18 || i == 23 ? '-' : hex[used++];
	id[UUID_LEN] = '\0';
	id[14] = '4'; /* the version of UUID that AWS uses */
	id[19] = 'a';
	add(event, "eventID", id);
}

/* AssumeRoot is about the member account. */
static void add_resources(const struct event *event)
{
	const char *target =
		json_get_string(json_get(event->entry, "parameters"), "TargetPrincipal");
	const char *account = target ? strstr(target, "::") : NULL;

	if (strcmp(event->operation->name, "AssumeRoot") != 0 || !target)
		return;
	account = account ? account + 2 : target;
	json_key(event->json, "resources");
	json_open_array(event->json);
	json_open_object(event->json);
	add(event, "accountId", arena_strndup(event->arena, account, strcspn(account, ":")));
	json_close_object(event->json);
	json_close_array(event->json);
}

static void write_event(const struct event *event)
{
	const struct json_value *entry = event->entry;
	const struct api_service *service = event->operation->service;
	const char *request_id = json_get_string(entry, "requestId");

	json_open_object(event->json);
	add(event, "eventVersion", json_get(event->principal, "taskPolicyArn") ? "1.10" : "1.08");
	add_identity(event);
	add(event, "eventTime", json_get_string(entry, "time"));
	add(event, "eventSource",
	    arena_printf(event->arena, "%s.amazonaws.com", service->signing_name));
	add(event, "eventName", event->operation->name);
	add(event, "awsRegion", json_get_string(entry, "region"));
	add(event, "sourceIPAddress", json_get_string(entry, "sourceIp"));
	add(event, "userAgent", json_get_string(entry, "userAgent"));
	add_error(event);
	add_elements(event, "requestParameters", json_get(entry, "parameters"));
	add_elements(event, "responseElements", json_get(entry, "response"));
	add(event, "requestID", request_id);
	add_event_id(event, request_id);
	json_key(event->json, "readOnly");
	json_boolean(event->json, !event->operation->is_write);
	add_resources(event);
	add(event, "eventType", "AwsApiCall");
	json_key(event->json, "managementEvent");
	json_boolean(event->json, true);
	add(event, "recipientAccountId", json_get_string(event->principal, "accountId"));
	add(event, "eventCategory", "Management");
	json_close_object(event->json);
}

struct page {
	const struct cloudtrail_filter *filter;
	struct json_writer json;
};

static bool is_same(const char *wanted, const char *found)
{
	return !wanted || (found && strcmp(wanted, found) == 0);
}

static bool has_key(const struct event *event, const char *wanted)
{
	const struct json_value *issued =
		json_get(json_get(event->entry, "response"), "Credentials");

	return is_same(wanted, json_get_string(event->principal, "accessKeyId")) ||
	       (issued && is_same(wanted, json_get_string(issued, "AccessKeyId")));
}

static void see_entry(void *context, const char *text, size_t len)
{
	struct page *page = context;
	const struct cloudtrail_filter *filter = page->filter;
	ARENA_AUTO(arena);
	struct event event = { .arena = &arena, .json = &page->json };
	struct fault fault;

	if (!json_read(&arena, text, len, &fault, &event.entry))
		return;
	event.principal = json_get(event.entry, "principal");
	event.operation = api_operation_by_full_name(json_get_string(event.entry, "operation"));
	if (event.principal && event.operation && has_key(&event, filter->access_key_id) &&
	    is_same(filter->account_id, json_get_string(event.principal, "accountId")) &&
	    is_same(filter->event_name, event.operation->name))
		write_event(&event);
}

void cloudtrail_write(const struct journal *journal, const struct cloudtrail_filter *filter,
		      struct buffer *out)
{
	struct page page = { .filter = filter };

	json_writer_init(&page.json, out, false);
	json_open_object(&page.json);
	json_key(&page.json, "Records");
	json_open_array(&page.json);
	journal_walk(journal, filter->after, see_entry, &page);
	json_close_array(&page.json);
	json_close_object(&page.json);
	buffer_add_char(out, '\n');
}
