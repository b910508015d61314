#include "tests/support/operation.h"

#define ADMIN "arn:aws:iam::" HANDLERS_ACCOUNT ":user/admin"
#define STATEMENT(effect, action) \
	"{\\'Effect\\':\\'" effect "\\',\\'Action\\':\\'" action "\\',\\'Resource\\':\\'*\\'}"
#define POLICY(statements) "{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[" statements "]}"
#define BUCKET(effect)                                                                    \
	"{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':{\\'Effect\\':\\'" effect "\\'," \
	"\\'Principal\\':{\\'AWS\\':\\'" ADMIN                                            \
	"\\'},\\'Action\\':\\'*\\',\\'Resource\\':\\'*\\'}}"
#define NOTHING "'MatchedStatements':[],'MissingContextValues':[],"

static const char reader[] =
	"INSERT INTO inline_policy VALUES ('AIDA22222222222222222', 'p', "
	"'{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\","
	"\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}}}');";

static const struct operation_story stories[] = {
	{ "a text that is no policy cannot be simulated",
	  NULL,
	  { { "SimulateCustomPolicy", "{'PolicyInputList':['{'],'ActionNames':['s3:GetObject']}",
	      "InvalidInput: *" } } },
	{ "nobody's policies cannot be simulated",
	  NULL,
	  { { "SimulatePrincipalPolicy",
	      "{'PolicySourceArn':'" ADMIN "2','ActionNames':['s3:GetObject']}",
	      "NoSuchEntity: Unable to retrieve specified IAM entity." } } },
	{ "without an Allow the answer is implicitDeny",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(
		      STATEMENT("Allow", "s3:Get*")) "'],'ActionNames':['s3:PutObject']}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:PutObject','EvalResourceName':'*',"
	      "'EvalDecision':'implicitDeny'," NOTHING "'EvalDecisionDetails':{}}],"
	      "'IsTruncated':false}" } } },
	{ "a Deny beats an Allow and both statements are told with their places",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(STATEMENT("Allow", "*") "," STATEMENT(
		      "Deny", "*")) "'],'ActionNames':['s3:PutObject']}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:PutObject','EvalResourceName':'*',"
	      "'EvalDecision':'explicitDeny','MatchedStatements':[{'SourcePolicyId':"
	      "'PolicyInputList.1','SourcePolicyType':'IAM Policy','StartPosition':{'Line':1,"
	      "'Column':*" } } },
	{ "what a condition asks for and nobody says is missing",
	  reader,
	  { { "SimulatePrincipalPolicy",
	      "{'PolicySourceArn':'" ADMIN "','ActionNames':['s3:GetObject']}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:GetObject','EvalResourceName':'*',"
	      "'EvalDecision':'implicitDeny','MatchedStatements':[],'MissingContextValues':"
	      "['aws:SecureTransport'],'OrganizationsDecisionDetail':"
	      "{'AllowedByOrganizations':true},'EvalDecisionDetails':{}}],'IsTruncated':false}" },
	    { "SimulatePrincipalPolicy",
	      "{'PolicySourceArn':'" ADMIN "','ActionNames':['s3:GetObject'],'ContextEntries':"
	      "[{'ContextKeyName':'aws:securetransport','ContextKeyValues':['true'],"
	      "'ContextKeyType':'boolean'}]}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:GetObject','EvalResourceName':'*',"
	      "'EvalDecision':'allowed','MatchedStatements':[{'SourcePolicyId':'user_admin_p',"
	      "*" } } },
	{ "who asks must be said with the policy of a resource",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(STATEMENT(
		      "Allow", "*")) "'],'ActionNames':"
				     "['s3:GetObject'],'ResourcePolicy':'" BUCKET("Deny") "'}",
	      "InvalidInput: CallerArn must be specified with ResourcePolicy." } } },
	{ "the policy of a resource must be one",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(
		      STATEMENT("Allow", "*")) "'],'ActionNames':"
					       "['s3:GetObject'],'CallerArn':'" ADMIN
					       "','ResourcePolicy':'{'}",
	      "InvalidInput: Syntax errors in policy." } } },
	{ "a resource's policy denies what the caller's allows, and names keys",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(
		      STATEMENT("Allow", "*")) "'],'ActionNames':"
					       "['s3:GetObject'],'CallerArn':'" ADMIN
					       "','ResourcePolicy':'" BUCKET("Deny") "'}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:GetObject','EvalResourceName':'*',"
	      "'EvalDecision':'explicitDeny','MatchedStatements':[{'SourcePolicyId':"
	      "*" },
	    { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(
		      STATEMENT("Deny", "iam:*")) "'],'ActionNames':"
						  "['s3:GetObject'],'CallerArn':'" ADMIN
						  "','ResourcePolicy':'" BUCKET("Allow") "'}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:GetObject','EvalResourceName':'*',"
	      "'EvalDecision':'allowed','MatchedStatements':[{'SourcePolicyId':'ResourcePolicy',"
	      "'SourcePolicyType':'Resource Policy',*" },
	    { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(STATEMENT(
		      "Deny",
		      "iam:*")) "'],'ActionNames':"
				"['s3:GetObject'],'CallerArn':'" ADMIN "','ResourceOwner':"
				"'arn:aws:iam::999999999999:root','ResourcePolicy':'" BUCKET(
					"Allow") "'}",
	      "{'EvaluationResults':[{'EvalActionName':'s3:GetObject','EvalResourceName':'*',"
	      "'EvalDecision':'implicitDeny',*" } } },
	{ "condition keys and variables are found once",
	  reader,
	  { { "GetContextKeysForPrincipalPolicy",
	      "{'PolicySourceArn':'" ADMIN
	      "','PolicyInputList':['{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':{\\'Effect\\':"
	      "\\'Allow\\',\\'Action\\':\\'*\\',\\'Resource\\':\\'arn:aws:iam::*:user/"
	      "${aws:username}\\',\\'Condition\\':{\\'Bool\\':{\\'aws:securetransport\\':true}}}}']"
	      "}",
	      "{'ContextKeyNames':['aws:SecureTransport','aws:username']}" } } },
	{ "a context entry without a name is nothing",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(
		      STATEMENT("Allow", "*")) "'],'ActionNames':['a:B'],'ContextEntries':[{'"
					       "ContextKeyValues':['x']}]}",
	      "{'EvaluationResults':[{'EvalActionName':'a:B','EvalResourceName':'*',"
	      "'EvalDecision':'allowed',*" } } },
	{ "results come in pages",
	  NULL,
	  { { "SimulateCustomPolicy",
	      "{'PolicyInputList':['" POLICY(STATEMENT(
		      "Allow", "*")) "'],'ActionNames':['a:B','c:D'],'MaxItems':1,'Marker':'1'}",
	      "{'EvaluationResults':[{'EvalActionName':'c:D',*" } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	operation_tell(&handlers, "iam", fixture->row);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/iam_simulation", stories, tells);
}
