#include "tests/support/check.h"

#include <string.h>

#include "wire/digest.h"
#include "wire/encoding.h"

/* From FIPS 180-4's examples. */
static const struct hash_row {
	const char *name;
	const char *text;
	const char *want;
} hash_rows[] = {
	{ "nothing has a digest", "",
	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "a short text has its digest", "abc",
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "a text of two blocks has its digest",
	  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void hashes(void **state)
{
	struct fixture *t = *state;
	const struct hash_row *row = t->row;
	char hex[SHA256_HEX_LEN + 1];

	sha256_hex(row->text, strlen(row->text), hex);
	assert_string_equal(hex, row->want);
}

/* From RFC 4231. */
static const struct mac_row {
	const char *name;
	char key_byte; /* repeated, or 0: the key is "Jefe" */
	size_t key_len;
	const char *data;
	const char *want;
} mac_rows[] = {
	{ "a key of more than a block is digested first", '\xaa', 131,
	  "Test Using Larger Than Block-Size Key - Hash Key First",
	  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	{ "a short key is used as it is", 0, 4, "what do ya want for nothing?",
	  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
	{ "a key of twenty bytes is used as it is", '\x0b', 20, "Hi There",
	  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
};

static void authenticates(void **state)
{
	struct fixture *t = *state;
	const struct mac_row *row = t->row;
	char key[200] = "Jefe", hex[SHA256_HEX_LEN + 1];
	struct sha256 digest;
	struct hmac_key ready;

	if (row->key_byte)
		memset(key, row->key_byte, row->key_len);
	ready = hmac_key(key, row->key_len);
	for (int i = 0; i < 2; i++) { /* a key made ready serves more than once */
		digest = hmac_key_sign(&ready, row->data, strlen(row->data));
		hex_encode(digest.bytes, sizeof(digest.bytes), hex);
		assert_string_equal(hex, row->want);
	}
}

static const struct wipe_row {
	const char *name;
	size_t len;
} wipe_rows[] = {
	{ "wiping nothing does nothing", 0 },
	{ "wiping leaves no byte", 64 },
};

static void wipes(void **state)
{
	struct fixture *t = *state;
	const struct wipe_row *row = t->row;
	char *secret = arena_alloc(&t->arena, row->len);
	char *zeros = arena_alloc(&t->arena, row->len);

	digest_start();
	memset(secret, 's', row->len);
	if (row->len)
		assert_false(secret_equal(secret, zeros, row->len));
	secret_wipe(row->len ? secret : NULL, row->len);
	assert_true(secret_equal(secret, zeros, row->len));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(hash_rows, hashes),
		CHECK_TABLE(mac_rows, authenticates),
		CHECK_TABLE(wipe_rows, wipes),
	};

	return check_tables("wire/digest", tables, ARRAY_LEN(tables));
}
