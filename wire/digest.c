/* The low-level SHA256_ functions need no fetch, no allocation and no set-up of the library, which
 * makes an HMAC several times cheaper than through EVP. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "wire/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "wire/encoding.h"

enum { BLOCK_LEN = SHA256_CBLOCK };

struct sha256 sha256(const void *data, size_t len)
{
	struct sha256 digest;
	SHA256_CTX state;

	SHA256_Init(&state);
	if (len)
		SHA256_Update(&state, data, len);
	SHA256_Final(digest.bytes, &state);
	return digest;
}

void sha256_hex(const void *data, size_t len, char out_hex[SHA256_HEX_LEN + 1])
{
	struct sha256 digest = sha256(data, len);

	hex_encode(digest.bytes, sizeof(digest.bytes), out_hex);
}

/* The state after one block of the key mixed with @pad. */
static void pad_state(const uint8_t key[BLOCK_LEN], uint8_t pad, uint32_t out_state[8])
{
	uint8_t block[BLOCK_LEN];
	SHA256_CTX state;

	for (size_t i = 0; i < BLOCK_LEN; i++)
		block[i] = key[i] ^ pad;
	SHA256_Init(&state);
	SHA256_Update(&state, block, BLOCK_LEN);
	memcpy(out_state, state.h, sizeof(state.h));
	OPENSSL_cleanse(block, sizeof(block));
	OPENSSL_cleanse(&state, sizeof(state));
}

struct hmac_key hmac_key(const void *key, size_t key_len)
{
	uint8_t padded[BLOCK_LEN] = { 0 };
	struct hmac_key ready;

	if (key_len > BLOCK_LEN) {
		struct sha256 digest = sha256(key, key_len);

		memcpy(padded, digest.bytes, sizeof(digest.bytes));
		OPENSSL_cleanse(&digest, sizeof(digest));
	} else if (key_len) {
		memcpy(padded, key, key_len);
	}
	pad_state(padded, 0x36, ready.inner);
	pad_state(padded, 0x5c, ready.outer);
	OPENSSL_cleanse(padded, sizeof(padded));
	return ready;
}

/* Goes on from the state after one block. */
static struct sha256 finish(const uint32_t from[8], const void *data, size_t len)
{
	struct sha256 digest;
	SHA256_CTX state;

	SHA256_Init(&state);
	memcpy(state.h, from, sizeof(state.h));
	state.Nl = BLOCK_LEN * 8;
	if (len)
		SHA256_Update(&state, data, len);
	SHA256_Final(digest.bytes, &state);
	return digest;
}

struct sha256 hmac_key_sign(const struct hmac_key *key, const void *data, size_t len)
{
	struct sha256 inner = finish(key->inner, data, len);

	return finish(key->outer, inner.bytes, sizeof(inner.bytes));
}

bool secret_equal(const void *one, const void *other, size_t len)
{
	return CRYPTO_memcmp(one, other, len) == 0;
}

void secret_wipe(void *data, size_t len)
{
	if (len)
		OPENSSL_cleanse(data, len);
}

void digest_start(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
				    OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
				    OPENSSL_INIT_NO_ADD_ALL_DIGESTS | OPENSSL_INIT_NO_ATEXIT,
			    NULL);
}
