#include "mock/protection.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "mock/certificate.h"
#include "wire/digest.h"

enum { FILE_MAX = 64 * 1024 };

/* The whole file as a text. */
static bool read_file(struct arena *arena, const char *path, struct fault *fault,
		      const char **out_text)
{
	FILE *file = fopen(path, "re");
	char *text = arena_alloc(arena, FILE_MAX + 1);
	bool is_read;
	size_t len;

	if (!file)
		return fault_set_errno(fault, errno, "cannot read %s", path);
	setvbuf(file, NULL, _IONBF, 0); /* no copy of a secret stays behind */
	len = fread(text, 1, FILE_MAX + 1, file);
	is_read = !ferror(file);
	fclose(file);
	if (!is_read)
		return fault_set(fault, FAULT_SYSTEM, "cannot read %s", path);
	if (len > FILE_MAX || strlen(text) != len)
		return fault_set(fault, FAULT_USAGE, "%s: expected a text of at most %d bytes",
				 path, FILE_MAX);
	*out_text = text;
	return true;
}

static bool read_token(struct arena *arena, const char *path, struct fault *fault,
		       const char **out_token)
{
	const char *text;
	size_t len;

	if (!read_file(arena, path, fault, &text))
		return false;
	len = strcspn(text, "\r\n");
	for (size_t i = 0; i < len; i++) {
		if (text[i] <= ' ' || text[i] > '~')
			len = 0;
	}
	if (len < PROTECTION_TOKEN_MIN || len > PROTECTION_TOKEN_MAX)
		return fault_set(fault, FAULT_USAGE,
				 "%s: the first line must be a token of %d to %d visible ASCII "
				 "characters without a space",
				 path, PROTECTION_TOKEN_MIN, PROTECTION_TOKEN_MAX);
	*out_token = arena_strndup(arena, text, len);
	return true;
}

static bool make_certificate(struct arena *arena, const char *address, struct fault *fault,
			     struct protection *protection)
{
	struct certificate made;

	if (!certificate_make(arena, address, fault, &made))
		return false;
	protection->certificate = made.certificate;
	protection->key = made.key;
	protection->authority = made.authority;
	return true;
}

const char *protection_gap(const struct protection *protection, const struct listener_place *place)
{
	if (place->is_loopback)
		return NULL;
	if (!protection->certificate && !protection->token)
		return "other machines reach it: they can read every caller's keys and change "
		       "everything, and what is sent is not encrypted";
	if (!protection->token)
		return "other machines reach it: they can read every caller's keys and change "
		       "everything, as no control token is asked for";
	if (!protection->certificate)
		return "other machines reach it, and what is sent is not encrypted, the control "
		       "token too";
	return NULL;
}

bool protection_open(struct arena *arena, const struct protection_wish *wish,
		     const struct listener_place *place, struct fault *fault,
		     struct protection *out_protection)
{
	*out_protection = (struct protection){ 0 };
	if (wish->token && !read_token(arena, wish->token, fault, &out_protection->token))
		return false;
	if (wish->certificate &&
	    (!read_file(arena, wish->certificate, fault, &out_protection->certificate) ||
	     !read_file(arena, wish->key, fault, &out_protection->key)))
		return false;
	if (wish->is_self_made && !make_certificate(arena, place->address, fault, out_protection))
		return false;
	if (!wish->is_insecure && protection_gap(out_protection, place))
		return fault_set(fault, FAULT_REFUSED,
				 "%s: %s; give --tls and --control-token FILE, or say --insecure",
				 place->address, protection_gap(out_protection, place));
	return true;
}

bool protection_admits(const char *token, const char *authorization)
{
	static const char scheme[] = "Bearer ";
	struct sha256 wanted, given;

	if (!authorization || strncasecmp(authorization, scheme, strlen(scheme)) != 0)
		return false;
	authorization += strlen(scheme);
	/* Digests have the same length, so that the token's does not show either. */
	wanted = sha256(token, strlen(token));
	given = sha256(authorization, strlen(authorization));
	return secret_equal(&wanted, &given, sizeof(wanted));
}
