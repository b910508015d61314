#include "wire/sigv4.h"

#include <string.h>

#include "wire/encoding.h"

bool sigv4_is_s3(const struct sigv4_scope *scope)
{
	return !strcmp(scope->service, "s3");
}

void sigv4_scope_text(struct buffer *out, const struct sigv4_scope *scope)
{
	buffer_add_text(out, scope->date);
	buffer_add_char(out, '/');
	buffer_add_text(out, scope->region);
	buffer_add_char(out, '/');
	buffer_add_text(out, scope->service);
	buffer_add_text(out, "/" SIGV4_TERMINATOR);
}

void sigv4_string_to_sign(struct buffer *out, const struct sigv4_scope *scope, const char *time,
			  const struct buffer *canonical_request)
{
	char hash[SHA256_HEX_LEN + 1];

	sha256_hex(canonical_request->data, canonical_request->len, hash);
	buffer_add_text(out, SIGV4_ALGORITHM "\n");
	buffer_add_text(out, time);
	buffer_add_char(out, '\n');
	sigv4_scope_text(out, scope);
	buffer_add_char(out, '\n');
	buffer_add(out, hash, SHA256_HEX_LEN);
}

struct hmac_key sigv4_signing_key(const struct sigv4_scope *scope, const char *secret)
{
	const char *const steps[] = { scope->date, scope->region, scope->service,
				      SIGV4_TERMINATOR };
	ARENA_AUTO(arena);
	char *seed = arena_printf(&arena, "AWS4%s", secret);
	struct hmac_key key = hmac_key(seed, strlen(seed));
	struct sha256 digest;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		digest = hmac_key_sign(&key, steps[i], strlen(steps[i]));
		key = hmac_key(digest.bytes, sizeof(digest.bytes));
	}
	secret_wipe(&digest, sizeof(digest));
	secret_wipe(seed, strlen(seed));
	return key;
}

void sigv4_signature(const struct hmac_key *key, const struct buffer *string_to_sign,
		     char out_hex[SIGV4_HEX_LEN + 1])
{
	struct sha256 digest = hmac_key_sign(key, string_to_sign->data, string_to_sign->len);

	hex_encode(digest.bytes, sizeof(digest.bytes), out_hex);
}
