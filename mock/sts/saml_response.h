/*
 * saml_response.h - responses of SAML providers.
 *
 * A response is base64 of a samlp:Response with one assertion. Elements are
 * found by their names without prefixes. The assertion must carry a signature,
 * or the response must, but nobody verifies it.
 */
#pragma once

#include "mock/sts/federated_identity.h"
#include "wire/xml_reader.h"

/* What the request names: the role and the provider, by their ARNs. */
struct saml_request {
	const char *response; /* base64 */
	const char *role_arn;
	const char *provider_arn;
};

/*
 * Reads a response for a role and checks it: its form, the provider, whether
 * the provider let the user in, issuer, audience, time, and that it names role
 * and provider. The order is assumed; fidelity.md says which texts are.
 */
MUST_USE enum api_status saml_response_read(struct call *call, const struct saml_request *request,
					    struct federated_identity *out_identity);

/* The text of an element without the space around it; NULL stays NULL. */
const char *saml_text(struct call *call, const struct xml_element *element);

/* The first child of that name without its prefix, or NULL. A NULL element has none. */
const struct xml_element *saml_child(const struct xml_element *element, const char *name);

/*
 * Reads what the attributes of an assertion say: the pair of role and
 * provider, which must be there, the session's name, tags and source
 * identity, and those that are condition keys.
 */
MUST_USE enum api_status saml_attributes_read(struct call *call, const struct saml_request *request,
					      const struct xml_element *assertion,
					      struct federated_identity *identity);
