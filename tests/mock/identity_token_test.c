/* GetWebIdentityToken: who gets a token, what it says, and whether its signature is good. */
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "mock/database.h"
#include "mock/namespace.h"
#include "mock/sts/token_key.h"
#include "tests/support/handlers.h"
#include "tests/support/operation.h"
#include "tests/support/world.h"
#include "wire/encoding.h"
#include "wire/json_reader.h"

#define GET    "sts:GetWebIdentityToken"
#define ENABLE "iam:EnableOutboundWebIdentityFederation"
#define WISH   "'Audience':['https://example.com'],'SigningAlgorithm':'RS256'"
#define ON                                                              \
	{                                                               \
		"admin", ENABLE, "{}", "{'IssuerIdentifier':'https://*" \
	}

static const struct world_story stories[] = {
	{ "an account that has not enabled tokens gets none",
	  { { "admin", GET, "{" WISH "}",
	      "403 OutboundWebIdentityFederationDisabledException: The outbound web identity "
	      "federation feature is not enabled for this account." },
	    ON,
	    { "admin", "iam:DisableOutboundWebIdentityFederation", "{}", "{}" },
	    { "admin", GET, "{" WISH "}", "403 OutboundWebIdentityFederationDisabledException: *" },
	    { "boss", GET, "{" WISH "}",
	      "403 OutboundWebIdentityFederationDisabledException: *" } } },
	{ "what is asked for has a form",
	  { ON,
	    { "admin", GET, "{'Audience':['a'],'SigningAlgorithm':'HS256'}",
	      "400 ValidationError: 1 validation error detected: Value 'HS256' at "
	      "'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value "
	      "set: [RS256, ES384]" },
	    { "admin", GET, "{'Audience':[],'SigningAlgorithm':'RS256'}",
	      "400 ValidationError: *" },
	    { "admin", GET, "{'SigningAlgorithm':'RS256'}", "400 ValidationError: *" },
	    { "admin", GET, "{" WISH ",'DurationSeconds':59}", "400 ValidationError: *" },
	    { "admin", GET, "{" WISH ",'DurationSeconds':3601}", "400 ValidationError: *" },
	    { "admin", GET, "{" WISH ",'Tags':[{'Key':'a','Value':'1'},{'Key':'A','Value':'2'}]}",
	      "400 InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are "
	      "case insensitive." } } },
	{ "a caller needs permission, for tags too",
	  { ON,
	    { "limited", GET, "{" WISH "}", "403 AccessDenied: *" },
	    { "admin", "iam:PutUserPolicy",
	      "{'UserName':'limited','PolicyName':'p','PolicyDocument':'{\\'Version\\':"
	      "\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':"
	      "\\'sts:GetWebIdentityToken\\',\\'Resource\\':\\'*\\',\\'Condition\\':{"
	      "\\'ForAllValues:StringEquals\\':{\\'sts:IdentityTokenAudience\\':"
	      "\\'https://example.com\\'},\\'NumericLessThanEquals\\':{\\'sts:DurationSeconds\\':"
	      "\\'100\\'}}}]}'}",
	      "{}" },
	    { "limited", GET, "{" WISH ",'DurationSeconds':101}", "403 AccessDenied: *" },
	    { "limited", GET, "{" WISH "}", "403 AccessDenied: *" },
	    { "limited", GET,
	      "{'Audience':['other'],'SigningAlgorithm':'RS256','DurationSeconds':100}",
	      "403 AccessDenied: *" },
	    { "limited", GET, "{" WISH ",'DurationSeconds':100,'Tags':[{'Key':'a','Value':'1'}]}",
	      "403 AccessDenied: *" },
	    { "limited", GET, "{" WISH ",'DurationSeconds':100}", "{'WebIdentityToken':*" } } },
	{ "a token does not outlive its session",
	  { { "boss", ENABLE, "{}", "{'IssuerIdentifier':'https://*" },
	    { "boss", "iam:AttachRolePolicy",
	      "{'RoleName':'worker','PolicyArn':'arn:aws:iam::aws:policy/AdministratorAccess'}",
	      "{}" },
	    { "boss", "sts:AssumeRole",
	      "{'RoleArn':'arn:aws:iam::222222222222:role/worker','RoleSessionName':'ada',"
	      "'DurationSeconds':900}",
	      "{'Credentials':*", "session" },
	    { "session", GET, "{" WISH ",'DurationSeconds':901}",
	      "403 SessionDurationEscalationException: The requested token duration would extend "
	      "the session beyond its original expiration time." },
	    { "session", GET, "{" WISH ",'DurationSeconds':900}", "{'WebIdentityToken':*" } } },
	{ "an issuer is AWS's",
	  { ON,
	    { "admin", "iam:GetOutboundWebIdentityFederationInfo", "{}",
	      "*.tokens.sts.global.api.aws','JwtVendingEnabled':true}*" } } },
};

