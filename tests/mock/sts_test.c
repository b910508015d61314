#include "tests/support/operation.h"

#define ROLE         "arn:aws:iam::" HANDLERS_ACCOUNT ":role/reader"
#define USER         "arn:aws:iam::" HANDLERS_ACCOUNT ":user/admin"
#define ASSUME(more) "{'RoleArn':'" ROLE "','RoleSessionName':'ada'" more "}"
#define MFA          "arn:aws:iam::" HANDLERS_ACCOUNT ":mfa/phone"
#define TWO_TAGS     ",'Tags':[{'Key':'Team','Value':'a'},{'Key':'team','Value':'b'}]"
#define TEAM_TAG     ",'Tags':[{'Key':'Team','Value':'a'}]"
#define CHAINED                                                                        \
	"InvalidParameterValue: One of the specified transitive tag keys can't be set" \
	" because it conflicts with a transitive tag key from the calling session."
#define NO_MFA(call)                                                          \
	"AccessDenied: " call " failed, unable to validate MFA code.  Please" \
	" verify your MFA serial number is valid and associated with this user."

static const char role[] =
	"INSERT INTO iam_role (unique_id, account_id, name, path, trust_policy, created_ms,"
	" max_session_s) VALUES"
	" ('AROA22222222222222222', '" HANDLERS_ACCOUNT "', 'reader', '/', '{}', 0, 7200);"
	"INSERT INTO mfa_device VALUES ('" MFA "', '" HANDLERS_ACCOUNT
	"', 'AIDA22222222222222222', 'virtual', 0, 1, NULL)";

