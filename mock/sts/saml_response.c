#include "mock/sts/saml_response.h"

#include <openssl/evp.h>
#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/ids.h"
#include "wire/clock.h"
#include "wire/encoding.h"

enum { REDEEM_MS = 5 * 60 * 1000 };

#define SPACE   " \t\r\n"
#define SUCCESS "urn:oasis:names:tc:SAML:2.0:status:Success"
#define BEARER  "urn:oasis:names:tc:SAML:2.0:cm:bearer"
#define FORMATS "urn:oasis:names:tc:SAML:2.0:nameid-format:"
#define ANY     "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" /* SAML's default */

/* What the checks are about. */
struct response {
	const struct saml_request *request;
	const struct xml_element *root, *assertion;
	const struct xml_element *confirmation; /* SubjectConfirmationData of the bearer, or NULL */
	const char *metadata;                   /* the provider's document */
};

const char *saml_text(struct call *call, const struct xml_element *element)
{
	const char *text = element ? element->text + strspn(element->text, SPACE) : NULL;
	size_t len = text ? strlen(text) : 0;

	while (len && strchr(SPACE, text[len - 1]))
		len--;
	return text ? arena_strndup(call->arena, text, len) : NULL;
}

const struct xml_element *saml_child(const struct xml_element *element, const char *name)
{
	return element ? xml_find_local(element->first, name) : NULL;
}

static enum api_status refuse(struct call *call, const char *text)
{
	return call_fail(call, &sts_invalid_identity_token, "%s", text);
}

/* What another service of AWS says, which keeps the providers (transcripts). */
static enum api_status refuse_provider(struct call *call, const char *text, const char *code)
{
	return call_fail(call, &sts_invalid_identity_token,
			 "%s (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: "
			 "%s; Request ID: %s; Proxy: null)",
			 text, code, ids_new(call, IDS_UUID));
}

static const struct xml_element *read_xml(struct call *call, const char *data, size_t len)
{
	const struct xml_element *root;
	struct fault fault;

	return xml_read(call->arena, data, len, &fault, &root) ? root : NULL;
}

/* The data of the one confirmation that its bearer can show. */
static const struct xml_element *find_confirmation(const struct xml_element *assertion)
{
	const struct xml_element *at =
		saml_child(saml_child(assertion, "Subject"), "SubjectConfirmation");

	for (; at; at = xml_find_local(at->next, "SubjectConfirmation")) {
		const char *method = xml_attribute(at, "Method");

		if (method && strcmp(method, BEARER) == 0)
			return saml_child(at, "SubjectConfirmationData");
	}
	return NULL;
}

static enum api_status read_document(struct call *call, struct response *response)
{
	const char *text = response->request->response;
	uint8_t *data;
	size_t len;

	if (!base64_decode(call->arena, text, strlen(text), &data, &len))
		return refuse(call, "Invalid base64 SAMLResponse");
	response->root = read_xml(call, (const char *)data, len);
	if (!response->root || strcmp(xml_local_name(response->root), "Response") != 0)
		return refuse(call, "Invalid SAML response");
	return API_OK;
}

static enum api_status check_provider(struct call *call, struct response *response)
{
	static const char document_of[] = "SELECT document FROM identity_provider"
					  " WHERE arn = :arn AND kind = 'saml'";

	response->metadata = database_string(
		call, document_of,
		DATABASE_VALUES(database_text("arn", response->request->provider_arn)));
	if (!response->metadata)
		return refuse_provider(call, "Specified provider doesn't exist",
				       "AuthSamlManifestNotFoundException");
	return API_OK;
}

/* Whether the provider let its user in, and what it says then. */
static enum api_status check_status(struct call *call, struct response *response)
{
	const struct xml_element *code =
		saml_child(saml_child(response->root, "Status"), "StatusCode");
	const char *value = code ? xml_attribute(code, "Value") : NULL;

	if (!value || strcmp(value, SUCCESS) != 0)
		return call_fail(call, &sts_idp_rejected_claim,
				 "The identity provider reported that authentication failed.");
	if (saml_child(response->root, "EncryptedAssertion"))
		return call_fail_common(call, 501, "NotImplemented",
					"Encrypted assertions are not implemented.");
	response->assertion = saml_child(response->root, "Assertion");
	if (!response->assertion)
		return refuse(call, "Invalid SAML response");
	response->confirmation = find_confirmation(response->assertion);
	return API_OK;
}

/* Metadata describes one entity or lists several. */
static bool describes(const struct xml_element *metadata, const char *issuer)
{
	const struct xml_element *entity;

	if (!metadata)
		return false;
	entity = strcmp(xml_local_name(metadata), "EntitiesDescriptor") == 0 ? metadata->first
									     : metadata;
	for (entity = xml_find_local(entity, "EntityDescriptor"); entity;
	     entity = xml_find_local(entity->next, "EntityDescriptor")) {
		const char *id = xml_attribute(entity, "entityID");

		if (id && strcmp(id, issuer) == 0)
			return true;
	}
	return false;
}

static enum api_status check_issuer(struct call *call, struct response *response)
{
	const char *issuer = saml_text(call, saml_child(response->assertion, "Issuer"));

	if (!issuer ||
	    !describes(read_xml(call, response->metadata, strlen(response->metadata)), issuer))
		return refuse_provider(call, "Issuer not present in specified provider",
				       "AuthSamlInvalidSamlResponseException");
	if (!saml_child(response->root, "Signature") &&
	    !saml_child(response->assertion, "Signature"))
		return refuse(call, "Response signature invalid");
	return API_OK;
}

