#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "client/credentials/document.h"

/* What is written of a token is read again, and is the same. */
static void check_token(struct arena *arena, struct document_text text)
{
	struct fault fault = { 0 };
	struct sso_token token, again;
	struct document_text written;

	if (!sso_token_read(arena, text, &fault, &token)) {
		assert(fault.kind == FAULT_CREDENTIALS);
		return;
	}
	assert(token.expires_ms > 0 && !strpbrk(token.access_token, "\r\n"));
	written.data = sso_token_write(arena, &token);
	written.len = strlen(written.data);
	if (written.len > DOCUMENT_MAX)
		return;
	assert(sso_token_read(arena, written, &fault, &again));
	assert(strcmp(again.access_token, token.access_token) == 0);
	assert(again.expires_ms / 1000 == token.expires_ms / 1000);
}

/* The first byte chooses the form. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	struct fault fault = { 0 };
	struct credentials *credentials = NULL;
	struct sso_token token = { 0 };
	struct document_text text = { (const char *)data + 1, size - 1 };

	if (size == 0)
		return 0;
	if (document_read(&arena, data[0] % DOCUMENT_FORM_COUNT, text, &fault, &credentials)) {
		assert(*credentials->access_key_id && *credentials->secret_access_key);
		assert(credentials->expires_ms >= 0);
	} else {
		assert(fault.kind == FAULT_CREDENTIALS && !credentials);
	}
	credentials_free(credentials);
	check_token(&arena, text);
	if (sso_token_renew(&arena, &token, text, 0, &fault))
		assert(token.access_token && token.expires_ms > 0);
	return 0;
}