static const uint8_t *bytes_of(struct arena *arena, const char *text, size_t len, size_t *out_len)
{
	char *base64 =
		arena_printf(arena, "%.*s%.*s", (int)len, text, (int)((4 - len % 4) % 4), "===");
	uint8_t *bytes = NULL;

	for (char *at = base64; *at; at++)
		*at = *at == '-' ? '+' : *at == '_' ? '/' : *at;
	assert_true(base64_decode(arena, base64, strlen(base64), &bytes, out_len));
	return bytes;
}

static const struct json_value *read_json(struct arena *arena, const char *text, size_t len)
{
	const struct json_value *value = NULL;
	struct fault fault;

	if (!json_read(arena, text, len, &fault, &value))
		fail_msg("%s", fault.message);
	return value;
}

static BIGNUM *number_of(struct arena *arena, const struct json_value *key, const char *name)
{
	const char *text = json_get_string(key, name);
	size_t len;
	const uint8_t *bytes = bytes_of(arena, text, strlen(text), &len);

	return BN_bin2bn(bytes, (int)len, NULL);
}

static EVP_PKEY *make_key(const char *type, OSSL_PARAM_BLD *builder)
{
	OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters), 1);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(parameters);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

static EVP_PKEY *rsa_key(struct arena *arena, const struct json_value *jwk)
{
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	BIGNUM *n = number_of(arena, jwk, "n"), *e = number_of(arena, jwk, "e");
	EVP_PKEY *key;

	OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e);
	key = make_key("RSA", builder);
	BN_free(n);
	BN_free(e);
	return key;
}

/* A point that is not compressed: 4, x, y. */
static EVP_PKEY *ec_key(struct arena *arena, const struct json_value *jwk)
{
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	BIGNUM *x = number_of(arena, jwk, "x"), *y = number_of(arena, jwk, "y");
	unsigned char point[97] = { 4 };

	BN_bn2binpad(x, point + 1, 48);
	BN_bn2binpad(y, point + 49, 48);
	BN_free(x);
	BN_free(y);
	OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-384", 0);
	OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point));
	return make_key("EC", builder);
}

static const uint8_t *der_of(struct arena *arena, const uint8_t *flat, size_t *len)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	unsigned char *der = NULL;
	uint8_t *copy;
	int size;

	assert_int_equal(*len, 96);
	ECDSA_SIG_set0(signature, BN_bin2bn(flat, 48, NULL), BN_bin2bn(flat + 48, 48, NULL));
	size = i2d_ECDSA_SIG(signature, &der);
	ECDSA_SIG_free(signature);
	copy = arena_alloc(arena, (size_t)size);
	memcpy(copy, der, (size_t)size);
	OPENSSL_free(der);
	*len = (size_t)size;
	return copy;
}

/* The key that a header names, in the namespace's key set. */
static const struct json_value *find_jwk(struct world *world, const char *kid)
{
	struct call call = { .arena = world->arena, .database = world->space->database };
	const char *set;
	const struct json_value *jwk;

	database_begin(call.database);
	set = token_key_set(&call);
	assert_true(database_commit(call.database));
	assert_non_null(set);
	jwk = json_get(read_json(world->arena, set, strlen(set)), "keys")->first;
	while (jwk && strcmp(json_get_string(jwk, "kid"), kid) != 0)
		jwk = jwk->next;
	assert_non_null(jwk);
	return jwk;
}

static void verify(struct world *world, const char *token, bool is_rsa)
{
	const char *dot = strrchr(token, '.');
	size_t header_len, len;
	const uint8_t *header =
		bytes_of(world->arena, token, (size_t)(strchr(token, '.') - token), &header_len);
	const struct json_value *names = read_json(world->arena, (const char *)header, header_len);
	const uint8_t *signature = bytes_of(world->arena, dot + 1, strlen(dot + 1), &len);
	const struct json_value *jwk = find_jwk(world, json_get_string(names, "kid"));
	EVP_PKEY *key = is_rsa ? rsa_key(world->arena, jwk) : ec_key(world->arena, jwk);
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	assert_string_equal(json_get_string(names, "alg"), is_rsa ? "RS256" : "ES384");
	if (!is_rsa)
		signature = der_of(world->arena, signature, &len);
	assert_int_equal(EVP_DigestVerifyInit(context, NULL, is_rsa ? EVP_sha256() : EVP_sha384(),
					      NULL, key),
			 1);
	assert_int_equal(EVP_DigestVerify(context, signature, len, (const unsigned char *)token,
					  (size_t)(dot - token)),
			 1);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
}

