/*
 * AssumeRoleWithWebIdentity: tokens, trust policies that name a provider, and
 * the condition keys that claims become.
 */
#include <string.h>

#include "tests/support/handlers.h"
#include "tests/support/world.h"
#include "wire/encoding.h"

#define PROVIDER "arn:aws:iam::222222222222:oidc-provider/id.example.com/x"
#define ROLE     "arn:aws:iam::222222222222:role/worker"
#define CLAIMS   "'iss':'https://id.example.com/x','aud':'app','sub':'repo:ada'"
#define LATER    ",'exp':4102444800"
#define KEY      "id.example.com/x:"
#define REFUSED  "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity"
#define NO_JWT                                                                              \
	"400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see " \
	"this error if you sent an Access Token)"
#define AWS "https://aws.amazon.com/"
#define OTHER_ROLE \
	"400 InvalidIdentityToken: The requested role is not among the roles of the token"
#define NO_TAGS "400 InvalidIdentityToken: The session tags of the token are not valid."
#define TAGGED                                                                               \
	",'" AWS "tags':{'principal_tags':{'team':['blue']},'transitive_tag_keys':['team']}" \
	",'" AWS "source_identity':'ada.l'"
#define IS(key, value) "'StringEquals':{'" key "':'" value "'}"

/* A part of a token: base64 in the letters of URLs, without padding. */
static const char *part(struct arena *arena, const char *text)
{
	char *json = arena_strdup(arena, text), *encoded;

	for (char *at = json; *at; at++)
		if (*at == '\'')
			*at = '"';
	encoded = base64_encode(arena, json, strlen(json));
	encoded[strcspn(encoded, "=")] = '\0';
	for (char *at = encoded; *at; at++)
		*at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
	return encoded;
}

/* A world whose account knows the provider and whose role worker trusts @principal if @condition.
 */
static void start(struct world *world, struct arena *arena, const char *principal,
		  const char *condition)
{
	const char *trust = arena_printf(
		arena,
		"{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{%s},'Action':"
		"['sts:AssumeRoleWithWebIdentity','sts:TagSession','sts:SetSourceIdentity'],"
		"'Condition':{%s}}]}",
		principal, condition);

	world_start(world, arena, "conditions_state.json");
	if (world_ask(world, "boss", "iam:CreateOpenIDConnectProvider",
		      "{'Url':'https://id.example.com/x','ClientIDList':['app']}")[0] != '{')
		fail_msg("no provider");
	assert_string_equal(
		world_ask(world, "boss", "iam:UpdateAssumeRolePolicy",
			  arena_printf(arena, "{'RoleName':'worker','PolicyDocument':'%s'}",
				       world_quote(arena, trust))),
		"{}");
}

static const char *ask_with(struct world *world, const char *role, const char *token)
{
	return world_ask(world, "", "sts:AssumeRoleWithWebIdentity",
			 arena_printf(world->arena,
				      "{'RoleArn':'%s','RoleSessionName':'ada',"
				      "'WebIdentityToken':'%s'}",
				      role, token));
}

static const char *token_of(struct arena *arena, const char *claims)
{
	return arena_printf(arena, "%s.%s.c2ln", part(arena, "{'alg':'RS256'}"),
			    part(arena, arena_printf(arena, "{%s}", claims)));
}

