#include "mock/sts/token_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "mock/database.h"
#include "wire/buffer.h"
#include "wire/encoding.h"
#include "wire/json_writer.h"

enum {
	RSA_BITS = 2048,
	HALF_LEN = 48, /* of a signature by P-384, and of a coordinate */
};

static const struct form {
	const char *algorithm;
	const char *kid; /* as AWS's keys are called (public transcripts) */
	bool is_rsa;
} forms[] = {
	{ "RS256", "RSA_0", true },
	{ "ES384", "EC384_0", false },
};

static const struct form *find_form(const char *algorithm)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (strcmp(forms[i].algorithm, algorithm) == 0)
			return &forms[i];
	}
	return NULL;
}

bool token_key_is_algorithm(const char *algorithm)
{
	return find_form(algorithm) != NULL;
}

static void store(struct call *call, const struct form *form, EVP_PKEY *key)
{
	static const char sql[] =
		"INSERT INTO token_key (algorithm, private_key) VALUES (:algorithm, :key)";
	unsigned char *der = NULL;
	int len = i2d_PrivateKey(key, &der);
	char *text = len > 0 ? base64_encode(call->arena, der, (size_t)len) : NULL;

	OPENSSL_clear_free(der, len > 0 ? (size_t)len : 0);
	if (!text)
		return;
	database_run(call, sql,
		     DATABASE_VALUES(database_text("algorithm", form->algorithm),
				     database_text("key", text)));
	OPENSSL_cleanse(text, strlen(text));
}

/* The key of a form, made if there is none yet. Free with EVP_PKEY_free. NULL: OpenSSL cannot. */
static EVP_PKEY *take_key(struct call *call, const struct form *form)
{
	static const char sql[] = "SELECT private_key FROM token_key WHERE algorithm = :algorithm";
	const char *text = database_string(
		call, sql, DATABASE_VALUES(database_text("algorithm", form->algorithm)));
	uint8_t *der = NULL;
	const unsigned char *at;
	size_t len;
	EVP_PKEY *key;

	if (text && base64_decode(call->arena, text, strlen(text), &der, &len)) {
		at = der;
		return d2i_AutoPrivateKey(NULL, &at, (long)len);
	}
	key = form->is_rsa ? EVP_RSA_gen(RSA_BITS) : EVP_EC_gen("P-384");
	if (key)
		store(call, form, key);
	return key;
}

/* The two numbers of an ECDSA signature side by side, as tokens have them (RFC 7518). */
static const char *flat_signature(struct call *call, const unsigned char *der, size_t len)
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)len);
	unsigned char both[2 * HALF_LEN];
	bool is_flat = signature &&
		       BN_bn2binpad(ECDSA_SIG_get0_r(signature), both, HALF_LEN) == HALF_LEN &&
		       BN_bn2binpad(ECDSA_SIG_get0_s(signature), both + HALF_LEN, HALF_LEN) ==
			       HALF_LEN;

	ECDSA_SIG_free(signature);
	return is_flat ? base64url_encode(call->arena, both, sizeof(both)) : NULL;
}

static const char *sign(struct call *call, const struct form *form, EVP_PKEY *key, const char *text)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const EVP_MD *digest = form->is_rsa ? EVP_sha256() : EVP_sha384();
	size_t len = (size_t)EVP_PKEY_get_size(key);
	unsigned char *signature = arena_alloc(call->arena, len);
	bool is_signed = context && EVP_DigestSignInit(context, NULL, digest, NULL, key) == 1 &&
			 EVP_DigestSign(context, signature, &len, (const unsigned char *)text,
					strlen(text)) == 1;

	EVP_MD_CTX_free(context);
	if (!is_signed)
		return NULL;
	return form->is_rsa ? base64url_encode(call->arena, signature, len)
			    : flat_signature(call, signature, len);
}

const char *token_key_sign(struct call *call, const char *algorithm, const char *claims)
{
	const struct form *form = find_form(algorithm);
	const char *header = arena_printf(call->arena,
					  "{\"kid\":\"%s\",\"typ\":\"JWT\",\"alg\":\"%s\"}",
					  form->kid, form->algorithm);
	const char *text = arena_printf(call->arena, "%s.%s",
					base64url_encode(call->arena, header, strlen(header)),
					base64url_encode(call->arena, claims, strlen(claims)));
	EVP_PKEY *key = take_key(call, form);
	const char *signature = key ? sign(call, form, key, text) : NULL;

	EVP_PKEY_free(key);
	return signature ? arena_printf(call->arena, "%s.%s", text, signature) : NULL;
}

/* A number of a public key in base64 for URLs; @len 0: as long as it is. */
static void add_number(struct call *call, struct json_writer *json, const char *name,
		       const BIGNUM *number, int len)
{
	int size = len ? len : BN_num_bytes(number);
	unsigned char *bytes = arena_alloc(call->arena, (size_t)size);

	BN_bn2binpad(number, bytes, size);
	json_key(json, name);
	json_string(json, base64url_encode(call->arena, bytes, (size_t)size));
}

static bool add_parameter(struct call *call, struct json_writer *json, EVP_PKEY *key,
			  const char *parameter, const char *name)
{
	BIGNUM *number = NULL;

	if (EVP_PKEY_get_bn_param(key, parameter, &number) != 1)
		return false;
	add_number(call, json, name, number, EVP_PKEY_is_a(key, "EC") ? HALF_LEN : 0);
	BN_free(number);
	return true;
}

static void add_text(struct json_writer *json, const char *name, const char *text)
{
	json_key(json, name);
	json_string(json, text);
}

static bool add_key(struct call *call, struct json_writer *json, const struct form *form)
{
	EVP_PKEY *key = take_key(call, form);
	bool is_added;

	json_open_object(json);
	add_text(json, "kid", form->kid);
	add_text(json, "kty", form->is_rsa ? "RSA" : "EC");
	add_text(json, "use", "sig");
	if (form->is_rsa) {
		is_added = key && add_parameter(call, json, key, OSSL_PKEY_PARAM_RSA_N, "n") &&
			   add_parameter(call, json, key, OSSL_PKEY_PARAM_RSA_E, "e");
	} else {
		add_text(json, "alg", form->algorithm);
		add_text(json, "crv", "P-384");
		is_added = key && add_parameter(call, json, key, OSSL_PKEY_PARAM_EC_PUB_X, "x") &&
			   add_parameter(call, json, key, OSSL_PKEY_PARAM_EC_PUB_Y, "y");
	}
	json_close_object(json);
	EVP_PKEY_free(key);
	return is_added;
}

const char *token_key_set(struct call *call)
{
	struct json_writer json;
	struct buffer out;

	buffer_init(&out, call->arena, 1024);
	json_writer_init(&json, &out, false);
	json_open_object(&json);
	json_key(&json, "keys");
	json_open_array(&json);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (!add_key(call, &json, &forms[i]))
			return NULL;
	}
	json_close_array(&json);
	json_close_object(&json);
	return out.data;
}
