#include "mock/sts/web_identity.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "model/sts_api.h"
#include "wire/encoding.h"
#include "wire/json_reader.h"

#define SCHEME    "https://"
#define NAMESPACE "https://aws.amazon.com/" /* of the claims that AWS reads */
#define TAGS      NAMESPACE "tags"
#define FLAT_TAG  TAGS "/principal_tags/"

/* One part of a token: base64 in the letters of URLs, without padding. */
static const struct json_value *read_part(struct call *call, const char *text, size_t len)
{
	size_t padding = (4 - len % 4) % 4;
	char *base64 = arena_alloc(call->arena, len + padding + 1);
	const struct json_value *value;
	struct fault fault;
	uint8_t *data;
	size_t size;

	memcpy(base64, text, len);
	memset(base64 + len, '=', padding);
	for (size_t i = 0; i < len; i++)
		base64[i] = base64[i] == '-' ? '+' : base64[i] == '_' ? '/' : base64[i];
	if (!base64_decode(call->arena, base64, len + padding, &data, &size) ||
	    !json_read(call->arena, (const char *)data, size, &fault, &value))
		return NULL;
	return value;
}

/* The claims of a token of three parts whose header names an algorithm; NULL: it is none. */
static const struct json_value *read_claims(struct call *call, const char *token)
{
	const char *body = strchr(token, '.');
	const char *signature = body ? strchr(body + 1, '.') : NULL;
	const char *algorithm;

	if (!signature || !signature[1] || strchr(signature + 1, '.'))
		return NULL;
	algorithm = json_get_string(read_part(call, token, (size_t)(body - token)), "alg");
	if (!algorithm || strcmp(algorithm, "none") == 0)
		return NULL;
	return read_part(call, body + 1, (size_t)(signature - body - 1));
}

static enum api_status read_text(struct call *call, const struct json_value *claims,
				 const char *name, const char **out_text)
{
	*out_text = json_get_string(claims, name);
	if (*out_text)
		return API_OK;
	return call_fail(call, &sts_invalid_identity_token, "Missing a required claim: %s", name);
}

/* The first audience of a token; others count for nothing, since AWS takes one (assumed). */
static const char *first_audience(const struct json_value *claims)
{
	const struct json_value *audience = json_get(claims, "aud");

	if (audience && audience->kind == JSON_ARRAY)
		audience = audience->first;
	return audience && audience->kind == JSON_STRING ? audience->text : NULL;
}

/* "ISSUER:CLAIM", as condition keys have it. */
static const char *key_of(struct call *call, const struct federated_identity *identity,
			  const char *claim)
{
	return arena_printf(call->arena, "%s:%s", identity->issuer, claim);
}

/* Who a token is for: azp, if it is there, before aud (documented). */
static enum api_status read_audience(struct call *call, const struct json_value *claims,
				     struct federated_identity *identity)
{
	const char *party = json_get_string(claims, "azp");

	identity->audience = party ? party : first_audience(claims);
	if (identity->audience)
		return API_OK;
	return call_fail(call, &sts_invalid_identity_token, "Missing a required claim: aud");
}

/* The texts of a list, or the one text that stands in its place. */
static const char **read_texts(struct call *call, const struct json_value *value, size_t *out_count)
{
	bool is_list = value && value->kind == JSON_ARRAY;
	const struct json_value *item = is_list ? value->first : value;
	const char **texts = arena_array(call->arena, is_list ? value->len : 1, sizeof(*texts));

	*out_count = 0;
	for (; item; item = is_list ? item->next : NULL)
		if (item->kind == JSON_STRING)
			texts[(*out_count)++] = item->text;
	return texts;
}

/* What becomes condition keys under the issuer's name (documented). */
static void read_keys(struct call *call, const struct json_value *claims,
		      struct federated_identity *identity)
{
	const struct json_value *methods = json_get(claims, "amr");
	const char *email = json_get_string(claims, "email");
	struct federated_claim claim = { .key = key_of(call, identity, "amr"), .is_list = true };

	federated_identity_claim_text(call, identity, key_of(call, identity, "aud"),
				      identity->audience);
	if (json_get_string(claims, "azp"))
		federated_identity_claim_text(call, identity, key_of(call, identity, "oaud"),
					      first_audience(claims));
	federated_identity_claim_text(call, identity, key_of(call, identity, "sub"),
				      identity->subject);
	federated_identity_claim_text(call, identity, key_of(call, identity, "email"), email);
	if (!methods || methods->kind != JSON_ARRAY)
		return;
	claim.values = read_texts(call, methods, &claim.count);
	federated_identity_claim(call, identity, &claim);
}

/* A tag's value is a text, or a list of one. */
static bool add_tag(struct call *call, struct federated_identity *identity, const char *key,
		    const struct json_value *value)
{
	size_t count;
	const char **texts = read_texts(call, value, &count);

	return count == 1 && federated_identity_tag(call, identity, key, texts[0]);
}

/*
 * Session tags stand in one claim, {"principal_tags": {KEY: [VALUE]},
 * "transitive_tag_keys": [KEY]}, or flat, a claim for each tag (documented).
 */