/* AWS's name as a service provider, or the sign-in endpoint, of a region too (documented). */
static bool is_aws(const char *audience)
{
	const char *host = strstr(audience, "signin.aws.amazon.com/saml");

	if (strcmp(audience, "urn:amazon:webservices") == 0)
		return true;
	return host && strncmp(audience, "https://", 8) == 0 &&
	       (host == audience + 8 || host[-1] == '.');
}

static enum api_status check_audience(struct call *call, struct response *response)
{
	const struct xml_element *conditions = saml_child(response->assertion, "Conditions");
	const struct xml_element *audience =
		saml_child(saml_child(conditions, "AudienceRestriction"), "Audience");

	for (; audience; audience = xml_find_local(audience->next, "Audience"))
		if (is_aws(saml_text(call, audience)))
			return API_OK;
	return refuse(call, "Response does not contain the required audience.");
}

/* Reads a time where there is one; false if it is none. 0: there is none. */
static bool read_time(const struct xml_element *element, const char *name, int64_t *out_ms)
{
	const char *text = xml_attribute(element, name);

	*out_ms = 0;
	return !text || clock_parse_iso(text, out_ms);
}

/* The time between two attributes of an element. */
static enum api_status check_times(struct call *call, const struct xml_element *element)
{
	int64_t begins_ms, ends_ms;

	if (!read_time(element, "NotBefore", &begins_ms) ||
	    !read_time(element, "NotOnOrAfter", &ends_ms))
		return refuse(call, "Invalid SAML response");
	if (begins_ms > call->now_ms)
		return refuse(call, "The assertion is not valid yet");
	if (ends_ms && ends_ms <= call->now_ms)
		return call_fail(call, &sts_expired_token, "The assertion has expired");
	return API_OK;
}

static enum api_status check_time(struct call *call, struct response *response)
{
	int64_t issued_ms;

	if (!read_time(response->assertion, "IssueInstant", &issued_ms) || !issued_ms)
		return refuse(call, "Invalid SAML response");
	if (call->now_ms >= issued_ms + REDEEM_MS)
		return call_fail(call, &sts_expired_token,
				 "Token must be redeemed within 5 minutes of issuance");
	if (check_times(call, saml_child(response->assertion, "Conditions")) != API_OK)
		return API_FAILED;
	return check_times(call, response->confirmation);
}

/* "persistent", "transient" or another form's URI (documented). */
static const char *subject_type(const struct xml_element *name)
{
	const char *format = xml_attribute(name, "Format");

	if (!format)
		return ANY;
	return strncmp(format, FORMATS, strlen(FORMATS)) == 0 ? format + strlen(FORMATS) : format;
}

/* base64(SHA-1(ISSUER ACCOUNT "/" PROVIDER)), documented with the answer. */
static const char *name_qualifier(struct call *call, const char *issuer, const char *doc)
{
	const char *text = arena_printf(call->arena, "%s%s", issuer, doc);
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	EVP_Digest(text, strlen(text), digest, &len, EVP_sha1(), NULL);
	return base64_encode(call->arena, digest, len);
}

/* Who it is about: what the answer repeats, and the condition keys of the same. */
static enum api_status read_subject(struct call *call, const struct response *response,
				    struct federated_identity *identity)
{
	const char *provider = response->request->provider_arn;
	const char *doc = arena_printf(call->arena, "%s%s", arn_account(call->arena, provider),
				       strrchr(provider, '/'));
	const struct xml_element *name =
		saml_child(saml_child(response->assertion, "Subject"), "NameID");

	identity->subject = saml_text(call, name);
	if (!identity->subject || !*identity->subject)
		return refuse(call, "Invalid SAML response");
	identity->provider_arn = provider;
	identity->issuer = saml_text(call, saml_child(response->assertion, "Issuer"));
	identity->audience = xml_attribute(response->confirmation, "Recipient");
	identity->subject_type = subject_type(name);
	identity->name_qualifier = name_qualifier(call, identity->issuer, doc);
	federated_identity_claim_text(call, identity, "saml:aud", identity->audience);
	federated_identity_claim_text(call, identity, "saml:doc", doc);
	federated_identity_claim_text(call, identity, "saml:iss", identity->issuer);
	federated_identity_claim_text(call, identity, "saml:namequalifier",
				      identity->name_qualifier);
	federated_identity_claim_text(call, identity, "saml:sub", identity->subject);
	federated_identity_claim_text(call, identity, "saml:sub_type", identity->subject_type);
	return API_OK;
}

/* The session ends with the one that the user has at the provider (documented). */
static enum api_status read_end(struct call *call, const struct response *response,
				struct federated_identity *identity)
{
	const struct xml_element *statement = saml_child(response->assertion, "AuthnStatement");

	if (!read_time(statement, "SessionNotOnOrAfter", &identity->ends_ms))
		return refuse(call, "Invalid SAML response");
	if (identity->ends_ms && identity->ends_ms <= call->now_ms)
		return call_fail(call, &sts_expired_token, "The assertion has expired");
	return API_OK;
}

enum api_status saml_response_read(struct call *call, const struct saml_request *request,
				   struct federated_identity *out_identity)
{
	static enum api_status (*const stages[])(struct call *, struct response *) = {
		read_document, check_provider, check_status,
		check_issuer,  check_audience, check_time,
	};
	struct response response = { .request = request };

	*out_identity = (struct federated_identity){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(stages); i++)
		if (stages[i](call, &response) != API_OK)
			return API_FAILED;
	if (read_subject(call, &response, out_identity) != API_OK ||
	    read_end(call, &response, out_identity) != API_OK)
		return API_FAILED;
	return saml_attributes_read(call, request, response.assertion, out_identity);
}
