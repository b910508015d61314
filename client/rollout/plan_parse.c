/*
 * plan_parse.c - reads a plan and refuses what was changed since it was written.
 */
#include <string.h>

#include "client/rollout/plan_file.h"
#include "wire/clock.h"
#include "wire/digest.h"
#include "wire/json_reader.h"

/* Whether everything the plan needs was there; says the first thing that was not. */
struct reading {
	struct arena *arena;
	struct fault *fault;
	bool is_good;
};

static void fail(struct reading *reading, const struct json_value *where, const char *wanted)
{
	if (!reading->is_good)
		return;
	reading->is_good = false;
	fault_set(reading->fault, FAULT_INPUT, "line %u, column %u: %s", where->line, where->column,
		  wanted);
}

/* A text that must be there. */
static const char *required(struct reading *reading, const struct json_value *object,
			    const char *key)
{
	const char *text = json_get_string(object, key);

	if (!text)
		fail(reading, object,
		     arena_printf(reading->arena, "\"%s\" must be a text; not a plan?", key));
	return text ? text : "";
}

static int64_t read_time(struct reading *reading, const struct json_value *object, const char *key,
			 bool is_required)
{
	const char *text = json_get_string(object, key);
	int64_t ms = 0;

	if (!text && !is_required)
		return 0;
	if (!text || !clock_parse_iso(text, &ms))
		fail(reading, object,
		     arena_printf(reading->arena, "\"%s\" must be a time like 2026-01-31T12:00:00Z",
				  key));
	return ms;
}

static enum usage read_usage(const struct json_value *object)
{
	const char *text = json_get_string(object, "usage");

	if (text && !strcmp(text, usage_name(USAGE_NEVER)))
		return USAGE_NEVER;
	return text && !strcmp(text, usage_name(USAGE_KNOWN)) ? USAGE_KNOWN : USAGE_UNKNOWN;
}

static struct credential read_credential(struct reading *reading, const struct json_value *object)
{
	struct credential credential = {
		.id = json_get_string(object, "id"),
		.status = json_get_string(object, "status"),
		.mfa_kind = json_get_string(object, "mfaKind"),
		.usage = read_usage(object),
		.used_service = json_get_string(object, "lastUsedService"),
		.used_region = json_get_string(object, "lastUsedRegion"),
		.usage_unknown_why = json_get_string(object, "usageUnknownWhy"),
		.created_ms = read_time(reading, object, "created", false),
		.used_ms = read_time(reading, object, "lastUsed", false),
	};

	if (!credential_kind_parse(required(reading, object, "kind"), &credential.kind))
		fail(reading, object, "\"kind\" must name a kind of credential");
	else if (credential.kind != CREDENTIAL_PASSWORD && !credential.id)
		fail(reading, object, "this credential needs its \"id\"");
	return credential;
}

bool plan_file_parse_credential(struct arena *arena, const struct json_value *object,
				struct credential *out_credential, struct fault *fault)
{
	struct reading reading = { .arena = arena, .fault = fault, .is_good = true };

	*out_credential = read_credential(&reading, object);
	return reading.is_good;
}

static enum plan_decision read_decision(struct reading *reading, const struct json_value *object)
{
	enum plan_decision decision = PLAN_UNKNOWN;

	if (!plan_decision_parse(required(reading, object, "decision"), &decision))
		fail(reading, object,
		     "\"decision\" must be delete, refused, unknown, nothing or skipped");
	return decision;
}

static const struct json_value *read_list(struct reading *reading, const struct json_value *object,
					  const char *key)
{
	const struct json_value *list = json_get(object, key);

	if (list && list->kind == JSON_ARRAY)
		return list;
	fail(reading, object, arena_printf(reading->arena, "\"%s\" must be a list", key));
	return NULL;
}

static struct plan_account read_account(struct reading *reading, const struct json_value *object)
{
	const struct json_value *items = read_list(reading, object, "items");
	struct plan_account account = {
		.id = required(reading, object, "accountId"),
		.name = required(reading, object, "name"),
		.path = required(reading, object, "path"),
		.decision = read_decision(reading, object),
		.why = json_get_string(object, "why"),
		.blocked_by = json_get_string(object, "blockedByPolicy"),
		.warning = json_get_string(object, "warning"),
	};

