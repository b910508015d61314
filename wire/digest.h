/*
 * digest.h - SHA-256, HMAC and the care that secrets need.
 *
 * No function here allocates or keeps anything between calls, so they may be
 * called from any thread.
 */
#pragma once

#include "wire/base.h"

enum { SHA256_LEN = 32, SHA256_HEX_LEN = 64 };

struct sha256 {
	uint8_t bytes[SHA256_LEN];
};

/* SHA-256 of @len bytes. */
struct sha256 sha256(const void *data, size_t len);

/* The same as 64 lower-case digits and a NUL. */
void sha256_hex(const void *data, size_t len, char out_hex[SHA256_HEX_LEN + 1]);

/*
 * A key made ready: HMAC's state after its two pads, so that each further
 * message costs two compressions less. As secret as the key itself.
 */
struct hmac_key {
	uint32_t inner[8], outer[8];
};

/* Makes a key of any length ready. */
struct hmac_key hmac_key(const void *key, size_t key_len);

/* HMAC-SHA256 (RFC 2104) of @len bytes under a key made ready. */
struct sha256 hmac_key_sign(const struct hmac_key *key, const void *data, size_t len);

/* Whether two texts of @len bytes are equal, in a time that does not tell where they differ. */
bool secret_equal(const void *one, const void *other, size_t len);

/* Overwrites @len bytes in a way the compiler keeps. NULL is allowed when @len is 0. */
void secret_wipe(void *data, size_t len);

/*
 * Starts libcrypto without its configuration file, its error texts and its
 * tables of every cipher, which saves most of its start-up time. Call it
 * first in main; nothing here depends on it.
 */
void digest_start(void);
