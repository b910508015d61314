#include "mock/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

enum { DAY_S = 24 * 3600 };

/* What a certificate is of. @extensions ends with a NULL value. */
struct form {
	const char *name;
	struct extension {
		int id;
		const char *value;
	} extensions[7];
};

static const struct form authority_form = {
	"Mattock, one server's authority",
	{
		{ NID_basic_constraints, "critical,CA:TRUE,pathlen:0" },
		{ NID_key_usage, "critical,keyCertSign" },
		{ NID_subject_key_identifier, "hash" },
	},
};

static bool add_extensions(X509 *certificate, X509 *issuer, const struct extension *extensions)
{
	X509V3_CTX context;
	bool is_added = true;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	for (; is_added && extensions->value; extensions++) {
		X509_EXTENSION *made =
			X509V3_EXT_conf_nid(NULL, &context, extensions->id, extensions->value);

		is_added = made && X509_add_ext(certificate, made, -1);
		X509_EXTENSION_free(made);
	}
	return is_added;
}

/* A number that no other certificate of the same name has. */
static bool set_serial(X509 *certificate)
{
	uint64_t serial;

	return RAND_bytes((unsigned char *)&serial, sizeof(serial)) == 1 &&
	       ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1);
}

/* From yesterday, since clocks differ. */
static bool set_times(X509 *certificate)
{
	return X509_gmtime_adj(X509_getm_notBefore(certificate), -DAY_S) &&
	       X509_gmtime_adj(X509_getm_notAfter(certificate), (long)CERTIFICATE_DAYS * DAY_S);
}

static bool set_names(X509 *certificate, X509 *issuer, const char *text)
{
	X509_NAME *name = X509_get_subject_name(certificate);

	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)text, -1,
					  -1, 0) &&
	       X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
}

/* A certificate of @key signed with @issuer_key; without @issuer by itself. NULL on failure. */
static X509 *make(const struct form *form, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509 *certificate = X509_new();

	if (!certificate)
		return NULL;
	if (!issuer)
		issuer = certificate;
	if (X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate) &&
	    set_times(certificate) && set_names(certificate, issuer, form->name) &&
	    X509_set_pubkey(certificate, key) &&
	    add_extensions(certificate, issuer, form->extensions) &&
	    X509_sign(certificate, issuer_key, EVP_sha256()))
		return certificate;
	X509_free(certificate);
	return NULL;
}

/* What was written into @memory, which is freed; NULL if @is_written is not true. */
static const char *take_text(struct arena *arena, BIO *memory, bool is_written)
{
	char *data;
	long len = memory && is_written ? BIO_get_mem_data(memory, &data) : 0;
	const char *text = len > 0 ? arena_strndup(arena, data, (size_t)len) : NULL;

	BIO_free(memory);
	return text;
}

static const char *certificate_text(struct arena *arena, X509 *certificate)
{
	BIO *memory = BIO_new(BIO_s_mem());

	return take_text(arena, memory, memory && PEM_write_bio_X509(memory, certificate));
}

/* The memory that BIO gives back is wiped. */
static const char *key_text(struct arena *arena, EVP_PKEY *key)
{
	BIO *memory = BIO_new(BIO_s_secmem());

	return take_text(arena, memory,
			 memory &&
				 PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL));
}

static struct form server_form(struct arena *arena, const char *address)
{
	const char *names = arena_printf(arena,
					 "DNS:localhost,DNS:s3.localhost,DNS:*.s3.localhost,"
					 "IP:127.0.0.1,IP:::1,IP:%s",
					 address);

	return (struct form){
		"mattockd",
		{
			{ NID_basic_constraints, "critical,CA:FALSE" },
			{ NID_key_usage, "critical,digitalSignature" },
			{ NID_ext_key_usage, "serverAuth" },
			{ NID_subject_alt_name, names },
			{ NID_subject_key_identifier, "hash" },
			{ NID_authority_key_identifier, "keyid" },
		},
	};
}

bool certificate_make(struct arena *arena, const char *address, struct fault *fault,
		      struct certificate *out_certificate)
{
	struct form form = server_form(arena, address);
	EVP_PKEY *authority_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *authority = NULL, *certificate = NULL;
	bool is_made = false;

	if (authority_key && key)
		authority = make(&authority_form, authority_key, NULL, authority_key);
	if (authority)
		certificate = make(&form, key, authority, authority_key);
	if (certificate) {
		*out_certificate = (struct certificate){ certificate_text(arena, certificate),
							 key_text(arena, key),
							 certificate_text(arena, authority) };
		is_made = out_certificate->certificate && out_certificate->key &&
			  out_certificate->authority;
	}
	X509_free(certificate);
	X509_free(authority);
	EVP_PKEY_free(key);
	EVP_PKEY_free(authority_key);
	return is_made || fault_set(fault, FAULT_SYSTEM, "cannot make a certificate for TLS");
}
