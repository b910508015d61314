#include "mock/cloudtrail_event.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "model/api.h"
#include "wire/digest.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

enum { UUID_LEN = 36 };

static void add(const struct cloudtrail_event *event, const char *key, const char *value)
{
	if (!value)
		return;
	json_key(event->json, key);
	json_string(event->json, value);
}

static void add_tree(const struct cloudtrail_event *event, const struct json_value *value);

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
static void add_member(const struct cloudtrail_event *event, const struct json_value *member)
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

static void add_tree(const struct cloudtrail_event *event, const struct json_value *value)
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

static void add_elements(const struct cloudtrail_event *event, const char *key,
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
	bool has_name;        /* the rest of the resource is the user's name */
	const char *username; /* that a search knows it by; NULL: what is behind the last slash */
} identities[] = {
	{ "root", "Root", false, "root" },
	{ "user/", "IAMUser", true, NULL },
	{ "assumed-role/", "AssumedRole", false, NULL },
	{ "federated-user/", "FederatedUser", false, NULL },
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

const char *cloudtrail_event_username(const struct cloudtrail_event *event)
{
	const char *arn = json_get_string(event->principal, "arn");
	const struct identity *identity = identity_of(arn);

	if (!identity)
		return NULL;
	return identity->username ? identity->username : strrchr(arn, '/') + 1;
}

static void add_issuer(const struct cloudtrail_event *event)
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
static bool is_root_session(const struct cloudtrail_event *event)
{
	return json_get(event->principal, "taskPolicyArn") ||
	       strcmp(event->operation->name, "AssumeRoot") == 0;
}

static void add_session(const struct cloudtrail_event *event)
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

/* Who owns the role does not learn more of a caller of another account (documented). */
static void add_stranger(const struct cloudtrail_event *event)
{
	json_key(event->json, "userIdentity");
	json_open_object(event->json);
	add(event, "type", "AWSAccount");
	add(event, "principalId", json_get_string(event->principal, "userId"));
	add(event, "accountId", json_get_string(event->principal, "accountId"));
	json_close_object(event->json);
}

static void add_identity(const struct cloudtrail_event *event)
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

/*
 * CloudTrail has the exception's name where the wire has a code. Where
 * Organizations tells a caller that it may not and no more, the trail tells why,
 * under IAM's name for it (transcripts).
 */
static void add_error(const struct cloudtrail_event *event)
{
	const struct json_value *error = json_get(event->entry, "error");
	const char *code = json_get_string(error, "code");
	const char *in_trail = json_get_string(error, "inTrail");
	const struct api_error *known = code ? api_error_by_code(event->operation->service, code)
					     : NULL;

	if (!code)
		return;
	if (in_trail)
		code = "AccessDenied";
	else if (known && !known->is_common)
		code = known->name;
	add(event, "errorCode", code);
	add(event, "errorMessage", in_trail ? in_trail : json_get_string(error, "message"));
}

const char *cloudtrail_event_id(struct arena *arena, const char *text)
{
	char hex[SHA256_HEX_LEN + 1];
	char *id = arena_alloc(arena, UUID_LEN + 1);
	size_t used = 0;

	sha256_hex(text, strlen(text), hex);
	for (size_t i = 0; i < UUID_LEN; i++)
		id[i] = i == 8 || i == 13 || i == 18 || i == 23 ? '-' : hex[used++];
	id[UUID_LEN] = '\0';
	id[14] = '4'; /* the version of UUID that AWS uses */
	id[19] = 'a';
	return id;
}

/* What a call that takes a session is about: the parameter that names it, and its type. */
static const struct target {
	const char *operation, *parameter;
	const char *type; /* NULL: the account alone is named, as in AWS's sample of AssumeRoot */
} targets[] = {
	{ "AssumeRoot", "TargetPrincipal", NULL },
	{ "AssumeRole", "RoleArn", "AWS::IAM::Role" },
};

static const struct target *target_of(const struct cloudtrail_event *event, const char **out_name)
{
	for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
		if (strcmp(event->operation->name, targets[i].operation) != 0)
			continue;
		*out_name =
			json_get_string(json_get(event->entry, "parameters"), targets[i].parameter);
		return *out_name ? &targets[i] : NULL;
	}
	return NULL;
}

/* The account of an ARN of IAM, or what is one already. */
static const char *account_of(struct arena *arena, const char *name)
{
	const char *account = strstr(name, "::");

	account = account ? account + 2 : name;
	return arena_strndup(arena, account, strcspn(account, ":"));
}

static void add_resources(const struct cloudtrail_event *event)
{
	const char *name;
	const struct target *target = target_of(event, &name);

	if (!target)
		return;
	json_key(event->json, "resources");
	json_open_array(event->json);
	json_open_object(event->json);
	if (target->type)
		add(event, "ARN", name);
	add(event, "accountId", account_of(event->arena, name));
	if (target->type)
		add(event, "type", target->type);
	json_close_object(event->json);
	json_close_array(event->json);
}

const char *cloudtrail_event_owner(const struct cloudtrail_event *event)
{
	const char *name, *owner;
	const struct target *target = target_of(event, &name);

	if (!target || !target->type || json_get(event->entry, "error"))
		return NULL;
	owner = account_of(event->arena, name);
	return strcmp(owner, json_get_string(event->principal, "accountId")) == 0 ? NULL : owner;
}

static void add_where(const struct cloudtrail_event *event)
{
	const struct json_value *entry = event->entry;

	add(event, "eventTime", json_get_string(entry, "time"));
	add(event, "eventSource", cloudtrail_event_source(event));
	add(event, "eventName", event->operation->name);
	add(event, "awsRegion", json_get_string(entry, "region"));
	add(event, "sourceIPAddress", json_get_string(entry, "sourceIp"));
	add(event, "userAgent", json_get_string(entry, "userAgent"));
}

const char *cloudtrail_event_source(const struct cloudtrail_event *event)
{
	return arena_printf(event->arena, "%s.amazonaws.com",
			    event->operation->service->signing_name);
}

void cloudtrail_event_write(const struct cloudtrail_event *event)
{
	const struct json_value *entry = event->entry;
	const char *account = json_get_string(event->principal, "accountId");

	json_open_object(event->json);
	add(event, "eventVersion", json_get(event->principal, "taskPolicyArn") ? "1.10" : "1.08");
	if (event->owner)
		add_stranger(event);
	else
		add_identity(event);
	add_where(event);
	add_error(event);
	add_elements(event, "requestParameters", json_get(entry, "parameters"));
	add_elements(event, "responseElements", json_get(entry, "response"));
	add(event, "requestID", event->request_id);
	add(event, "eventID", event->id);
	json_key(event->json, "readOnly");
	json_boolean(event->json, !event->operation->is_write);
	add_resources(event);
	add(event, "eventType", "AwsApiCall");
	json_key(event->json, "managementEvent");
	json_boolean(event->json, true);
	add(event, "recipientAccountId", event->owner ? event->owner : account);
	if (cloudtrail_event_owner(event))
		add(event, "sharedEventID",
		    cloudtrail_event_id(event->arena, arena_printf(event->arena, "shared %s",
								   event->request_id)));
	add(event, "eventCategory", "Management");
	json_close_object(event->json);
}
