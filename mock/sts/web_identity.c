#include "mock/sts/web_identity.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "model/sts_api.h"
#include "wire/encoding.h"

#define SCHEME "https://"

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

static enum api_status read_audience(struct call *call, const struct json_value *claims,
				     struct web_identity *identity)
{
	const char *party = json_get_string(claims, "azp");
	const char *audience = first_audience(claims);

	identity->audience = party ? party : audience;
	identity->own_audience = party ? audience : NULL;
	if (identity->audience)
		return API_OK;
	return call_fail(call, &sts_invalid_identity_token, "Missing a required claim: aud");
}

static void read_methods(struct call *call, const struct json_value *claims,
			 struct web_identity *identity)
{
	const struct json_value *list = json_get(claims, "amr");
	const char **methods;

	if (!list || list->kind != JSON_ARRAY)
		return;
	methods = arena_array(call->arena, list->len, sizeof(*methods));
	for (const struct json_value *item = list->first; item; item = item->next)
		if (item->kind == JSON_STRING)
			methods[identity->method_count++] = item->text;
	identity->methods = methods;
}

static enum api_status read_identity(struct call *call, const struct json_value *claims,
				     struct web_identity *identity)
{
	if (read_text(call, claims, "iss", &identity->issuer) != API_OK ||
	    read_audience(call, claims, identity) != API_OK ||
	    read_text(call, claims, "sub", &identity->subject) != API_OK)
		return API_FAILED;
	if (!json_to_integer(json_get(claims, "exp"), &identity->expires_s))
		return call_fail(call, &sts_invalid_identity_token,
				 "Missing a required claim: exp");
	identity->email = json_get_string(claims, "email");
	read_methods(call, claims, identity);
	return API_OK;
}

/* The provider of the token's issuer in the account, which must know the audience. */
static enum api_status check_provider(struct call *call, const char *account_id,
				      struct web_identity *identity)
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

enum api_status web_identity_read(struct call *call, const char *token, const char *account_id,
				  struct web_identity *out_identity)
{
	const struct json_value *claims = read_claims(call, token);
	int64_t now_s = call->now_ms / 1000;

	*out_identity = (struct web_identity){ 0 };
	if (!claims || claims->kind != JSON_OBJECT)
		return call_fail(call, &sts_invalid_identity_token,
				 "The ID Token provided is not a valid JWT. (You may see this error"
				 " if you sent an Access Token)");
	if (read_identity(call, claims, out_identity) != API_OK ||
	    check_provider(call, account_id, out_identity) != API_OK)
		return API_FAILED;
	if (now_s >= out_identity->expires_s)
		return call_fail(call, &sts_expired_token,
				 "Token expired: current date/time %lld must be before the "
				 "expiration date/time %lld",
				 (long long)now_s, (long long)out_identity->expires_s);
	return API_OK;
}