/* What tokens say; ' stands for ". */
static const struct token_row {
	const char *name;
	const char *caller, *input;
	const char *claims; /* up to the issuer */
	const char *times;  /* behind it */
	bool is_rsa;
} token_rows[] = {
	{ "a user of the management account is at the root, with no session", "admin", "{" WISH "}",
	  "{'aud':'https://example.com','sub':'arn:aws:iam::111111111111:user/admin',"
	  "'https://sts.amazonaws.com/':{'org_id':'o-exampleorg','ou_path':['o-exampleorg/r-ab12/"
	  "'],"
	  "'aws_account':'111111111111','source_region':'us-east-1','principal_id':"
	  "'arn:aws:iam::111111111111:user/admin'},'iss':'https://",
	  "'exp':1795424700,'iat':1795424400,'jti':'", true },
	{ "tags of the user and of the request are in it, and several audiences are a list",
	  "tester",
	  "{'Audience':['a','b'],'SigningAlgorithm':'ES384','DurationSeconds':60,'Tags':["
	  "{'Key':'job','Value':'7'}]}",
	  "{'aud':['a','b'],'sub':'arn:aws:iam::222222222222:user/tagged',"
	  "'https://sts.amazonaws.com/':{'org_id':'o-exampleorg','ou_path':['o-exampleorg/r-ab12/"
	  "ou-ab12-workunit/'],"
	  "'aws_account':'222222222222','source_region':'us-east-1',"
	  "'principal_id':'arn:aws:iam::222222222222:user/tagged','principal_tags':{'team':'red'},"
	  "'request_tags':{'job':'7'}},'iss':'https://",
	  "'exp':1795424460,'iat':1795424400,'jti':'", false },
	{ "a role's session has an end, a source identity and tags of its own before the role's",
	  "worker", "{" WISH "}",
	  "{'aud':'https://example.com','sub':'arn:aws:iam::222222222222:role/worker',"
	  "'https://sts.amazonaws.com/':{'org_id':'o-exampleorg','ou_path':['o-exampleorg/r-ab12/"
	  "ou-ab12-workunit/'],"
	  "'aws_account':'222222222222','original_session_exp':"
	  "'2026-11-23T10:00:00Z','source_region':'us-east-1','principal_id':"
	  "'arn:aws:iam::222222222222:role/worker','source_identity':'ada','principal_tags':{"
	  "'Team':'blue','colour':'grey'}},'iss':'https://",
	  "'exp':1795424700,'iat':1795424400,'jti':'", true },
};

/* Everybody may have tokens, and a role is taken. */
static void prepare(struct world *world)
{
	static const struct world_story story = {
		.steps = {
			ON,
			{ "boss", ENABLE, "{}", "{'IssuerIdentifier':'https://*" },
			{ "boss", "iam:PutUserPolicy",
			  "{'UserName':'tagged','PolicyName':'p','PolicyDocument':'{\\'Version\\':"
			  "\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',"
			  "\\'Action\\':\\'sts:*\\',\\'Resource\\':\\'*\\'}]}'}",
			  "{}" },
			{ "boss", "iam:AttachRolePolicy",
			  "{'RoleName':'worker','PolicyArn':"
			  "'arn:aws:iam::aws:policy/AdministratorAccess'}",
			  "{}" },
			{ "boss", "sts:AssumeRole",
			  "{'RoleArn':'arn:aws:iam::222222222222:role/worker','RoleSessionName':"
			  "'ada','SourceIdentity':'ada','Tags':[{'Key':'Team','Value':'blue'}]}",
			  "{'Credentials':*", "worker" },
		},
	};

	world_tell(world, &story);
}

static void says(void **state)
{
	struct fixture *fixture = *state;
	const struct token_row *row = fixture->row;
	struct world world;

	world_start(&world, &fixture->arena, "conditions_state.json");
	prepare(&world);
	const char *answer = world_ask(&world, row->caller, GET, row->input);
	const char *token = json_get_string(read_json(&fixture->arena, answer, strlen(answer)),
					    "WebIdentityToken");

	if (!token)
		fail_msg("no token: %s", answer);
	const char *body = strchr(token, '.') + 1;
	size_t len;
	const char *claims = (const char *)bytes_of(&fixture->arena, body,
						    (size_t)(strchr(body, '.') - body), &len);

	if (!strstr(claims, operation_quotes(&fixture->arena, row->claims)) ||
	    !strstr(claims, operation_quotes(&fixture->arena, row->times)))
		fail_msg("%s", claims);
	verify(&world, token, row->is_rsa);
	world_stop(&world);
}

static const struct check_table tables[] = {
	CHECK_TABLE(stories, world_body),
	CHECK_TABLE(token_rows, says),
};

int main(void)
{
	return check_tables("mock/identity_token", tables, ARRAY_LEN(tables));
}
