#include "client/credentials/document.h"

#include <string.h>

#include "wire/clock.h"
#include "wire/json_writer.h"

enum { LIFETIME_MAX_S = 10 * 365 * 24 * 3600 };

/* The names of one form. */
struct form {
	const char *what;   /* for people */
	const char *inside; /* the member that has the others; NULL: the document itself */
	const char *id, *secret, *token, *expiration;
	bool needs_token;
	bool has_version;      /* "Version": 1 must be there */
	bool has_code;         /* "Code" must be "Success", if it is there */
	bool is_expiration_ms; /* a number of milliseconds since 1970, not a text */
};

static const struct form forms[DOCUMENT_FORM_COUNT] = {
	[DOCUMENT_PROCESS] = { .what = "the output",
			       .id = "AccessKeyId",
			       .secret = "SecretAccessKey",
			       .token = "SessionToken",
			       .expiration = "Expiration",
			       .has_version = true },
	[DOCUMENT_CONTAINER] = { .what = "the answer",
				 .id = "AccessKeyId",
				 .secret = "SecretAccessKey",
				 .token = "Token",
				 .expiration = "Expiration",
				 .needs_token = true },
	[DOCUMENT_INSTANCE] = { .what = "the answer",
				.id = "AccessKeyId",
				.secret = "SecretAccessKey",
				.token = "Token",
				.expiration = "Expiration",
				.needs_token = true,
				.has_code = true },
	[DOCUMENT_SSO] = { .what = "the answer",
			   .inside = "roleCredentials",
			   .id = "accessKeyId",
			   .secret = "secretAccessKey",
			   .token = "sessionToken",
			   .expiration = "expiration",
			   .needs_token = true,
			   .is_expiration_ms = true },
};

static bool read_tree(struct arena *arena, const char *what, struct document_text text,
		      struct fault *fault, const struct json_value **out_tree)
{
	struct fault unsaid = { 0 }; /* it might repeat a secret */

	if (text.len > DOCUMENT_MAX)
		return fault_set(fault, FAULT_CREDENTIALS, "%s is over %d bytes", what,
				 DOCUMENT_MAX);
	if (!json_read(arena, text.data, text.len, &unsaid, out_tree) ||
	    (*out_tree)->kind != JSON_OBJECT)
		return fault_set(fault, FAULT_CREDENTIALS, "%s is no JSON object", what);
	return true;
}

/* A member that is a text and not empty; NULL otherwise. */
static const char *get_text(const struct json_value *object, const char *key)
{
	const char *text = json_get_string(object, key);

	return text && *text ? text : NULL;
}

/* An ISO time, also with the "UTC" that older programs wrote for "Z". */
static bool parse_time(struct arena *arena, const char *text, int64_t *out_ms)
{
	size_t len = text ? strlen(text) : 0;

	if (len > 3 && strcmp(text + len - 3, "UTC") == 0)
		text = arena_printf(arena, "%.*sZ", (int)(len - 3), text);
	return text && clock_parse_iso(text, out_ms) && *out_ms > 0;
}

static bool read_expiration(struct arena *arena, const struct form *form,
			    const struct json_value *members, int64_t *out_ms, struct fault *fault)
{
	const struct json_value *value = json_get(members, form->expiration);
	bool is_read;

	*out_ms = 0;
	if (!value || value->kind == JSON_NULL)
		return true;
	if (form->is_expiration_ms)
		is_read = json_to_integer(value, out_ms) && *out_ms > 0;
	else
		is_read = parse_time(arena, json_get_string(members, form->expiration), out_ms);
	return is_read || fault_set(fault, FAULT_CREDENTIALS, "%s: %s is no time", form->what,
				    form->expiration);
}

static bool check_version(const struct form *form, const struct json_value *tree,
			  struct fault *fault)
{
	const char *code = form->has_code ? json_get_string(tree, "Code") : NULL;
	int64_t version = 0;

	if (form->has_version &&
	    (!json_to_integer(json_get(tree, "Version"), &version) || version != 1))
		return fault_set(fault, FAULT_CREDENTIALS, "%s: Version must be 1", form->what);
	if (code && strcmp(code, "Success") != 0)
		return fault_set(fault, FAULT_CREDENTIALS, "%s: its Code is not Success",
				 form->what);
	return true;
}

/* The member that must be there and is not; NULL if none is missing. */
static const char *missing(const struct form *form, const struct json_value *members)
{
	if (!get_text(members, form->id))
		return form->id;
	if (!get_text(members, form->secret))
		return form->secret;
	return form->needs_token && !get_text(members, form->token) ? form->token : NULL;
}