static const struct operation_story stories[] = {
	{ "a word is no role",
	  NULL,
	  { { "AssumeRole", "{'RoleArn':'nothing-valid-in-here','RoleSessionName':'ada'}",
	      "ValidationError: nothing-valid-in-here is invalid" } } },
	{ "an ARN without an account is no role",
	  NULL,
	  { { "AssumeRole", "{'RoleArn':'arn:a:::something/test-role','RoleSessionName':'ada'}",
	      "ValidationError: arn:a:::something/test-role is invalid" } } },
	{ "an unknown role is denied without a reason",
	  NULL,
	  { { "AssumeRole", "{'RoleArn':'" ROLE "2','RoleSessionName':'ada'}",
	      "AccessDenied: User: " USER " is not authorized to perform: sts:AssumeRole on"
	      " resource: " ROLE "2" } } },
	{ "a session's name has a pattern",
	  NULL,
	  { { "AssumeRole", "{'RoleArn':'" ROLE "','RoleSessionName':'Session1:2'}",
	      "ValidationError: 1 validation error detected: Value 'Session1:2' at"
	      " 'roleSessionName' failed to satisfy constraint: Member must satisfy regular"
	      " expression pattern: [\\w+=,.@-]*" } } },
	{ "the role's longest session is the limit",
	  NULL,
	  { { "AssumeRole", ASSUME(",'DurationSeconds':7201"),
	      "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set"
	      " for this role." } } },
	{ "tag keys differ in more than case",
	  NULL,
	  { { "AssumeRole", ASSUME(TWO_TAGS),
	      "InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are"
	      " case insensitive." } } },
	{ "a transitive key is the key of a tag",
	  NULL,
	  { { "AssumeRole", ASSUME(TEAM_TAG ",'TransitiveTagKeys':['Other']"),
	      "InvalidParameterValue: The specified transitive tag key must be included in the"
	      " requested tags." } } },
	{ "a session policy is JSON",
	  NULL,
	  { { "AssumeRole", ASSUME(",'Policy':'{bad'"),
	      "MalformedPolicyDocument: The policy is not in the valid JSON format." } } },
	{ "a session policy has the grammar of policies",
	  NULL,
	  { { "AssumeRole", ASSUME(",'Policy':'{}'"),
	      "MalformedPolicyDocument: Syntax errors in policy." } } },
	{ "a managed session policy exists",
	  NULL,
	  { { "AssumeRole", ASSUME(",'PolicyArns':[{'arn':'arn:aws:iam::aws:policy/Nothing'}]"),
	      "MalformedPolicyDocument: *" } } },
	{ "an unknown MFA device opens nothing",
	  NULL,
	  { { "AssumeRole", ASSUME(",'SerialNumber':'" MFA "2','TokenCode':'123456'"),
	      NO_MFA("MultiFactorAuthentication") },
	    { "GetSessionToken", "{'SerialNumber':'" MFA "2','TokenCode':'123456'}",
	      NO_MFA("GetSessionToken call") } } },
	{ "a wrong MFA code opens nothing",
	  NULL,
	  { { "GetSessionToken", "{'SerialNumber':'" MFA "','TokenCode':'000000'}",
	      "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass"
	      " code. " } } },
	{ "a session of a token lasts fifteen minutes at least",
	  NULL,
	  { { "GetSessionToken", "{'DurationSeconds':899}",
	      "ValidationError: 1 validation error detected: Value '899' at 'durationSeconds'"
	      " failed to satisfy constraint: Member must have value greater than or equal to"
	      " 900" } } },
	{ "no message of ours is encoded",
	  NULL,
	  { { "DecodeAuthorizationMessage", "{'EncodedMessage':'abc'}",
	      "InvalidAuthorizationMessageException: *" } } },
	{ "a key that is none has no account",
	  NULL,
	  { { "GetAccessKeyInfo", "{'AccessKeyId':'AKIA000000000000'}", "ValidationError: *" } } },
	{ "a caller is told who it is",
	  NULL,
	  { { "GetCallerIdentity", "{}",
	      "{'Arn':'" USER "','UserId':'AIDA22222222222222222','Account':'" HANDLERS_ACCOUNT
	      "'}" } } },
	{ "a key of the documentation names its account",
	  NULL,
	  { { "GetAccessKeyInfo", "{'AccessKeyId':'ASIAY34FZKBOKMUTVV7A'}",
	      "{'Account':'609629065308'}" } } },
	{ "a role is assumed",
	  NULL,
	  { { "AssumeRole", ASSUME(",'DurationSeconds':7200,'SourceIdentity':'ada'"),
	      "{'Credentials':{'AccessKeyId':'ASIA*" } } },
	{ "a user's MFA gives a session with it",
	  NULL,
	  { { "GetSessionToken", "{'SerialNumber':'" MFA "','TokenCode':'123456'}",
	      "{'Credentials':{'AccessKeyId':'ASIA*" } } },
	{ "a federated user is named",
	  NULL,
	  { { "GetFederationToken", "{'Name':'ada'}", "{'Credentials':{'AccessKeyId':'ASIA*" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, role);
	operation_tell(&handlers, "sts", fixture->row);
	handlers_stop(&handlers);
}

/* A caller that is a role's session with a transitive tag and a source identity. */
static const struct operation_story chained_stories[] = {
	{ "a chain of roles lasts an hour at most",
	  NULL,
	  { { "AssumeRole", ASSUME(",'DurationSeconds':3601"),
	      "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit"
	      " for roles assumed by role chaining." } } },
	{ "a transitive tag cannot be set again",
	  NULL,
	  { { "AssumeRole", ASSUME(TEAM_TAG), CHAINED } } },
	{ "a source identity cannot be changed",
	  NULL,
	  { { "AssumeRole", ASSUME(",'SourceIdentity':'eve'"),
	      "AccessDenied: User: " USER " is not authorized to perform: sts:SetSourceIdentity"
	      " on resource: " ROLE } } },
	{ "a role's session assumes another",
	  NULL,
	  { { "AssumeRole", ASSUME(",'SourceIdentity':'ada'"),
	      "{'Credentials':{'AccessKeyId':'ASIA*" } } },
};

static void tells_chained(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, role);
	handlers.principal.kind = PRINCIPAL_ROLE_SESSION;
	handlers.principal.issued_ms = HANDLERS_NOW_MS;
	handlers.principal.session_tags = "{\"team\":\"z\",\"other\":\"y\"}";
	handlers.principal.transitive_tags = "[\"team\"]";
	handlers.principal.source_identity = "ada";
	operation_tell(&handlers, "sts", fixture->row);
	handlers_stop(&handlers);
}

static const struct check_table tables[] = {
	CHECK_TABLE(stories, tells),
	CHECK_TABLE(chained_stories, tells_chained),
};

int main(void)
{
	return check_tables("mock/sts", tables, ARRAY_LEN(tables));
}