/* Tokens that are refused, and how. */
static const struct token_row {
	const char *name;
	const char *header, *claims, *signature; /* ' stands for " */
	const char *expected;
} token_rows[] = {
	{ "a token has three parts", "{'alg':'RS256'}", "{" CLAIMS LATER "}", "", NO_JWT },
	{ "no more than three", "{'alg':'RS256'}", "{" CLAIMS LATER "}", ".c2ln.c2ln", NO_JWT },
	{ "a token is signed", "{'alg':'none'}", "{" CLAIMS LATER "}", ".c2ln", NO_JWT },
	{ "by an algorithm", "{}", "{" CLAIMS LATER "}", ".c2ln", NO_JWT },
	{ "its header is JSON", "alg", "{" CLAIMS LATER "}", ".c2ln", NO_JWT },
	{ "its claims are JSON", "{'alg':'RS256'}", "claims", ".c2ln", NO_JWT },
	{ "its claims are an object", "{'alg':'RS256'}", "[]", ".c2ln", NO_JWT },
	{ "somebody issued it", "{'alg':'RS256'}", "{'aud':'app','sub':'a'" LATER "}", ".c2ln",
	  "400 InvalidIdentityToken: Missing a required claim: iss" },
	{ "for somebody", "{'alg':'RS256'}", "{'iss':'https://id.example.com/x','aud':[1]}",
	  ".c2ln", "400 InvalidIdentityToken: Missing a required claim: aud" },
	{ "about somebody", "{'alg':'RS256'}",
	  "{'iss':'https://id.example.com/x','aud':'app'" LATER "}", ".c2ln",
	  "400 InvalidIdentityToken: Missing a required claim: sub" },
	{ "for some time", "{'alg':'RS256'}", "{" CLAIMS "}", ".c2ln",
	  "400 InvalidIdentityToken: Missing a required claim: exp" },
	{ "a time that is over", "{'alg':'RS256'}", "{" CLAIMS ",'exp':1000}", ".c2ln",
	  "400 ExpiredTokenException: Token expired: current date/time *" },
	{ "the account knows the issuer", "{'alg':'RS256'}",
	  "{'iss':'https://other.example.com','aud':'app','sub':'a'" LATER "}", ".c2ln",
	  "400 InvalidIdentityToken: No OpenIDConnect provider found in your account for "
	  "https://other.example.com" },
	{ "an issuer has a scheme", "{'alg':'RS256'}",
	  "{'iss':'id.example.com/x','aud':'app','sub':'a'" LATER "}", ".c2ln",
	  "400 InvalidIdentityToken: No OpenIDConnect provider found in your account for "
	  "id.example.com/x" },
	{ "the provider knows the audience", "{'alg':'RS256'}",
	  "{'iss':'https://id.example.com/x','aud':'toy','sub':'a'" LATER "}", ".c2ln",
	  "400 InvalidIdentityToken: Incorrect token audience" },
	{ "a token for other roles", "{'alg':'RS256'}",
	  "{" CLAIMS LATER ",'" AWS "roles':['" ROLE "s']}", ".c2ln", OTHER_ROLE },
	{ "for no role", "{'alg':'RS256'}", "{" CLAIMS LATER ",'" AWS "roles':[]}", ".c2ln",
	  OTHER_ROLE },
	{ "for a role by its name", "{'alg':'RS256'}", "{" CLAIMS LATER ",'" AWS "roles':'worker'}",
	  ".c2ln", OTHER_ROLE },
	{ "a source identity is a name", "{'alg':'RS256'}",
	  "{" CLAIMS LATER ",'" AWS "source_identity':'aws:ada'}", ".c2ln",
	  "400 InvalidIdentityToken: Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not "
	  "begin with \"aws:\"" },
	{ "a tag has one value", "{'alg':'RS256'}",
	  "{" CLAIMS LATER ",'" AWS "tags':{'principal_tags':{'a':['1','2']}}}", ".c2ln", NO_TAGS },
	{ "a text", "{'alg':'RS256'}", "{" CLAIMS LATER ",'" AWS "tags/principal_tags/a':1}",
	  ".c2ln", NO_TAGS },
	{ "and a key", "{'alg':'RS256'}", "{" CLAIMS LATER ",'" AWS "tags/principal_tags/':'1'}",
	  ".c2ln", NO_TAGS },
};

static void refuses(void **state)
{
	struct fixture *fixture = *state;
	const struct token_row *row = fixture->row;
	struct world world;
	const char *answer, *token;
	size_t len = strcspn(row->expected, "*");

	start(&world, &fixture->arena, "'Federated':'" PROVIDER "'", "");
	token = arena_printf(world.arena, "%s.%s%s", part(world.arena, row->header),
			     part(world.arena, row->claims), row->signature);
	answer = ask_with(&world, ROLE, token);
	if (strncmp(answer, row->expected, len) != 0)
		fail_msg("%s", answer);
	world_stop(&world);
}