bool document_read(struct arena *arena, enum document_form form_id, struct document_text text,
		   struct fault *fault, struct credentials **out_credentials)
{
	const struct form *form = &forms[form_id];
	const struct json_value *tree, *members;
	int64_t expires_ms;

	if (!read_tree(arena, form->what, text, fault, &tree) || !check_version(form, tree, fault))
		return false;
	members = form->inside ? json_get(tree, form->inside) : tree;
	if (missing(form, members))
		return fault_set(fault, FAULT_CREDENTIALS, "%s has no %s", form->what,
				 missing(form, members));
	if (!read_expiration(arena, form, members, &expires_ms, fault))
		return false;
	*out_credentials = credentials_new(get_text(members, form->id),
					   get_text(members, form->secret),
					   get_text(members, form->token), "");
	(*out_credentials)->expires_ms = expires_ms;
	return true;
}

/* There, and without what could end a header. */
static bool is_header_text(const char *text)
{
	return text && *text && !strpbrk(text, "\r\n");
}

bool sso_token_read(struct arena *arena, struct document_text text, struct fault *fault,
		    struct sso_token *out_token)
{
	const struct json_value *tree;

	if (!read_tree(arena, "it", text, fault, &tree))
		return false;
	*out_token = (struct sso_token){
		.tree = tree,
		.access_token = json_get_string(tree, "accessToken"),
		.refresh_token = json_get_string(tree, "refreshToken"),
		.client_id = json_get_string(tree, "clientId"),
		.client_secret = json_get_string(tree, "clientSecret"),
	};
	if (!is_header_text(out_token->access_token))
		return fault_set(fault, FAULT_CREDENTIALS,
				 "it has no accessToken that can be sent");
	if (!parse_time(arena, json_get_string(tree, "expiresAt"), &out_token->expires_ms))
		return fault_set(fault, FAULT_CREDENTIALS, "its expiresAt is no time");
	if (!parse_time(arena, json_get_string(tree, "registrationExpiresAt"),
			&out_token->registration_expires_ms))
		out_token->registration_expires_ms = 0;
	return true;
}

const char *sso_token_write(struct arena *arena, const struct sso_token *token)
{
	char expires[CLOCK_ISO_LEN + 1];
	const struct {
		const char *key, *text;
	} fresh[] = { { "accessToken", token->access_token },
		      { "expiresAt", expires },
		      { "refreshToken", token->refresh_token } };
	struct buffer out;
	struct json_writer json;

	clock_format_iso(token->expires_ms, expires);
	buffer_init(&out, arena, DOCUMENT_MAX / 16);
	json_writer_init(&json, &out, false);
	json_open_object(&json);
	for (size_t i = 0; i < ARRAY_LEN(fresh); i++) {
		if (!fresh[i].text)
			continue;
		json_key(&json, fresh[i].key);
		json_string(&json, fresh[i].text);
	}
	/* Whatever else programs keep there stays. */
	for (const struct json_value *member = token->tree->first; member; member = member->next) {
		if (member->is_duplicate || strcmp(member->key, fresh[0].key) == 0 ||
		    strcmp(member->key, fresh[1].key) == 0 ||
		    strcmp(member->key, fresh[2].key) == 0)
			continue;
		json_key(&json, member->key);
		json_tree(&json, member);
	}
	json_close_object(&json);
	return out.data;
}

bool sso_token_renew(struct arena *arena, struct sso_token *token, struct document_text text,
		     int64_t now_ms, struct fault *fault)
{
	const struct json_value *tree;
	const char *access_token, *refresh_token;
	int64_t lifetime_s;

	if (!read_tree(arena, "the answer", text, fault, &tree))
		return false;
	access_token = json_get_string(tree, "accessToken");
	refresh_token = json_get_string(tree, "refreshToken");
	if (!is_header_text(access_token) ||
	    !json_to_integer(json_get(tree, "expiresIn"), &lifetime_s) || lifetime_s <= 0 ||
	    lifetime_s > LIFETIME_MAX_S)
		return fault_set(fault, FAULT_CREDENTIALS, "the answer has no token with an end");
	token->access_token = access_token;
	token->expires_ms = now_ms + lifetime_s * 1000;
	if (refresh_token && *refresh_token)
		token->refresh_token = refresh_token;
	return true;
}
