#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"
#include "wire/sigv4_sign.h"
#include "wire/sigv4_verify.h"
#include "wire/uri.h"

/* Cuts @text at the first of @separators; returns what is behind it, or NULL. */
static char *cut(char *text, const char *separators)
{
	char *end = text + strcspn(text, separators);

	if (!*end)
		return NULL;
	*end = '\0';
	return end + 1;
}

/* Keeps a value under its name in Authorization; other names and repeats are ignored. */
static void keep_piece(struct sigv4_claim *claim, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char **out_value;
	} pieces[] = {
		{ "Credential", &claim->credential },
		{ "SignedHeaders", &claim->signed_headers },
		{ "Signature", &claim->signature },
	};

	for (size_t i = 0; i < ARRAY_LEN(pieces); i++)
		if (!strcmp(pieces[i].name, name) && !*pieces[i].out_value && *value)
			*pieces[i].out_value = value;
}

/* Reads "ALGORITHM name=value, name=value, ...". */
static enum sigv4_result read_authorization(struct arena *arena, struct sigv4_claim *claim)
{
	char *at = arena_strdup(arena, claim->authorization);
	char *next = cut(at, " \t");

	claim->algorithm = at;
	if (strcmp(at, SIGV4_ALGORITHM) != 0)
		return SIGV4_BAD_ALGORITHM;
	for (at = next; at; at = next) {
		char *value;

		at += strspn(at, " \t");
		next = cut(at, ",");
		if (!*at)
			continue;
		value = cut(at, "=");
		if (!value)
			return SIGV4_BAD_PAIR;
		value[strcspn(value, " \t")] = '\0';
		keep_piece(claim, at, value);
	}
	return SIGV4_OK;
}

/* Reads what Authorization and the headers beside it say. */
static enum sigv4_result read_headers(struct arena *arena, const struct http_headers *headers,
				      struct sigv4_claim *claim)
{
	const char *time = http_headers_get(headers, "X-Amz-Date");
	enum sigv4_result result = read_authorization(arena, claim);

	if (!time)
		time = http_headers_get(headers, "Date");
	claim->time = time && *time ? time : NULL;
	claim->session_token = http_headers_get(headers, "X-Amz-Security-Token");
	return result;
}

/* Reads X-Amz-Expires; a negative number if it has another form. */
static int64_t read_seconds(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits && digits < 10 && !text[digits] ? atoll(text) : -1;
}

/* Reads what the query says; false if nothing in it belongs to a signature. */
static bool read_query(struct arena *arena, const char *query, struct sigv4_claim *claim)
{
	const char *expires = NULL;
	const struct {
		const char *name;
		const char **out_value;
	} pieces[] = {
		{ "X-Amz-Algorithm", &claim->algorithm },
		{ "X-Amz-Credential", &claim->credential },
		{ "X-Amz-Date", &claim->time },
		{ "X-Amz-Expires", &expires },
		{ "X-Amz-Security-Token", &claim->session_token },
		{ "X-Amz-Signature", &claim->signature },
		{ "X-Amz-SignedHeaders", &claim->signed_headers },
	};

	if (!strstr(query, "X-Amz-"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		const char *value = uri_query_get(arena, query, pieces[i].name);

		*pieces[i].out_value = value && *value ? value : NULL;
	}
	claim->expires_s = expires ? read_seconds(expires) : 0;
	return claim->algorithm || claim->credential || claim->signature;
}

/* Splits the credential into key id and scope; false if it has not five parts. */
static bool split_credential(struct arena *arena, struct sigv4_claim *claim)
{
	char *rest = arena_strdup(arena, claim->credential);
	const char *parts[5];

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!rest)
			return false;
		parts[i] = rest;
		rest = cut(rest, "/");
	}
	claim->access_key_id = parts[0];
	claim->scope = (struct sigv4_scope){ parts[1], parts[2], parts[3] };
	claim->terminator = parts[4];
	return !rest;
}

/* Reads the time, of which Date may have HTTP's form. */
static bool read_time(struct arena *arena, struct sigv4_claim *claim)
{
	char basic[CLOCK_BASIC_LEN + 1];

	if (clock_parse_basic(claim->time, &claim->time_ms))
		return true;
	if (claim->is_presigned || !clock_parse_http(claim->time, &claim->time_ms))
		return false;
	clock_format_basic(claim->time_ms, basic);
	claim->time = arena_strdup(arena, basic);
	return true;
}

static unsigned missing_parts(const struct sigv4_claim *claim)
{
	unsigned missing = 0;

	if (!claim->algorithm)
		missing |= SIGV4_PART_ALGORITHM;
	if (!claim->credential)
		missing |= SIGV4_PART_CREDENTIAL;
	if (!claim->signature)
		missing |= SIGV4_PART_SIGNATURE;
	if (!claim->signed_headers)
		missing |= SIGV4_PART_SIGNED_HEADERS;
	if (!claim->time)
		missing |= SIGV4_PART_DATE;
	return missing;
}

/* S3 wants X-Amz-Expires, the others do not look at it. */
static enum sigv4_result check_expires(struct sigv4_claim *claim)
{
	if (!claim->expires_s) {
		claim->missing_parts |= SIGV4_PART_EXPIRES;
		return SIGV4_INCOMPLETE;
	}
	if (claim->expires_s < 0 || claim->expires_s > SIGV4_EXPIRES_MAX_S)
		return SIGV4_BAD_EXPIRES;
	return SIGV4_OK;
}

enum sigv4_result sigv4_parse(struct arena *arena, const struct http_request *request,
			      struct sigv4_claim *out_claim)
{
	struct sigv4_claim *claim = out_claim;
	enum sigv4_result result = SIGV4_OK;

	*claim = (struct sigv4_claim){
		.authorization = http_headers_get(&request->headers, "Authorization"),
	};
	if (claim->authorization)
		result = read_headers(arena, &request->headers, claim);
	else if (read_query(arena, request->query, claim))
		claim->is_presigned = true;
	else
		return SIGV4_MISSING;
	if (result != SIGV4_OK)
		return result;
	claim->missing_parts = missing_parts(claim);
	if (claim->algorithm && strcmp(claim->algorithm, SIGV4_ALGORITHM) != 0)
		return SIGV4_BAD_ALGORITHM;
	if (claim->missing_parts)
		return SIGV4_INCOMPLETE;
	if (!split_credential(arena, claim))
		return SIGV4_BAD_CREDENTIAL;
	if (!read_time(arena, claim))
		return SIGV4_BAD_DATE;
	return claim->is_presigned && sigv4_is_s3(&claim->scope) ? check_expires(claim) : SIGV4_OK;
}
