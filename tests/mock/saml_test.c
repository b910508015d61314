/*
 * AssumeRoleWithSAML: responses, trust policies that name a provider, and the
 * condition keys that attributes become.
 */
#include <string.h>

#include "tests/support/handlers.h"
#include "tests/support/world.h"
#include "wire/encoding.h"

#define PROVIDER        "arn:aws:iam::222222222222:saml-provider/Entry"
#define ROLE            "arn:aws:iam::222222222222:role/worker"
#define ISSUER          "https://id.example.com/saml"
#define QUALIFIER       "KuRc+Zx1+zUmw7G1WYGSWnTobGM="
#define DENIED          "403 AccessDenied: Not authorized to perform sts:"
#define INVALID         "400 InvalidIdentityToken: "
#define EXPIRED         "400 ExpiredTokenException: "
#define AWS             "https://aws.amazon.com/SAML/Attributes/"
#define NOW             "2026-11-23T09:00:00Z"
#define LATER           "2026-11-23T09:05:00Z"
#define IS(key, value)  "'StringEquals':{'" key "':'" value "'}"
#define ANY(key, value) "'ForAnyValue:StringEquals':{'" key "':'" value "'}"
#define ONE(name, value) \
	"<Attribute Name='" name "'><AttributeValue> " value "\n</AttributeValue></Attribute>"
#define MAY_ALL "'sts:AssumeRoleWithSAML','sts:TagSession','sts:SetSourceIdentity'"

/* A response, from which a row takes away or in which it changes something. */
static const char response[] =
	"<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'><samlp:Status>"
	"<samlp:StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:Success'/></samlp:Status>"
	"<Assertion xmlns='urn:oasis:names:tc:SAML:2.0:assertion' IssueInstant='" NOW "'>"
	"<Issuer>\n  " ISSUER "\n</Issuer><ds:Signature/><Subject>"
	"<NameID Format='urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'>ada-1</NameID>"
	"<SubjectConfirmation Method='urn:oasis:names:tc:SAML:2.0:cm:bearer'>"
	"<SubjectConfirmationData NotOnOrAfter='" LATER
	"' Recipient='https://signin.aws.amazon.com/saml'/></SubjectConfirmation></Subject>"
	"<Conditions NotBefore='" NOW "' NotOnOrAfter='" LATER "'><AudienceRestriction>"
	"<Audience>urn:amazon:webservices</Audience></AudienceRestriction></Conditions>"
	"<AuthnStatement SessionNotOnOrAfter='2026-11-23T10:00:00Z'/><AttributeStatement>"
	"<Attribute Name='" AWS "Role'><AttributeValue>" PROVIDER "x," ROLE "</AttributeValue>"
	"<AttributeValue>" PROVIDER ", " ROLE "</AttributeValue></Attribute>" ONE(
		AWS "RoleSessionName",
		"ada") "<!-- more --></AttributeStatement></Assertion></samlp:Response>";

/* The response with @from, which must be in it, replaced. */
static const char *changed(struct arena *arena, const char *from, const char *to)
{
	const char *at = from ? strstr(response, from) : response;

	if (!at)
		fail_msg("the response lacks %s", from);
	if (!from)
		return response;
	return arena_printf(arena, "%.*s%s%s", (int)(at - response), response, to,
			    at + strlen(from));
}

static const char *encoded(struct arena *arena, const char *text)
{
	return base64_encode(arena, text, strlen(text));
}

static void trust(struct world *world, const char *actions, const char *condition)
{
	const char *policy =
		arena_printf(world->arena,
			     "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
			     "{'Federated':'" PROVIDER "'},'Action':[%s],'Condition':{%s}}]}",
			     actions, condition);

	assert_string_equal(
		world_ask(world, "boss", "iam:UpdateAssumeRolePolicy",
			  arena_printf(world->arena, "{'RoleName':'worker','PolicyDocument':'%s'}",
				       world_quote(world->arena, policy))),
		"{}");
}

/* A world whose account knows the provider and whose role worker trusts it. */
static void start(struct world *world, struct arena *arena, const char *actions,
		  const char *condition)
{
	const char *metadata = arena_printf(
		arena, "<md:EntityDescriptor entityID='" ISSUER "'>%s</md:EntityDescriptor>",
		arena_printf(arena, "<!-- %01000d -->", 0));

	world_start(world, arena, "conditions_state.json");
	if (world_ask(world, "boss", "iam:CreateSAMLProvider",
		      arena_printf(arena, "{'Name':'Entry','SAMLMetadataDocument':'%s'}",
				   world_quote(arena, metadata)))[0] != '{')
		fail_msg("no provider");
	trust(world, actions, condition);
}

