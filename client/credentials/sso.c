/*
 * sso.c - the link that takes a role's credentials from IAM Identity Center.
 *
 * `aws sso login` leaves a token in ~/.aws/sso/cache. With an [sso-session] it
 * can be renewed without a person, and what comes is written back, since the
 * refresh token may change with it: whoever logged in stays so. The older form
 * (sso_start_url in the profile) cannot.
 */
#include <openssl/evp.h>
#include <string.h>

#include "client/credentials/chain.h"
#include "client/credentials/document.h"
#include "client/credentials/fetch.h"
#include "client/secret_file.h"
#include "wire/encoding.h"
#include "wire/json_writer.h"
#include "wire/uri.h"

enum { RENEW_BEFORE_MS = 15 * 60 * 1000, SSO_TIMEOUT_MS = 10 * 1000, SSO_ATTEMPTS = 3 };
enum { STATUS_UNAUTHORIZED = 401, SHA1_MAX = 64, ERROR_MAX = 96 };

/* What a profile says of its session. */
struct session {
	const char *name; /* of the [sso-session]; NULL: the older form */
	const char *start_url, *region, *account_id, *role;
	const char *cache_path;
	struct sso_token token;
};

/* A setting that the profile or its [sso-session] has; NULL, and a fault, if they disagree. */
static const char *shared_setting(const struct chain *chain, const struct chain_place *place,
				  const char *session, const char *name, struct fault *fault)
{
	const char *own = chain_setting(chain, place, name);
	const char *shared =
		session ? config_section_text(&chain->system->config, "sso-session", session, name)
			: NULL;

	if (own && shared && strcmp(own, shared) != 0) {
		fault_set(fault, FAULT_CREDENTIALS,
			  "profile %s and [sso-session %s] have different %s", place->profile,
			  session, name);
		return NULL;
	}
	if (!own && !shared)
		fault_set(fault, FAULT_CREDENTIALS,
			  "profile %s is for IAM Identity Center and has no %s", place->profile,
			  name);
	return shared ? shared : own;
}

static const char *cache_path(struct chain *chain, const struct session *session)
{
	const char *key = session->name ? session->name : session->start_url;
	const char *home = chain_variable(chain, "HOME");
	unsigned char digest[SHA1_MAX];
	char digits[2 * SHA1_MAX + 1];
	unsigned len = 0;

	EVP_Digest(key, strlen(key), digest, &len, EVP_sha1(), NULL);
	hex_encode(digest, len, digits);
	return arena_printf(&chain->arena, "%s/.aws/sso/cache/%s.json", home ? home : "", digits);
}

static bool read_session(struct chain *chain, const struct chain_place *place,
			 struct session *out_session, struct fault *fault)
{
	const struct config *config = &chain->system->config;
	struct session *session = out_session;
	const struct {
		const char *name, **text;
	} settings[] = {
		{ "sso_start_url", &session->start_url },
		{ "sso_region", &session->region },
		{ "sso_account_id", &session->account_id },
		{ "sso_role_name", &session->role },
	};

	*session = (struct session){ .name = chain_setting(chain, place, "sso_session") };
	if (session->name && !config_has_section(config, "sso-session", session->name))
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: there is no [sso-session %s] in %s", place->profile,
				 session->name, config->config_path);
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		*settings[i].text =
			shared_setting(chain, place, session->name, settings[i].name, fault);
		if (!*settings[i].text)
			return false;
	}
	session->cache_path = cache_path(chain, session);
	return true;
}

/* Where a person has to log in again: never said as if something were denied. */
static bool fail_login(const struct chain_place *place, const char *why, struct fault *fault)
{
	return fault_set(
		fault, FAULT_CREDENTIALS,
		"token expired: the IAM Identity Center session of profile %s %s. Run `aws "
		"sso login --profile %s`, then this again",
		place->profile, why, place->profile);
}

static bool read_token(struct chain *chain, const struct chain_place *place,
		       const struct session *session, struct sso_token *out_token,
		       struct fault *fault)
{
	struct secret_file file;

	if (!secret_file_read(&chain->arena, session->cache_path, DOCUMENT_MAX, &file, fault))
		return false;
	if (!file.text)
		return fault_set(
			fault, FAULT_CREDENTIALS,
			"profile %s: there is no IAM Identity Center session (%s). Run `aws "
			"sso login --profile %s`, then this again",
			place->profile, session->cache_path, place->profile);
	if (file.is_open_to_others)
		notice_say(&chain->system->notice,
			   "%s holds a token and others may read it; chmod 600 keeps it yours",
			   session->cache_path);
	return sso_token_read(&chain->arena, (struct document_text){ file.text, file.len }, fault,
			      out_token) ||
	       fault_prefix(fault, "profile %s: %s", place->profile, session->cache_path);
}

static bool service_url(struct chain *chain, const struct session *session, const char *service,
			const char **out_url, struct fault *fault)
{
	const struct endpoint_wanted wanted = { service, session->region };
	struct endpoint endpoint;

	if (!endpoint_check_region(session->region, "sso_region", fault) ||
	    !endpoint_resolve(&chain->system->endpoints, &chain->arena, &wanted, &endpoint, fault))
		return false;
	*out_url = endpoint.url;
	return true;
}

static const char *renewal_request(struct chain *chain, const struct sso_token *token)
{
	const char *const members[] = { "clientId",           token->client_id,    "clientSecret",
					token->client_secret, "grantType",         "refresh_token",
					"refreshToken",       token->refresh_token };
	struct buffer body;
	struct json_writer json;

	buffer_init(&body, &chain->arena, DOCUMENT_MAX / 16);
	json_writer_init(&json, &body, false);
	json_open_object(&json);
	for (size_t i = 0; i < ARRAY_LEN(members); i += 2) {
		json_key(&json, members[i]);
		json_string(&json, members[i + 1]);
	}
	json_close_object(&json);
	return body.data;
}

