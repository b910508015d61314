#include "mock/iam/totp.h"

#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { CODE_LEN = 6, KEY_MAX = 64, STEPS_BACK = 4 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

char *totp_base32(struct arena *arena, const uint8_t *data, size_t len)
{
	char *text = arena_alloc(arena, (len * 8 + 4) / 5 + 1);
	uint32_t bits = 0;
	size_t used = 0;
	unsigned held = 0;
	for (size_t i = 0; i < len; i++) {
		bits = (bits << 8) | data[i];
		for (held += 8; held >= 5; held -= 5)
			text[used++] = alphabet[(bits >> (held - 5)) & 31];
	}
	if (held)
		text[used++] = alphabet[(bits << (5 - held)) & 31];
	return text;
}

/* Reads base32 into a key; returns its length, 0 if the text is none. */
static size_t seed_key(const char *seed, uint8_t key[KEY_MAX])
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t len = 0;
	for (; *seed; seed++) {
		const char *place = strchr(alphabet, *seed);
		if (!place || len == KEY_MAX)
			return 0;
		bits = (bits << 5) | (uint32_t)(place - alphabet);
		held += 5;
		if (held >= 8) {
			held -= 8;
			key[len++] = (uint8_t)(bits >> held);
		}
	}
	return len;
}

/* The code of one step. */
static void step_code(const uint8_t *key, size_t key_len, uint64_t step,
		      char out_code[CODE_LEN + 1])
{
	uint8_t counter[8], digest[EVP_MAX_MD_SIZE];
	unsigned digest_len = 0;
	for (int i = 7; i >= 0; i--, step >>= 8)
		counter[i] = (uint8_t)step;
	HMAC(EVP_sha1(), key, (int)key_len, counter, sizeof(counter), digest, &digest_len);
	const uint8_t *at = digest + (digest[digest_len - 1] & 15);
	uint32_t number = ((uint32_t)(at[0] & 127) << 24) | ((uint32_t)at[1] << 16) |
			  ((uint32_t)at[2] << 8) | at[3];
	snprintf(out_code, CODE_LEN + 1, "%06u", (unsigned)(number % 1000000));
}

bool totp_accepts(const char *seed, const char *code1, const char *code2, int64_t now_ms)
{
	uint8_t key[KEY_MAX];
	char first[CODE_LEN + 1], second[CODE_LEN + 1];
	size_t key_len = seed_key(seed, key);
	int64_t now_step = now_ms / 1000 / TOTP_STEP_S;

	for (int64_t step = now_step - STEPS_BACK; key_len && step <= now_step; step++) {
		if (step < 0)
			continue;
		step_code(key, key_len, (uint64_t)step, first);
		step_code(key, key_len, (uint64_t)step + 1, second);
		if (strcmp(first, code1) == 0 && strcmp(second, code2) == 0)
			return true;
	}
	return false;
}