static const char *ask_as(struct world *world, const char *role, const char *provider,
			  const char *assertion)
{
	return world_ask(world, "", "sts:AssumeRoleWithSAML",
			 arena_printf(world->arena,
				      "{'RoleArn':'%s','PrincipalArn':'%s','SAMLAssertion':'%s'}",
				      role, provider, assertion));
}

static const char *ask(struct world *world, const char *from, const char *to)
{
	return ask_as(world, ROLE, PROVIDER,
		      encoded(world->arena, changed(world->arena, from, to)));
}

/* Responses that are refused, and how. */
static const struct refusal_row {
	const char *name;
	const char *from, *to;
	const char *expected;
} refusal_rows[] = {
	{ "a response is XML", "<samlp:Status>", "<", INVALID "Invalid SAML response" },
	{ "a response", response, "<Assertion/>", INVALID "Invalid SAML response" },
	{ "it says how it went", "StatusCode Value", "StatusCode Other",
	  "403 IDPRejectedClaim: The identity provider reported that authentication failed." },
	{ "well", "status:Success", "status:Responder",
	  "403 IDPRejectedClaim: The identity provider reported that authentication failed." },
	{ "encrypted assertions are not read", "<Assertion ",
	  "<saml:EncryptedAssertion/><Assertion ",
	  "501 NotImplemented: Encrypted assertions are not implemented." },
	{ "an assertion is there", response,
	  "<Response><Status><StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:Success'/>"
	  "</Status></Response>",
	  INVALID "Invalid SAML response" },
	{ "the provider issued it", ISSUER, "https://id.example.com",
	  INVALID "Issuer not present in specified provider (Service: AWSOpenIdDiscoveryService; "
		  "Status Code: 400; Error Code: AuthSamlInvalidSamlResponseException; Request "
		  "ID: *" },
	{ "somebody did", "Issuer>\n  " ISSUER "\n</Issuer>", "By/>",
	  INVALID "Issuer not present in specified provider (*" },
	{ "and signed it", "<ds:Signature/>", "", INVALID "Response signature invalid" },
	{ "it is for AWS", "urn:amazon:webservices", "urn:example",
	  INVALID "Response does not contain the required audience." },
	{ "not for one with its name", "urn:amazon:webservices",
	  "https://notsignin.aws.amazon.com/saml",
	  INVALID "Response does not contain the required audience." },
	{ "issued at some time", "IssueInstant='" NOW "'", "", INVALID "Invalid SAML response" },
	{ "a time", "IssueInstant='" NOW, "IssueInstant='now", INVALID "Invalid SAML response" },
	{ "five minutes ago at most", "IssueInstant='" NOW, "IssueInstant='2026-11-23T08:55:00Z",
	  EXPIRED "Token must be redeemed within 5 minutes of issuance" },
	{ "conditions end", "NotBefore='" NOW "' NotOnOrAfter='" LATER, "NotOnOrAfter='" NOW,
	  EXPIRED "The assertion has expired" },
	{ "and begin", "NotBefore='" NOW, "NotBefore='2026-11-23T09:00:01Z",
	  INVALID "The assertion is not valid yet" },
	{ "at times", "NotBefore='" NOW, "NotBefore='", INVALID "Invalid SAML response" },
	{ "so does the confirmation", "NotOnOrAfter='" LATER, "NotOnOrAfter='" NOW,
	  EXPIRED "The assertion has expired" },
	{ "and the session", "SessionNotOnOrAfter='2026-11-23T10:00",
	  "SessionNotOnOrAfter='2026-11-23T09:00", EXPIRED "The assertion has expired" },
	{ "at a time", "SessionNotOnOrAfter='2026", "SessionNotOnOrAfter='x",
	  INVALID "Invalid SAML response" },
	{ "it is about somebody", "ada-1", " ", INVALID "Invalid SAML response" },
	{ "it names role and provider", PROVIDER ", " ROLE, PROVIDER " " ROLE,
	  INVALID "SAML Assertion doesn't contain the requested Role and Metadata in the "
		  "attributes" },
	{ "in one value", AWS "Role'", AWS "Rule'",
	  INVALID "SAML Assertion doesn't contain the requested Role and Metadata in the "
		  "attributes" },
	{ "it names the session", "RoleSessionName", "SessionName",
	  INVALID "RoleSessionName is required in AuthnResponse" },
	{ "by a name", " ada\n", "ada lovelace",
	  INVALID "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}" },
	{ "a source identity is a name", "<!-- more -->", ONE(AWS "SourceIdentity", "aws:ada"),
	  INVALID "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "
		  "\"aws:\"" },
	{ "a tag has a key", "<!-- more -->", ONE(AWS "PrincipalTag:", "ada"),
	  INVALID "The session tags of the token are not valid." },
	{ "transitive tags are tags", "<!-- more -->", ONE(AWS "TransitiveTagKeys", "team"),
	  "400 InvalidParameterValue: The specified transitive tag key must be included in the "
	  "requested tags." },
};