static enum api_status read_tags(struct call *call, const struct json_value *claims,
				 struct federated_identity *identity)
{
	const struct json_value *nested = json_get(claims, TAGS);
	const struct json_value *tags = json_get(nested, "principal_tags");
	const struct json_value *keys = json_get(nested, "transitive_tag_keys");
	const struct json_value *item = tags && tags->kind == JSON_OBJECT ? tags->first : NULL;

	for (; item; item = item->next)
		if (!add_tag(call, identity, item->key, item))
			return federated_identity_refuse_tags(call);
	for (item = claims->first; item; item = item->next)
		if (strncmp(item->key, FLAT_TAG, strlen(FLAT_TAG)) == 0 &&
		    !add_tag(call, identity, item->key + strlen(FLAT_TAG), item))
			return federated_identity_refuse_tags(call);
	if (!keys)
		keys = json_get(claims, TAGS "/transitive_tag_keys");
	identity->transitive_keys.items = read_texts(call, keys, &identity->transitive_keys.len);
	return API_OK;
}

/*
 * A token that names roles is for those alone, written as exactly as the
 * request has them (observed by others, the text assumed).
 */
static enum api_status read_roles(struct call *call, const struct json_value *claims,
				  const char *role_arn, struct federated_identity *identity)
{
	const struct json_value *roles = json_get(claims, NAMESPACE "roles");
	const char **texts;
	size_t count;

	identity->role_is_authorized = roles ? "true" : "false";
	if (!roles)
		return API_OK;
	texts = read_texts(call, roles, &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(texts[i], role_arn) == 0)
			return API_OK;
	return call_fail(call, &sts_invalid_identity_token,
			 "The requested role is not among the roles of the token");
}

static enum api_status read_identity(struct call *call, const struct json_value *claims,
				     struct federated_identity *identity)
{
	int64_t expires_s;

	if (read_text(call, claims, "iss", &identity->issuer) != API_OK ||
	    read_audience(call, claims, identity) != API_OK ||
	    read_text(call, claims, "sub", &identity->subject) != API_OK)
		return API_FAILED;
	if (!json_to_integer(json_get(claims, "exp"), &expires_s))
		return call_fail(call, &sts_invalid_identity_token,
				 "Missing a required claim: exp");
	return API_OK;
}

/* The provider of the token's issuer in the account, which must know the audience. */
static enum api_status check_provider(struct call *call, const char *account_id,
				      struct federated_identity *identity)
{
	static const char clients_of[] = "SELECT client_ids FROM identity_provider"
					 " WHERE arn = :arn AND kind = 'oidc'";
	static const char has_client[] = "SELECT 1 FROM json_each(:clients) WHERE value = :client";
	const char *url = identity->issuer, *clients = NULL;

	if (strncmp(url, SCHEME, strlen(SCHEME)) == 0) {
		identity->issuer = url + strlen(SCHEME);
		identity->provider_arn =
			arn_iam(call, account_id, "oidc-provider", "/", identity->issuer);
		clients = database_string(
			call, clients_of,
			DATABASE_VALUES(database_text("arn", identity->provider_arn)));
	}
	if (!clients)
		return call_fail(call, &sts_invalid_identity_token,
				 "No OpenIDConnect provider found in your account for %s", url);
	if (!database_exists(call, has_client,
			     DATABASE_VALUES(database_text("clients", clients),
					     database_text("client", identity->audience))))
		return call_fail(call, &sts_invalid_identity_token, "Incorrect token audience");
	return API_OK;
}

static enum api_status check_time(struct call *call, const struct json_value *claims)
{
	int64_t now_s = call->now_ms / 1000, expires_s = 0;

	if (json_to_integer(json_get(claims, "exp"), &expires_s) && now_s < expires_s)
		return API_OK;
	return call_fail(call, &sts_expired_token,
			 "Token expired: current date/time %lld must be before the "
			 "expiration date/time %lld",
			 (long long)now_s, (long long)expires_s);
}

enum api_status web_identity_read(struct call *call, const char *token, const char *role_arn,
				  struct federated_identity *out_identity)
{
	const struct json_value *claims = read_claims(call, token);

	*out_identity = (struct federated_identity){ 0 };
	if (!claims || claims->kind != JSON_OBJECT)
		return call_fail(call, &sts_invalid_identity_token,
				 "The ID Token provided is not a valid JWT. (You may see this error"
				 " if you sent an Access Token)");
	if (read_identity(call, claims, out_identity) != API_OK ||
	    check_provider(call, arn_account(call->arena, role_arn), out_identity) != API_OK ||
	    check_time(call, claims) != API_OK ||
	    read_roles(call, claims, role_arn, out_identity) != API_OK ||
	    read_tags(call, claims, out_identity) != API_OK)
		return API_FAILED;
	read_keys(call, claims, out_identity);
	out_identity->source_identity = json_get_string(claims, NAMESPACE "source_identity");
	return federated_identity_check_source(call, out_identity->source_identity);
}