/* Whom a role trusts, and whether the bearer of a token is meant. */
static const struct trust_row {
	const char *name;
	const char *principal, *condition;
	const char *more; /* claims */
	bool is_trusted;
} trust_rows[] = {
	{ "the account of the role is not the bearer's", "'AWS':'222222222222'", "", "", false },
	{ "another provider is not trusted", "'Service':'ec2.amazonaws.com'", "", "", false },
	{ "a provider is trusted", "'Federated':'" PROVIDER "'", "", "", true },
	{ "the subject is another", "'Federated':'" PROVIDER "'", IS(KEY "sub", "repo:eve"), "",
	  false },
	{ "the subject", "'Federated':'" PROVIDER "'", "'StringLike':{'" KEY "sub':'repo:*'}", "",
	  true },
	{ "the audience", "'Federated':'" PROVIDER "'", IS(KEY "aud", "app"), "", true },
	{ "who asked comes before the audience", "'Federated':'" PROVIDER "'",
	  "'StringEquals':{'" KEY "aud':'app','" KEY "oaud':'app'}", ",'azp':'app'", true },
	{ "a token without azp has no other audience", "'Federated':'" PROVIDER "'",
	  IS(KEY "oaud", "app"), "", false },
	{ "the mail", "'Federated':'" PROVIDER "'", IS(KEY "email", "a@x.com"),
	  ",'email':'a@x.com'", true },
	{ "the methods are several", "'Federated':'" PROVIDER "'",
	  "'ForAnyValue:StringEquals':{'" KEY "amr':'mfa'}", ",'amr':['pwd',1,'mfa']", true },
	{ "no methods", "'Federated':'" PROVIDER "'",
	  "'ForAnyValue:StringEquals':{'" KEY "amr':'mfa'}", ",'amr':'mfa'", false },
	{ "the session's name", "'Federated':'" PROVIDER "'", IS("sts:RoleSessionName", "ada"), "",
	  true },
	{ "the provider's ARN", "'Federated':'" PROVIDER "'", IS("aws:FederatedProvider", PROVIDER),
	  "", true },
	{ "the bearer is no principal yet", "'Federated':'" PROVIDER "'",
	  "'Null':{'aws:PrincipalArn':'false'}", "", false },
	{ "a token that names no roles is not authorized for one", "'Federated':'" PROVIDER "'",
	  "'Bool':{'sts:RoleAuthorizedByIdp':'true'}", "", false },
	{ "says that it is not", "'Federated':'" PROVIDER "'",
	  "'Bool':{'sts:RoleAuthorizedByIdp':'false'}", "", true },
	{ "one that names the role is", "'Federated':'" PROVIDER "'",
	  "'Bool':{'sts:RoleAuthorizedByIdp':'true'}", ",'" AWS "roles':['x','" ROLE "']", true },
	{ "one role is no list", "'Federated':'" PROVIDER "'",
	  "'Bool':{'sts:RoleAuthorizedByIdp':'true'}", ",'" AWS "roles':'" ROLE "'", true },
	{ "the source identity", "'Federated':'" PROVIDER "'", IS("sts:SourceIdentity", "ada.l"),
	  TAGGED, true },
	{ "the tags", "'Federated':'" PROVIDER "'",
	  IS("aws:RequestTag/team", "blue") ",'ForAllValues:StringEquals':{'aws:TagKeys':'team',"
					    "'sts:TransitiveTagKeys':'team'}",
	  TAGGED, true },
	{ "flat tags", "'Federated':'" PROVIDER "'", IS("aws:RequestTag/team", "blue"),
	  ",'" AWS "tags/principal_tags/team':'blue'", true },
	{ "where the request comes from", "'Federated':'" PROVIDER "'",
	  "'IpAddress':{'aws:SourceIp':'127.0.0.1'}", "", true },
};

static void trusts(void **state)
{
	struct fixture *fixture = *state;
	const struct trust_row *row = fixture->row;
	struct world world;
	const char *answer;

	start(&world, &fixture->arena, row->principal, row->condition);
	answer = ask_with(
		&world, ROLE,
		token_of(world.arena, arena_printf(world.arena, CLAIMS LATER "%s", row->more)));
	if (row->is_trusted ? answer[0] != '{' : strcmp(answer, REFUSED) != 0)
		fail_msg("%s", answer);
	world_stop(&world);
}

/* What becomes of a token; one row each. */
static const struct {
	const char *name;
} session_rows[] = { { "the session says who vouched for it, and RCPs bind its birth" } };

static void lives(void **state)
{
	struct fixture *fixture = *state;
	struct world world;
	const char *token, *answer;

	start(&world, &fixture->arena, "'Federated':'" PROVIDER "'", "");
	token = token_of(world.arena, CLAIMS LATER);
	assert_string_equal(ask_with(&world, ROLE "s", token), REFUSED);
	assert_string_equal(ask_with(&world, "worker", token),
			    "400 ValidationError: 1 validation error detected: Value 'worker' at "
			    "'roleArn' failed to satisfy constraint: Member must have length "
			    "greater than or equal to 20");
	answer = ask_with(&world, ROLE, token);
	assert_non_null(strstr(answer, "\"Provider\":\"https://id.example.com/x\""));
	assert_non_null(strstr(answer, "\"SubjectFromWebIdentityToken\":\"repo:ada\""));
	assert_non_null(strstr(answer, "\"Audience\":\"app\""));
	assert_null(strstr(answer, "PackedPolicySize"));
	world_become(&world, "session", answer);
	assert_string_equal(
		world_ask(&world, "boss", "iam:PutRolePolicy",
			  "{'RoleName':'worker','PolicyName':'p','PolicyDocument':'{\\'Version\\':"
			  "\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\'"
			  ":\\'iam:ListUsers\\',\\'Resource\\':\\'*\\',\\'Condition\\':"
			  "{\\'StringEquals\\':{\\'aws:FederatedProvider\\':\\'" PROVIDER
			  "\\'}}}]}'}"),
		"{}");
	assert_int_equal(world_ask(&world, "session", "iam:ListUsers", "{}")[0], '{');
	world_stop(&world);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(token_rows, refuses),
		CHECK_TABLE(trust_rows, trusts),
		CHECK_TABLE(session_rows, lives),
	};

	return check_tables("mock/web_identity", tables, ARRAY_LEN(tables));
}