	if (!items)
		return account;
	account.items = arena_array(reading->arena, items->len, sizeof(*account.items));
	for (const struct json_value *item = items->first; item; item = item->next)
		account.items[account.item_count++] = (struct plan_item){
			.credential = read_credential(reading, item),
			.decision = read_decision(reading, item),
			.why = json_get_string(item, "why"),
		};
	return account;
}

static void read_kinds(struct reading *reading, const struct json_value *object,
		       struct plan_settings *settings)
{
	const struct json_value *kinds = read_list(reading, object, "kinds");
	enum credential_kind kind;

	for (const struct json_value *item = kinds ? kinds->first : NULL; item; item = item->next) {
		if (item->text && credential_kind_parse(item->text, &kind))
			settings->kinds[kind] = true;
		else
			fail(reading, item, "not a kind of credential");
	}
}

static struct plan_settings read_settings(struct reading *reading, const struct json_value *root)
{
	const struct json_value *object = json_get(root, "settings");
	struct plan_settings settings = { 0 };
	const char *scope;

	if (!object || object->kind != JSON_OBJECT) {
		fail(reading, root, "\"settings\" must be an object");
		return settings;
	}
	if (!json_to_integer(json_get(object, "keyUnusedDays"), &settings.key_days) ||
	    !json_to_integer(json_get(object, "validHours"), &settings.valid_hours))
		fail(reading, object, "\"keyUnusedDays\" and \"validHours\" must be whole numbers");
	scope = required(reading, object, "gateScope");
	settings.gate_scope = strcmp(scope, "item") ? PLAN_GATE_ACCOUNT : PLAN_GATE_ITEM;
	read_kinds(reading, object, &settings);
	return settings;
}

/* Compares the text's digest, taken with zeros in the digest's own place. */
static bool check_digest(struct arena *arena, const char *text, size_t len,
			 const struct json_value *root, struct fault *fault)
{
	const struct json_value *digest = json_get(root, "digest");
	char *copy = arena_strndup(arena, text, len);
	char hex[SHA256_HEX_LEN + 1];

	if (!digest || digest->kind != JSON_STRING || digest->len != PLAN_DIGEST_LEN ||
	    digest->end - digest->start != PLAN_DIGEST_LEN + 2)
		return fault_set(fault, FAULT_INPUT, "this is not a plan: it has no digest");
	memset(copy + digest->start + 1 + strlen("sha256:"), '0', SHA256_HEX_LEN);
	sha256_hex(copy, len, hex);
	if (strcmp(hex, digest->text + strlen("sha256:")) != 0)
		return fault_set(fault, FAULT_STALE,
				 "the plan was changed after it was made: its digest does not fit; "
				 "make a new one with `mattock plan`");
	return true;
}

bool plan_file_parse(struct arena *arena, const char *text, size_t len, struct plan *out,
		     struct fault *fault)
{
	struct reading reading = { .arena = arena, .fault = fault, .is_good = true };
	const struct json_value *root, *accounts;
	const char *schema;

	if (!json_read(arena, text, len, fault, &root) ||
	    !check_digest(arena, text, len, root, fault))
		return false;
	schema = json_get_string(root, "schema");
	if (!schema || strcmp(schema, PLAN_SCHEMA) != 0)
		return fault_set(fault, FAULT_INPUT,
				 "this plan's schema is not " PLAN_SCHEMA "; another Mattock made "
				 "it");
	*out = (struct plan){
		.digest = json_get_string(root, "digest"),
		.created_ms = read_time(&reading, root, "created", true),
		.expires_ms = read_time(&reading, root, "expires", true),
		.organization_id = required(&reading, root, "organizationId"),
		.management_account_id = required(&reading, root, "managementAccountId"),
		.partition = required(&reading, root, "partition"),
		.caller_arn = required(&reading, root, "callerArn"),
		.caller_account_id = required(&reading, root, "callerAccountId"),
		.settings = read_settings(&reading, root),
	};
	accounts = read_list(&reading, root, "accounts");
	if (!accounts)
		return false;
	out->accounts = arena_array(arena, accounts->len, sizeof(*out->accounts));
	for (const struct json_value *item = accounts->first; item; item = item->next)
		out->accounts[out->account_count++] = read_account(&reading, item);
	return reading.is_good;
}
