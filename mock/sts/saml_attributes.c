#include <string.h>

#include "mock/sts/saml_response.h"

#define NAMESPACE "https://aws.amazon.com/SAML/Attributes/" /* of those that AWS reads */
#define TAG       NAMESPACE "PrincipalTag:"
#define CLAIMS    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
#define PERSON    "urn:oid:1.3.6.1.4.1.5923.1.1.1."
#define ORGANIZED "urn:oid:1.3.6.1.4.1.5923.1.2.1."

/*
 * The attributes that are condition keys: those of eduPerson and eduOrg, of
 * Active Directory and of X.500, by the names they have in assertions
 * (documented). Keys of several values are marked.
 */
static const struct {
	const char *attribute;
	const char *key;
	bool is_list;
} keys[] = {
	{ PERSON "1", "saml:edupersonaffiliation", true },
	{ PERSON "2", "saml:edupersonnickname", true },
	{ PERSON "3", "saml:edupersonorgdn", false },
	{ PERSON "4", "saml:edupersonorgunitdn", true },
	{ PERSON "5", "saml:edupersonprimaryaffiliation", false },
	{ PERSON "6", "saml:edupersonprincipalname", false },
	{ PERSON "7", "saml:edupersonentitlement", true },
	{ PERSON "8", "saml:edupersonprimaryorgunitdn", false },
	{ PERSON "9", "saml:edupersonscopedaffiliation", true },
	{ PERSON "10", "saml:edupersontargetedid", true },
	{ PERSON "11", "saml:edupersonassurance", true },
	{ ORGANIZED "2", "saml:eduorghomepageuri", true },
	{ ORGANIZED "3", "saml:eduorgidentityauthnpolicyuri", true },
	{ ORGANIZED "4", "saml:eduorglegalname", true },
	{ ORGANIZED "5", "saml:eduorgsuperioruri", true },
	{ ORGANIZED "6", "saml:eduorgwhitepagesuri", true },
	{ "urn:oid:2.5.4.3", "saml:cn", true },
	{ CLAIMS "name", "saml:name", false },
	{ "http://schemas.xmlsoap.org/claims/CommonName", "saml:commonName", false },
	{ CLAIMS "givenname", "saml:givenName", false },
	{ CLAIMS "surname", "saml:surname", false },
	{ CLAIMS "emailaddress", "saml:mail", false },
	{ "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid",
	  "saml:primaryGroupSID", false },
	{ "urn:oid:2.5.4.3", "saml:commonName", false },
	{ "urn:oid:2.5.4.4", "saml:surname", false },
	{ "urn:oid:2.5.4.42", "saml:givenName", false },
	{ "urn:oid:2.5.4.45", "saml:x500UniqueIdentifier", false },
	{ "urn:oid:0.9.2342.19200300100.1.1", "saml:uid", false },
	{ "urn:oid:0.9.2342.19200300100.1.3", "saml:mail", false },
	{ "urn:oid:0.9.2342.19200300100.1.45", "saml:organizationStatus", false },
};

/* The first attribute of that name, or NULL. */
static const struct xml_element *find(const struct xml_element *statement, const char *name)
{
	const struct xml_element *at = saml_child(statement, "Attribute");

	for (; at; at = xml_find_local(at->next, "Attribute")) {
		const char *own = xml_attribute(at, "Name");

		if (own && strcmp(own, name) == 0)
			return at;
	}
	return NULL;
}

/* All values of an attribute, which may be NULL. */
static const char **values_of(struct call *call, const struct xml_element *attribute,
			      size_t *out_count)
{
	const struct xml_element *value = saml_child(attribute, "AttributeValue");
	const char **values =
		arena_array(call->arena, attribute ? attribute->child_count : 0, sizeof(*values));

	*out_count = 0;
	for (; value; value = xml_find_local(value->next, "AttributeValue"))
		values[(*out_count)++] = saml_text(call, value);
	return values;
}

/* The first value of the attribute of that name, or NULL. */
static const char *value_of(struct call *call, const struct xml_element *statement,
			    const char *name)
{
	return saml_text(call, saml_child(find(statement, name), "AttributeValue"));
}

/* Whether "ONE,OTHER" are the two, in either order (documented), with space around the comma. */
static bool is_pair(const char *text, const char *one, const char *other)
{
	size_t len = strlen(one);

	if (strncmp(text, one, len) != 0)
		return false;
	text += len + strspn(text + len, " ");
	return *text == ',' && strcmp(text + 1 + strspn(text + 1, " "), other) == 0;
}

static enum api_status check_role(struct call *call, const struct saml_request *request,
				  const struct xml_element *statement)
{
	size_t count;
	const char **pairs = values_of(call, find(statement, NAMESPACE "Role"), &count);

	for (size_t i = 0; i < count; i++)
		if (is_pair(pairs[i], request->role_arn, request->provider_arn) ||
		    is_pair(pairs[i], request->provider_arn, request->role_arn))
			return API_OK;
	return call_fail(call, &sts_invalid_identity_token,
			 "SAML Assertion doesn't contain the requested Role and Metadata in the "
			 "attributes");
}

static enum api_status read_session_name(struct call *call, const struct xml_element *statement,
					 struct federated_identity *identity)
{
	const char *name = value_of(call, statement, NAMESPACE "RoleSessionName");

	identity->session_name = name;
	if (!name)
		return call_fail(call, &sts_invalid_identity_token,
				 "RoleSessionName is required in AuthnResponse");
	if (!federated_identity_is_name(name))
		return call_fail(call, &sts_invalid_identity_token,
				 "RoleSessionName in AuthnResponse must match "
				 "[a-zA-Z_0-9+=,.@-]{2,64}");
	return API_OK;
}

static enum api_status read_tags(struct call *call, const struct xml_element *statement,
				 struct federated_identity *identity)
{
	const struct xml_element *at = saml_child(statement, "Attribute");

	for (; at; at = xml_find_local(at->next, "Attribute")) {
		const char *name = xml_attribute(at, "Name");
		const char *value = saml_text(call, saml_child(at, "AttributeValue"));

		if (!name || strncmp(name, TAG, strlen(TAG)) != 0)
			continue;
		if (!federated_identity_tag(call, identity, name + strlen(TAG), value ? value : ""))
			return federated_identity_refuse_tags(call);
	}
	identity->transitive_keys.items = values_of(call,
						    find(statement, NAMESPACE "TransitiveTagKeys"),
						    &identity->transitive_keys.len);
	return API_OK;
}

static void read_keys(struct call *call, const struct xml_element *statement,
		      struct federated_identity *identity)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		struct federated_claim claim = { .key = keys[i].key, .is_list = keys[i].is_list };

		claim.values = values_of(call, find(statement, keys[i].attribute), &claim.count);
		federated_identity_claim(call, identity, &claim);
	}
}

enum api_status saml_attributes_read(struct call *call, const struct saml_request *request,
				     const struct xml_element *assertion,
				     struct federated_identity *identity)
{
	const struct xml_element *statement = saml_child(assertion, "AttributeStatement");

	identity->source_identity = value_of(call, statement, NAMESPACE "SourceIdentity");
	if (check_role(call, request, statement) != API_OK ||
	    read_session_name(call, statement, identity) != API_OK ||
	    federated_identity_check_source(call, identity->source_identity) != API_OK ||
	    read_tags(call, statement, identity) != API_OK)
		return API_FAILED;
	read_keys(call, statement, identity);
	return API_OK;
}
