/*
 * identity_token.c - GetWebIdentityToken: a token by which others know who calls.
 *
 * The claims and their names are documented; that ou_path is a list and
 * principal_id is there comes from public transcripts of real tokens.
 */
#include <string.h>

#include "mock/database.h"
#include "mock/ids.h"
#include "mock/organizations/lookup.h"
#include "mock/sts/sts.h"
#include "mock/sts/token_key.h"
#include "wire/buffer.h"
#include "wire/clock.h"
#include "wire/json_writer.h"

enum { STANDARD_DURATION_S = 300 }; /* documented */

/* Only regional endpoints know the operation (documented; that it is unknown elsewhere assumed). */
enum api_status sts_get_web_identity_token_check(struct call *call, const void *input)
{
	const struct sts_get_web_identity_token_in *in = input;

	if (strcasecmp(call->host, "sts.amazonaws.com") == 0)
		return call_fail(call, &sts_invalid_action, "Unknown Operation");
	if (!token_key_is_algorithm(in->signing_algorithm))
		return call_fail(call, &sts_validation_error,
				 "1 validation error detected: Value '%s' at 'signingAlgorithm' "
				 "failed to satisfy constraint: Member must satisfy enum value "
				 "set: [RS256, ES384]",
				 in->signing_algorithm);
	return API_OK;
}

static void add_text(struct json_writer *json, const char *name, const char *text)
{
	if (!text)
		return;
	json_key(json, name);
	json_string(json, text);
}

/* One audience is a text, several are a list. */
static void add_audience(struct json_writer *json,
			 const struct sts_web_identity_token_audience_list_type *audience)
{
	json_key(json, "aud");
	if (audience->len == 1) {
		json_string(json, audience->items[0]);
		return;
	}
	json_open_array(json);
	for (size_t i = 0; i < audience->len; i++)
		json_string(json, audience->items[i]);
	json_close_array(json);
}

static void add_organization(struct call *call, struct json_writer *json)
{
	const char *account_id = call->principal->account_id;
	struct lookup_organization organization;

	if (!lookup_organization_of(call, account_id, &organization))
		return;
	add_text(json, "org_id", organization.id);
	json_key(json, "ou_path");
	json_open_array(json);
	json_string(json, lookup_path(call, &organization, lookup_parent(call, account_id)));
	json_close_array(json);
}

/* Tags of the user or role; a session's own take their place (documented). */
static void add_principal_tags(struct call *call, struct json_writer *json)
{
	static const char sql[] =
		"SELECT nullif(json_group_object(key, value), '{}') FROM (SELECT key, value"
		" FROM tag WHERE resource_arn = :arn AND lower(key) NOT IN (SELECT lower(key)"
		" FROM json_each(:session)) UNION ALL SELECT key, value FROM json_each(:session)"
		" ORDER BY key)";
	const struct principal *caller = call->principal;
	const char *tags = database_string(
		call, sql,
		DATABASE_VALUES(database_text("arn", caller->policy_arn),
				database_text("session",
					      caller->session_tags ? caller->session_tags : "{}")));

	if (!tags)
		return;
	json_key(json, "principal_tags");
	json_raw(json, tags);
}

static void add_request_tags(struct json_writer *json, const struct sts_tag_list_type *tags)
{
	if (tags->len == 0)
		return;
	json_key(json, "request_tags");
	json_open_object(json);
	for (size_t i = 0; i < tags->len; i++) {
		json_key(json, tags->items[i].key);
		json_string(json, tags->items[i].value);
	}
	json_close_object(json);
}

/* What AWS knows of the caller. */
static void add_identity(struct call *call, struct json_writer *json,
			 const struct sts_get_web_identity_token_in *in)
{
	const struct principal *caller = call->principal;
	char time[CLOCK_ISO_LEN + 1];

	json_key(json, "https://sts.amazonaws.com/");
	json_open_object(json);
	add_organization(call, json);
	add_text(json, "aws_account", caller->account_id);
	if (caller->expires_ms) {
		clock_format_iso(caller->expires_ms, time);
		add_text(json, "original_session_exp", time);
	}
	add_text(json, "source_region", call->region);
	add_text(json, "principal_id", caller->policy_arn);
	add_text(json, "federated_provider", caller->federated_provider);
	add_text(json, "source_identity", caller->source_identity);
	add_principal_tags(call, json);
	add_request_tags(json, &in->tags);
	json_close_object(json);
}

static const char *make_claims(struct call *call, const struct sts_get_web_identity_token_in *in,
			       const char *issuer, int64_t expires_s)
{
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, call->arena, 1024);
	json_writer_init(&json, &out, false);
	json_open_object(&json);
	add_audience(&json, &in->audience);
	add_text(&json, "sub", call->principal->policy_arn);
	add_identity(call, &json, in);
	add_text(&json, "iss", issuer);
	json_key(&json, "exp");
	json_integer(&json, expires_s);
	json_key(&json, "iat");
	json_integer(&json, call->now_ms / 1000);
	add_text(&json, "jti", ids_new(call, IDS_UUID));
	json_close_object(&json);
	return out.data;
}

static enum api_status check_tags(struct call *call, const struct sts_tag_list_type *tags)
{
	for (size_t i = 0; i < tags->len; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcasecmp(tags->items[i].key, tags->items[j].key) == 0)
				return call_fail_common(call, 400, "InvalidParameterValue",
							"Duplicate tag keys found. Please note "
							"that Tag keys are case insensitive.");
		}
	}
	return API_OK;
}

/* The issuer of the caller's account; NULL while the account has not enabled tokens. */
static const char *find_issuer(struct call *call)
{
	static const char sql[] = "SELECT value FROM account_setting"
				  " WHERE account_id = :account AND name = 'issuer'";

	return database_string(
		call, sql, DATABASE_VALUES(database_text("account", call->principal->account_id)));
}

enum api_status sts_get_web_identity_token(struct call *call,
					   const struct sts_get_web_identity_token_in *in,
					   struct sts_get_web_identity_token_out *out)
{
	const char *issuer = find_issuer(call);
	int64_t duration_s = in->duration_seconds.is_set ? in->duration_seconds.value
							 : STANDARD_DURATION_S;
	int64_t expires_s = call->now_ms / 1000 + duration_s;

	if (!issuer)
		return call_fail(call, &sts_outbound_web_identity_federation_disabled,
				 "The outbound web identity federation feature is not enabled for "
				 "this account.");
	if (check_tags(call, &in->tags) != API_OK)
		return API_FAILED;
	if (call->principal->expires_ms && expires_s * 1000 > call->principal->expires_ms)
		return call_fail(call, &sts_session_duration_escalation,
				 "The requested token duration would extend the session beyond its "
				 "original expiration time.");
	out->web_identity_token = token_key_sign(call, in->signing_algorithm,
						 make_claims(call, in, issuer, expires_s));
	out->expiration = api_timestamp(expires_s * 1000);
	if (!out->web_identity_token)
		return call_fail_common(call, 500, "InternalFailure",
					"The token cannot be signed.");
	return API_OK;
}