/* False if there is no new token; the reason is for --debug, since the old one may do. */
static bool renew_token(struct chain *chain, const struct session *session, struct sso_token *token,
			struct fault *fault)
{
	int64_t now_ms = chain_now_ms(chain);
	struct fetch fetch = { .method = "POST", .timeout_ms = SSO_TIMEOUT_MS, .attempts = 1 };
	struct http_response response;
	struct fault unsaved;

	if (!session->name || !token->refresh_token || !token->client_id || !token->client_secret ||
	    token->registration_expires_ms <= now_ms)
		return fault_set(fault, FAULT_CREDENTIALS, "it cannot be renewed by itself");
	if (!service_url(chain, session, "sso_oidc", &fetch.url, fault))
		return false;
	fetch.url = arena_printf(&chain->arena, "%s/token", fetch.url);
	fetch.json = renewal_request(chain, token);
	if (!fetch_send(chain, &fetch, &response, fault))
		return false;
	if (response.status != 200)
		return fault_set(fault, FAULT_CREDENTIALS, "%s answers with status %d", fetch.url,
				 response.status);
	if (!sso_token_renew(&chain->arena, token,
			     (struct document_text){ response.body, response.body_len }, now_ms,
			     fault))
		return false;
	if (!secret_file_write(&chain->arena, session->cache_path,
			       sso_token_write(&chain->arena, token), &unsaved))
		notice_say(&chain->system->notice,
			   "the renewed IAM Identity Center session could not be kept: %s",
			   unsaved.message);
	return true;
}

static bool find_token(struct chain *chain, const struct chain_place *place,
		       const struct session *session, struct sso_token *out_token,
		       struct fault *fault)
{
	struct fault unrenewed;
	const char *end;

	if (!read_token(chain, place, session, out_token, fault))
		return false;
	if (out_token->expires_ms - chain_now_ms(chain) > RENEW_BEFORE_MS)
		return true;
	end = chain_time(chain, out_token->expires_ms);
	if (renew_token(chain, session, out_token, &unrenewed))
		return true;
	notice_say(&chain->system->debug, "credentials: the token is not renewed: %s",
		   unrenewed.message);
	return out_token->expires_ms > chain_now_ms(chain) ||
	       fail_login(place, arena_printf(&chain->arena, "ended at %s", end), fault);
}

static const char *credentials_url(struct chain *chain, const struct session *session,
				   const char *base)
{
	struct buffer url;

	buffer_init(&url, &chain->arena, 256);
	buffer_printf(&url, "%s/federation/credentials?role_name=", base);
	uri_encode(&url, session->role, strlen(session->role), URI_KEEP_NOTHING);
	buffer_add_text(&url, "&account_id=");
	uri_encode(&url, session->account_id, strlen(session->account_id), URI_KEEP_NOTHING);
	return url.data;
}

/* What the service says went wrong, which is no secret; short, on one line. */
static const char *error_text(struct chain *chain, const struct http_response *response)
{
	const struct json_value *tree = NULL;
	struct fault fault;
	const char *text = NULL;

	if (response->body_len > 0 && response->body_len <= DOCUMENT_MAX &&
	    json_read(&chain->arena, response->body, response->body_len, &fault, &tree))
		text = json_get_string(tree, "message");
	return arena_printf(&chain->arena, "%.*s (status %d)", ERROR_MAX, text ? text : "no words",
			    response->status);
}

static bool take_role(struct chain *chain, const struct chain_place *place,
		      const struct session *session, struct fault *fault,
		      struct credentials **out_credentials)
{
	struct fetch fetch = { .method = "GET",
			       .header_name = "x-amz-sso_bearer_token",
			       .header_value = session->token.access_token,
			       .timeout_ms = SSO_TIMEOUT_MS,
			       .attempts = SSO_ATTEMPTS };
	struct http_response response;
	const char *base;

	if (!service_url(chain, session, "sso", &base, fault))
		return false;
	fetch.url = credentials_url(chain, session, base);
	if (!fetch_send(chain, &fetch, &response, fault))
		return fault_prefix(fault, "profile %s: IAM Identity Center", place->profile);
	if (response.status == STATUS_UNAUTHORIZED)
		return fail_login(place, "is not accepted any more", fault);
	if (response.status != 200)
		return fault_set(fault, FAULT_CREDENTIALS,
				 "profile %s: IAM Identity Center gives no credentials of role %s "
				 "in account %s: %s",
				 place->profile, session->role, session->account_id,
				 error_text(chain, &response));
	return document_read(&chain->arena, DOCUMENT_SSO,
			     (struct document_text){ response.body, response.body_len }, fault,
			     out_credentials) ||
	       fault_prefix(fault, "profile %s: IAM Identity Center", place->profile);
}

bool link_sso(struct chain *chain, const struct chain_place *place, struct fault *fault,
	      struct credentials **out_credentials)
{
	struct credentials_step step = { .link = place->link->name, .profile = place->profile };
	struct session session;

	if (!chain_setting(chain, place, "sso_account_id") &&
	    !chain_setting(chain, place, "sso_role_name"))
		return chain_pass(chain, "no sso_account_id and no sso_role_name");
	if (!read_session(chain, place, &session, fault) ||
	    !find_token(chain, place, &session, &session.token, fault) ||
	    !take_role(chain, place, &session, fault, out_credentials))
		return false;
	step.text = arena_printf(&chain->arena,
				 "role %s in account %s by IAM Identity Center (profile %s)",
				 session.role, session.account_id, place->profile);
	credentials_set_step(*out_credentials, &step, NULL);
	(*out_credentials)->is_renewable = true;
	return true;
}
