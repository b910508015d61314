/*
 * Every condition key against real state, through the whole pipeline: a
 * policy whose condition holds allows the call, one whose condition does not
 * hold leaves it denied.
 */
#include "mock/condition.h"

#include <string.h>

#include "tests/support/world.h"

#define ROLE(name)       "arn:aws:iam::222222222222:role/" name
#define USER(name)       "arn:aws:iam::222222222222:user/" name
#define READ_ONLY        "arn:aws:iam::aws:policy/ReadOnlyAccess"
#define AUDIT            "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"
#define WORKER           "'RoleArn':'" ROLE("worker") "','RoleSessionName':'ada'"
#define IS(key, value)   "'StringEquals':{'" key "':'" value "'}"
#define SOME(key, value) "'ForAnyValue:StringEquals':{'" key "':'" value "'}"
#define ABSENT(key)      "'Null':{'" key "':'true'}"
#define PRESENT(key)     "'Null':{'" key "':'false'}"

/* Who gets the policy, and how. */
enum place {
	OF_TESTER, /* tester's inline policy */
	OF_WORKER, /* the role's inline policy */
	OF_TRUST,  /* the role's trust policy */
	OF_ADMIN,  /* a user of the management account */
};

static const struct place_row {
	const char *writer, *operation, *before, *statement, *after;
} places[] = {
	[OF_TESTER] = { "boss", "iam:PutUserPolicy",
			"{'UserName':'tagged','PolicyName':'p',"
			"'PolicyDocument':'",
			"'Action':'*','Resource':'*'", "'}" },
	[OF_WORKER] = { "boss", "iam:PutRolePolicy",
			"{'RoleName':'worker','PolicyName':'p',"
			"'PolicyDocument':'",
			"'Action':'*','Resource':'*'", "'}" },
	[OF_TRUST] = { "boss", "iam:UpdateAssumeRolePolicy",
		       "{'RoleName':'worker',"
		       "'PolicyDocument':'",
		       "'Action':['sts:AssumeRole','sts:TagSession',"
		       "'sts:SetSourceIdentity'],'Principal':{'AWS':'222222222222'}",
		       "'}" },
	[OF_ADMIN] = { "admin", "iam:PutUserPolicy",
		       "{'UserName':'limited','PolicyName':'p',"
		       "'PolicyDocument':'",
		       "'Action':'*','Resource':'*'", "'}" },
};

/* A caller: a new session of the role worker. */
#define SESSION "session"

/* A caller: a new GetSessionToken session of tester, with MFA. */
#define TOKEN "token"