static void refuses(void **state)
{
	struct fixture *fixture = *state;
	const struct refusal_row *row = fixture->row;
	size_t len = strcspn(row->expected, "*");
	struct world world;
	const char *answer;

	start(&world, &fixture->arena, MAY_ALL, "");
	answer = ask(&world, row->from, row->to);
	if (strncmp(answer, row->expected, row->expected[len] ? len : len + 1) != 0)
		fail_msg("%s", answer);
	world_stop(&world);
}

/* Whom a role trusts, and whether the bearer of the assertion is meant. */
static const struct trust_row {
	const char *name;
	const char *actions, *condition;
	const char *more;   /* attributes */
	const char *denied; /* the action, or NULL */
} trust_rows[] = {
	{ "the action is another", "'sts:AssumeRole'", "", "", "AssumeRoleWithSAML" },
	{ "tags need a permission", "'sts:AssumeRoleWithSAML'", "", ONE(AWS "PrincipalTag:a", "1"),
	  "TagSession" },
	{ "so does a source identity", "'sts:AssumeRoleWithSAML'", "",
	  ONE(AWS "SourceIdentity", "ada.l"), "SetSourceIdentity" },
	{ "the subject is another", MAY_ALL, IS("saml:sub", "eve-1"), "", "AssumeRoleWithSAML" },
	{ "nothing is asked", MAY_ALL, "", "" },
	{ "the subject", MAY_ALL, IS("saml:sub", "ada-1"), "" },
	{ "its kind", MAY_ALL, IS("saml:sub_type", "persistent"), "" },
	{ "the recipient", MAY_ALL, IS("saml:aud", "https://signin.aws.amazon.com/saml"), "" },
	{ "the issuer", MAY_ALL, IS("saml:iss", ISSUER), "" },
	{ "account and provider", MAY_ALL, IS("saml:doc", "222222222222/Entry"), "" },
	{ "their hash", MAY_ALL, IS("saml:namequalifier", QUALIFIER), "" },
	{ "the provider's ARN", MAY_ALL, IS("aws:FederatedProvider", PROVIDER), "" },
	{ "the session's name", MAY_ALL, IS("sts:RoleSessionName", "ada"), "" },
	{ "the source identity", MAY_ALL, IS("sts:SourceIdentity", "ada.l"),
	  ONE(AWS "SourceIdentity", "ada.l") },
	{ "the tags", MAY_ALL,
	  IS("aws:RequestTag/team", "blue") "," ANY(
		  "aws:TagKeys", "team") ","
					 "'ForAllValues:StringEquals':{'sts:TransitiveTagKeys':"
					 "'team'}",
	  ONE(AWS "PrincipalTag:team", "blue") ONE(AWS "TransitiveTagKeys", "team") },
	{ "what kind of person", MAY_ALL, ANY("saml:edupersonaffiliation", "staff"),
	  "<Attribute Name='urn:oid:1.3.6.1.4.1.5923.1.1.1.1'><AttributeValue>member"
	  "</AttributeValue><AttributeValue>staff</AttributeValue></Attribute>" },
	{ "a key of one value has the first", MAY_ALL, IS("saml:uid", "staff"),
	  "<Attribute Name='urn:oid:0.9.2342.19200300100.1.1'><AttributeValue>member"
	  "</AttributeValue><AttributeValue>staff</AttributeValue></Attribute>",
	  "AssumeRoleWithSAML" },
	{ "the mail", MAY_ALL, IS("saml:mail", "a@x.com"),
	  ONE("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "a@x.com") },
	{ "what the assertion does not say", MAY_ALL, "'Null':{'saml:mail':'true'}", "" },
	{ "the bearer is no principal yet", MAY_ALL, "'Null':{'aws:PrincipalArn':'false'}", "",
	  "AssumeRoleWithSAML" },
	{ "roles of tokens are not roles of assertions", MAY_ALL,
	  "'Null':{'sts:RoleAuthorizedByIdp':'false'}", "", "AssumeRoleWithSAML" },
};

static void trusts(void **state)
{
	struct fixture *fixture = *state;
	const struct trust_row *row = fixture->row;
	struct world world;
	const char *answer;

	start(&world, &fixture->arena, row->actions, row->condition);
	answer = ask(&world, "<!-- more -->", row->more);
	if (row->denied)
		assert_string_equal(answer, arena_printf(world.arena, DENIED "%s", row->denied));
	else if (answer[0] != '{')
		fail_msg("%s", answer);
	world_stop(&world);
}

/* ARNs and texts before the response is looked into. */
static const struct input_row {
	const char *name;
	const char *role, *provider, *assertion;
	const char *expected;
} input_rows[] = {
	{ "the role is a role", PROVIDER, PROVIDER, "PGE+",
	  "400 ValidationError: Request ARN is invalid" },
	{ "the provider is a provider", ROLE, ROLE, "PGE+",
	  "400 ValidationError: Request ARN is invalid" },
	{ "the response is base64", ROLE, PROVIDER, "<Response/>",
	  INVALID "Invalid base64 SAMLResponse" },
	{ "the provider is there", ROLE, PROVIDER "s", "PFJlc3BvbnNlLz4=",
	  INVALID "Specified provider doesn't exist (Service: AWSOpenIdDiscoveryService; Status "
		  "Code: 400; Error Code: AuthSamlManifestNotFoundException; Request ID: *" },
};

static void looks_first(void **state)
{
	struct fixture *fixture = *state;
	const struct input_row *row = fixture->row;
	size_t len = strcspn(row->expected, "*");
	struct world world;
	const char *answer;

	start(&world, &fixture->arena, MAY_ALL, "");
	answer = ask_as(&world, row->role, row->provider, row->assertion);
	if (strncmp(answer, row->expected, row->expected[len] ? len : len + 1) != 0)
		fail_msg("%s", answer);
	world_stop(&world);
}

/* What becomes of an assertion; one row each. */
static const struct life_row {
	const char *name;
	const char *from, *to;
	const char *parts[8]; /* of the answer */
} life_rows[] = {
	{ "the answer repeats the assertion",
	  NULL,
	  NULL,
	  { "\"Subject\":\"ada-1\"", "\"SubjectType\":\"persistent\"", "\"Issuer\":\"" ISSUER "\"",
	    "\"Audience\":\"https://signin.aws.amazon.com/saml\"",
	    "\"NameQualifier\":\"" QUALIFIER "\"", ":assumed-role/worker/ada\"",
	    "\"Expiration\":1795428000}" } },
	{ "the session ends with the one at the provider",
	  "10:00:00Z'/>",
	  "09:20:00Z'/>",
	  { "\"Expiration\":1795425600}" } },
	{ "a subject of another form has that form's name",
	  "SAML:2.0:nameid-format:persistent",
	  "SAML:1.1:nameid-format:emailAddress",
	  { "\"SubjectType\":\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\"" } },
	{ "one without a form has SAML's default",
	  " Format='urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'",
	  "",
	  { "\"SubjectType\":\"urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified\"" } },
	{ "a sign-in endpoint of a region is an audience",
	  "urn:amazon:webservices",
	  "https://us-west-2.signin.aws.amazon.com/saml",
	  { "\"Subject\":\"ada-1\"" } },
	{ "tags take room, and the source identity is repeated",
	  "<!-- more -->",
	  ONE(AWS "PrincipalTag:team", "blue") ONE(AWS "SourceIdentity", "ada.l"),
	  { "\"PackedPolicySize\":1", "\"SourceIdentity\":\"ada.l\"" } },
};

static void answers(void **state)
{
	struct fixture *fixture = *state;
	const struct life_row *row = fixture->row;
	struct world world;
	const char *answer;

	start(&world, &fixture->arena, MAY_ALL, "");
	answer = ask(&world, row->from, row->to);
	for (size_t i = 0; row->parts[i]; i++)
		if (!strstr(answer, row->parts[i]))
			fail_msg("%s is not in %s", row->parts[i], answer);
	world_stop(&world);
}

/* What the session carries on, and what binds its birth. */
static const struct carry_row {
	const char *name;
	const char *condition; /* of the role's own policy */
	bool is_met;
} carry_rows[] = {
	{ "the subject", IS("saml:sub", "ada-1"), true },
	{ "its kind", IS("saml:sub_type", "persistent"), true },
	{ "not the recipient", "'Null':{'saml:aud':'false'}", false },
	{ "who vouched", IS("aws:FederatedProvider", PROVIDER), true },
	{ "a tag", IS("aws:PrincipalTag/team", "blue"), true },
	{ "the source identity", IS("aws:SourceIdentity", "ada.l"), true },
};

static void carries(void **state)
{
	struct fixture *fixture = *state;
	const struct carry_row *row = fixture->row;
	struct world world;
	const char *policy;

	start(&world, &fixture->arena, MAY_ALL, "");
	world_become(&world, "session",
		     ask(&world, "<!-- more -->",
			 ONE(AWS "PrincipalTag:team", "blue") ONE(AWS "SourceIdentity", "ada.l")));
	policy = arena_printf(world.arena,
			      "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':"
			      "'iam:ListUsers','Resource':'*','Condition':{%s}}]}",
			      row->condition);
	assert_string_equal(world_ask(&world, "boss", "iam:PutRolePolicy",
				      arena_printf(world.arena,
						   "{'RoleName':'worker','PolicyName':'p',"
						   "'PolicyDocument':'%s'}",
						   world_quote(world.arena, policy))),
			    "{}");
	assert_int_equal(world_ask(&world, "session", "iam:ListUsers", "{}")[0],
			 row->is_met ? '{' : '4');
	world_stop(&world);
}

/* Metadata of the provider, and what becomes of it. */
static const struct metadata_row {
	const char *name;
	const char *metadata;
	const char *updated, *answer; /* how the answers begin */
} metadata_rows[] = {
	{ "metadata is XML", "<EntityDescriptor>", "400 InvalidInput: Could not parse metadata",
	  "{" },
	{ "of an entity", "<Metadata about='EntityDescriptor'/>",
	  "400 InvalidInput: Could not parse metadata", "{" },
	{ "another entity", "<EntityDescriptor entityID='https://x'/>", "{",
	  INVALID "Issuer not present" },
	{ "an entity without a name", "<EntityDescriptor/>", "{", INVALID "Issuer not present" },
	{ "one of several",
	  "<m:EntitiesDescriptor><EntityDescriptor entityID='https://x'/><!-- -->"
	  "<m:EntityDescriptor entityID='" ISSUER "'/></m:EntitiesDescriptor>",
	  "{", "{" },
};

static void knows(void **state)
{
	struct fixture *fixture = *state;
	const struct metadata_row *row = fixture->row;
	const char *metadata =
		world_quote(&fixture->arena,
			    arena_printf(&fixture->arena, "%s<!-- %01000d -->", row->metadata, 0));
	struct world world;
	const char *answer;

	start(&world, &fixture->arena, MAY_ALL, "");
	answer = world_ask(&world, "boss", "iam:UpdateSAMLProvider",
			   arena_printf(world.arena,
					"{'SAMLProviderArn':'" PROVIDER
					"','SAMLMetadataDocument':'%s'}",
					metadata));
	assert_int_equal(strncmp(answer, row->updated, strlen(row->updated)), 0);
	answer = ask(&world, NULL, NULL);
	assert_int_equal(strncmp(answer, row->answer, strlen(row->answer)), 0);
	world_stop(&world);
}

static const struct {
	const char *name;
} bound_rows[] = { { "an RCP binds the birth of a session" } };

static void binds(void **state)
{
	struct fixture *fixture = *state;
	struct world world;
	const char *policy =
		"{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*',"
		"'Action':'sts:*','Resource':'*','Condition':{'StringNotEquals':"
		"{'saml:iss':'https://id.example.org'}}}]}";

	start(&world, &fixture->arena, MAY_ALL, "");
	assert_int_equal(
		world_ask(&world, "admin", "organizations:UpdatePolicy",
			  arena_printf(world.arena, "{'PolicyId':'p-norobots1','Content':'%s'}",
				       world_quote(world.arena, policy)))[0],
		'{');
	assert_string_equal(ask(&world, NULL, NULL), DENIED "AssumeRoleWithSAML");
	world_stop(&world);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(input_rows, looks_first), CHECK_TABLE(refusal_rows, refuses),
		CHECK_TABLE(trust_rows, trusts),      CHECK_TABLE(life_rows, answers),
		CHECK_TABLE(carry_rows, carries),     CHECK_TABLE(bound_rows, binds),
		CHECK_TABLE(metadata_rows, knows),
	};

	return check_tables("mock/saml", tables, ARRAY_LEN(tables));
}