static const struct row {
	const char *name;
	enum place place;
	const char *holds, *fails; /* conditions; ' stands for " */
	const char *caller, *operation, *input;
	const char *session; /* more of AssumeRole's input, for the caller "session" */
} rows[] = {
	{ "aws:PrincipalTag: a user's tag", OF_TESTER, IS("aws:PrincipalTag/team", "red"),
	  IS("aws:PrincipalTag/team", "blue"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:PrincipalTag: the tag of a session's role", OF_WORKER,
	  IS("aws:PrincipalTag/colour", "grey"), IS("aws:PrincipalTag/colour", "white"), SESSION,
	  "iam:ListUsers", "{}", "" },
	{ "aws:PrincipalTag: a session's own tag comes before its role's", OF_WORKER,
	  IS("aws:PrincipalTag/colour", "black"), IS("aws:PrincipalTag/colour", "grey"), SESSION,
	  "iam:ListUsers", "{}", ",'Tags':[{'Key':'colour','Value':'black'}]" },
	{ "aws:ResourceTag: the tag of a role", OF_TESTER, IS("aws:ResourceTag/team", "red"),
	  IS("aws:ResourceTag/team", "blue"), "tester", "iam:GetRole", "{'RoleName':'worker'}",
	  NULL },
	{ "iam:ResourceTag: the same", OF_TESTER, IS("iam:ResourceTag/team", "red"),
	  IS("iam:ResourceTag/team", "blue"), "tester", "iam:GetRole", "{'RoleName':'worker'}",
	  NULL },
	{ "aws:RequestTag: a tag of the request", OF_TESTER, IS("aws:RequestTag/team", "red"),
	  IS("aws:RequestTag/team", "blue"), "tester", "iam:CreateUser",
	  "{'UserName':'x','Tags':[{'Key':'team','Value':'red'}]}", NULL },
	{ "aws:TagKeys: the keys of the request's tags", OF_TESTER, SOME("aws:TagKeys", "team"),
	  SOME("aws:TagKeys", "colour"), "tester", "iam:CreateUser",
	  "{'UserName':'x','Tags':[{'Key':'team','Value':'red'}]}", NULL },
	{ "aws:TagKeys: the keys of UntagUser", OF_TESTER, SOME("aws:TagKeys", "team"),
	  SOME("aws:TagKeys", "colour"), "tester", "iam:UntagUser",
	  "{'UserName':'tagged','TagKeys':['team']}", NULL },
	{ "aws:PrincipalArn: a user's ARN", OF_TESTER, IS("aws:PrincipalArn", USER("tagged")),
	  IS("aws:PrincipalArn", USER("boss")), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:PrincipalArn: the role's ARN, not the session's", OF_WORKER,
	  IS("aws:PrincipalArn", ROLE("worker")),
	  IS("aws:PrincipalArn", "arn:aws:sts::222222222222:assumed-role/worker/ada"), SESSION,
	  "iam:ListUsers", "{}", "" },
	{ "aws:PrincipalAccount", OF_TESTER, IS("aws:PrincipalAccount", "222222222222"),
	  IS("aws:PrincipalAccount", "111111111111"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:PrincipalType: a user", OF_TESTER, IS("aws:PrincipalType", "User"),
	  IS("aws:PrincipalType", "Account"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:PrincipalType: a session", OF_WORKER, IS("aws:PrincipalType", "AssumedRole"),
	  IS("aws:PrincipalType", "User"), SESSION, "iam:ListUsers", "{}", "" },
	{ "aws:PrincipalOrgID", OF_TESTER, IS("aws:PrincipalOrgID", "o-exampleorg"),
	  IS("aws:PrincipalOrgID", "o-otherorgxx"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:PrincipalOrgPaths: of the account's parent", OF_TESTER,
	  SOME("aws:PrincipalOrgPaths", "o-exampleorg/r-ab12/ou-ab12-workunit/"),
	  SOME("aws:PrincipalOrgPaths", "o-exampleorg/r-ab12/"), "tester", "iam:GetUser", "{}",
	  NULL },
	{ "aws:PrincipalIsAWSService: never of a caller", OF_TESTER,
	  "'Bool':{'aws:PrincipalIsAWSService':'false'}",
	  "'Bool':{'aws:PrincipalIsAWSService':'true'}", "tester", "iam:GetUser", "{}", NULL },
	{ "aws:ViaAWSService: never of a caller", OF_TESTER, "'Bool':{'aws:ViaAWSService':'false'}",
	  "'Bool':{'aws:ViaAWSService':'true'}", "tester", "iam:GetUser", "{}", NULL },
	{ "aws:userid: of a session, the role's id and the session's name", OF_WORKER,
	  "'StringLike':{'aws:userid':'AROA*:ada'}", "'StringLike':{'aws:userid':'AIDA*'}", SESSION,
	  "iam:ListUsers", "{}", "" },
	{ "aws:username: of a user", OF_TESTER, IS("aws:username", "tagged"),
	  IS("aws:username", "boss"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:username: absent in a session", OF_WORKER, ABSENT("aws:username"),
	  PRESENT("aws:username"), SESSION, "iam:ListUsers", "{}", "" },
	{ "aws:ResourceAccount", OF_TESTER, IS("aws:ResourceAccount", "222222222222"),
	  IS("aws:ResourceAccount", "111111111111"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:ResourceAccount: of Organizations, the management account", OF_TESTER,
	  IS("aws:ResourceAccount", "111111111111"), IS("aws:ResourceAccount", "222222222222"),
	  "tester", "organizations:DescribeOrganization", "{}", NULL },
	{ "aws:ResourceOrgID", OF_TESTER, IS("aws:ResourceOrgID", "o-exampleorg"),
	  IS("aws:ResourceOrgID", "o-otherorgxx"), "tester", "iam:GetUser", "{}", NULL },
	{ "aws:ResourceOrgPaths", OF_TESTER,
	  SOME("aws:ResourceOrgPaths", "o-exampleorg/r-ab12/ou-ab12-workunit/"),
	  SOME("aws:ResourceOrgPaths", "o-exampleorg/r-ab12/"), "tester", "iam:GetUser", "{}",
	  NULL },
	{ "aws:CurrentTime", OF_TESTER, "'DateGreaterThan':{'aws:CurrentTime':'2020-01-01'}",
	  "'DateLessThan':{'aws:CurrentTime':'2020-01-01'}", "tester", "iam:GetUser", "{}", NULL },
	{ "aws:EpochTime", OF_TESTER, "'NumericGreaterThan':{'aws:EpochTime':'1000000000'}",
	  "'NumericLessThan':{'aws:EpochTime':'1000000000'}", "tester", "iam:GetUser", "{}", NULL },
	{ "aws:SecureTransport: true, as at AWS", OF_TESTER,
	  "'Bool':{'aws:SecureTransport':'true'}", "'Bool':{'aws:SecureTransport':'false'}",
	  "tester", "iam:GetUser", "{}", NULL },
	{ "aws:SourceIp: the peer's address", OF_TESTER,
	  "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}",
	  "'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}", "tester", "iam:GetUser", "{}", NULL },
	{ "aws:UserAgent", OF_TESTER, IS("aws:UserAgent", "world/1.0"), IS("aws:UserAgent", "curl"),
	  "tester", "iam:GetUser", "{}", NULL },
	{ "aws:RequestedRegion: the region that was signed for", OF_TESTER,
	  IS("aws:RequestedRegion", "eu-west-1"), IS("aws:RequestedRegion", "us-east-1"), "tester",
	  "sqs:ListQueues@eu-west-1", "{}", NULL },
	{ "aws:MultiFactorAuthPresent: absent with a key of long life", OF_TESTER,
	  ABSENT("aws:MultiFactorAuthPresent"), PRESENT("aws:MultiFactorAuthPresent"), "tester",
	  "iam:GetUser", "{}", NULL },
	{ "aws:MultiFactorAuthPresent: false in a session without MFA", OF_WORKER,
	  "'Bool':{'aws:MultiFactorAuthPresent':'false'}",
	  "'Bool':{'aws:MultiFactorAuthPresent':'true'}", SESSION, "iam:ListUsers", "{}", "" },
	{ "aws:MultiFactorAuthPresent: true in a session with MFA", OF_TESTER,
	  "'Bool':{'aws:MultiFactorAuthPresent':'true'}",
	  "'Bool':{'aws:MultiFactorAuthPresent':'false'}", TOKEN, "iam:GetUser", "{}", NULL },
	{ "aws:MultiFactorAuthAge: in seconds", OF_TESTER,
	  "'NumericLessThan':{'aws:MultiFactorAuthAge':'60'}",
	  "'NumericGreaterThan':{'aws:MultiFactorAuthAge':'60'}", TOKEN, "iam:GetUser", "{}",
	  NULL },
	{ "iam:PassedToService: an instance profile is EC2's", OF_TESTER,
	  "'StringEqualsIfExists':{'iam:PassedToService':'ec2.amazonaws.com'}",
	  "'StringEqualsIfExists':{'iam:PassedToService':'ecs.amazonaws.com'}", "tester",
	  "iam:AddRoleToInstanceProfile", "{'InstanceProfileName':'box','RoleName':'passed'}",
	  NULL },
	{ "aws:MultiFactorAuthAge: absent without MFA", OF_WORKER, ABSENT("aws:MultiFactorAuthAge"),
	  PRESENT("aws:MultiFactorAuthAge"), SESSION, "iam:ListUsers", "{}", "" },
	{ "aws:TokenIssueTime: absent with a key of long life", OF_TESTER,
	  ABSENT("aws:TokenIssueTime"), PRESENT("aws:TokenIssueTime"), "tester", "iam:GetUser",
	  "{}", NULL },
	{ "aws:TokenIssueTime: when a session began", OF_WORKER,
	  "'DateGreaterThan':{'aws:TokenIssueTime':'2020-01-01'}",
	  "'DateLessThan':{'aws:TokenIssueTime':'2020-01-01'}", SESSION, "iam:ListUsers", "{}",
	  "" },
	{ "aws:SourceIdentity: what AssumeRole was given", OF_WORKER,
	  IS("aws:SourceIdentity", "eve"), IS("aws:SourceIdentity", "bob"), SESSION,
	  "iam:ListUsers", "{}", ",'SourceIdentity':'eve'" },
	{ "aws:AssumedRoot: absent of everybody but root sessions", OF_TESTER,
	  ABSENT("aws:AssumedRoot"), PRESENT("aws:AssumedRoot"), "tester", "iam:GetUser", "{}",
	  NULL },
	{ "iam:PolicyARN: the policy that is attached", OF_TESTER,
	  "'ArnEquals':{'iam:PolicyARN':'" READ_ONLY "'}",
	  "'ArnEquals':{'iam:PolicyARN':'arn:aws:iam::aws:policy/Other'}", "tester",
	  "iam:AttachUserPolicy", "{'UserName':'tagged','PolicyArn':'" READ_ONLY "'}", NULL },
	{ "iam:PolicyARN: the policy that a role gets", OF_TESTER,
	  "'ArnEquals':{'iam:PolicyARN':'" READ_ONLY "'}",
	  "'ArnNotEquals':{'iam:PolicyARN':'" READ_ONLY "'}", "tester", "iam:AttachRolePolicy",
	  "{'RoleName':'worker','PolicyArn':'" READ_ONLY "'}", NULL },
	{ "iam:PermissionsBoundary: of the request", OF_TESTER,
	  IS("iam:PermissionsBoundary", READ_ONLY), ABSENT("iam:PermissionsBoundary"), "tester",
	  "iam:CreateUser", "{'UserName':'x','PermissionsBoundary':'" READ_ONLY "'}", NULL },
	{ "iam:PermissionsBoundary: of the user that is changed", OF_TESTER,
	  IS("iam:PermissionsBoundary", READ_ONLY), ABSENT("iam:PermissionsBoundary"), "tester",
	  "iam:AttachUserPolicy", "{'UserName':'bounded','PolicyArn':'" READ_ONLY "'}", NULL },
	{ "iam:PermissionsBoundary: absent when the user has none", OF_TESTER,
	  ABSENT("iam:PermissionsBoundary"), PRESENT("iam:PermissionsBoundary"), "tester",
	  "iam:AttachUserPolicy", "{'UserName':'tagged','PolicyArn':'" READ_ONLY "'}", NULL },
	{ "iam:AWSServiceName: of a service-linked role", OF_TESTER,
	  IS("iam:AWSServiceName", "autoscaling.amazonaws.com"),
	  IS("iam:AWSServiceName", "ecs.amazonaws.com"), "tester", "iam:CreateServiceLinkedRole",
	  "{'AWSServiceName':'autoscaling.amazonaws.com'}", NULL },
	{ "sts:ExternalId", OF_TRUST, IS("sts:ExternalId", "sesame"), IS("sts:ExternalId", "other"),
	  "boss", "sts:AssumeRole", "{" WORKER ",'ExternalId':'sesame'}", NULL },
	{ "sts:RoleSessionName", OF_TRUST, IS("sts:RoleSessionName", "ada"),
	  IS("sts:RoleSessionName", "bob"), "boss", "sts:AssumeRole", "{" WORKER "}", NULL },
	{ "sts:SourceIdentity", OF_TRUST, IS("sts:SourceIdentity", "eve"),
	  IS("sts:SourceIdentity", "bob"), "boss", "sts:AssumeRole",
	  "{" WORKER ",'SourceIdentity':'eve'}", NULL },
	{ "sts:TransitiveTagKeys", OF_TRUST, SOME("sts:TransitiveTagKeys", "a"),
	  SOME("sts:TransitiveTagKeys", "b"), "boss", "sts:AssumeRole",
	  "{" WORKER ",'Tags':[{'Key':'a','Value':'b'}],'TransitiveTagKeys':['a']}", NULL },
	{ "aws:RequestTag: a tag of AssumeRole", OF_TRUST, IS("aws:RequestTag/a", "b"),
	  IS("aws:RequestTag/a", "c"), "boss", "sts:AssumeRole",
	  "{" WORKER ",'Tags':[{'Key':'a','Value':'b'}]}", NULL },
	{ "sts:TaskPolicyArn", OF_ADMIN, "'ArnEquals':{'sts:TaskPolicyArn':'" AUDIT "'}",
	  "'ArnNotEquals':{'sts:TaskPolicyArn':'" AUDIT "'}", "limited", "sts:AssumeRoot",
	  "{'TargetPrincipal':'222222222222','TaskPolicyArn':{'arn':'" AUDIT "'}}", NULL },
	{ "organizations:PolicyType: of the request", OF_ADMIN,
	  IS("organizations:PolicyType", "SERVICE_CONTROL_POLICY"),
	  IS("organizations:PolicyType", "TAG_POLICY"), "limited", "organizations:ListPolicies",
	  "{'Filter':'SERVICE_CONTROL_POLICY'}", NULL },
	{ "organizations:PolicyType: of the policy that is named", OF_ADMIN,
	  IS("organizations:PolicyType", "SERVICE_CONTROL_POLICY"),
	  IS("organizations:PolicyType", "TAG_POLICY"), "limited", "organizations:DescribePolicy",
	  "{'PolicyId':'p-ofunit11'}", NULL },
	{ "organizations:ServicePrincipal", OF_ADMIN,
	  IS("organizations:ServicePrincipal", "sso.amazonaws.com"),
	  IS("organizations:ServicePrincipal", "iam.amazonaws.com"), "limited",
	  "organizations:EnableAWSServiceAccess", "{'ServicePrincipal':'sso.amazonaws.com'}",
	  NULL },
};

/* The document stands in JSON as a text. */
static const char *policy_input(struct arena *arena, const struct place_row *place,
				const char *condition)
{
	const char *document = arena_printf(
		arena,
		"{'Version':'2012-10-17','Statement':[{'Effect':'Allow',%s,'Condition':{%s}}]}",
		place->statement, condition);
	struct buffer input;

	buffer_init(&input, arena, 512);
	buffer_add_text(&input, place->before);
	for (const char *at = document; *at; at++)
		buffer_add_text(&input, *at == '\'' ? "\\'" : (char[]){ *at, '\0' });
	buffer_add_text(&input, place->after);
	return input.data;
}

static const char *ask(struct world *world, const struct row *row)
{
	if (strcmp(row->caller, SESSION) == 0)
		world_become(world, SESSION,
			     world_ask(world, "boss", "sts:AssumeRole",
				       arena_printf(world->arena, "{" WORKER "%s}", row->session)));
	if (strcmp(row->caller, TOKEN) == 0)
		world_become(world, TOKEN,
			     world_ask(world, "tester", "sts:GetSessionToken",
				       "{'SerialNumber':'arn:aws:iam::222222222222:mfa/phone',"
				       "'TokenCode':'123456'}"));
	return world_ask(world, row->caller, row->operation, row->input);
}

static bool is_denied(const char *answer)
{
	return strncmp(answer, "403 AccessDenied", 16) == 0 ||
	       strncmp(answer, "400 AccessDenied", 16) == 0;
}

static void decides(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	const struct place_row *place = &places[row->place];
	struct world world;
	const char *answer;

	world_start(&world, &fixture->arena, "conditions_state.json");
	if (world_ask(&world, "boss", "iam:CreateInstanceProfile",
		      "{'InstanceProfileName':'box'}")[0] != '{')
		fail_msg("no instance profile");
	assert_string_equal(world_ask(&world, place->writer, place->operation,
				      policy_input(world.arena, place, row->fails)),
			    "{}");
	answer = ask(&world, row);
	if (!is_denied(answer))
		fail_msg("not denied: %s", answer);
	assert_string_equal(world_ask(&world, place->writer, place->operation,
				      policy_input(world.arena, place, row->holds)),
			    "{}");
	answer = ask(&world, row);
	if (answer[0] != '{')
		fail_msg("not allowed: %s", answer);
	world_stop(&world);
}

int main(void)
{
	return check_table("mock/condition", rows, decides);
}
