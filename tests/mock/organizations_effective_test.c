/* Merged policies that break a rule, and which accounts have them. */
#include "tests/mock/organizations_script.h"

#define ERRORS(account, more) \
	NULL, "ListEffectivePolicyValidationErrors", "{'AccountId':'" account "'" more "}"
#define TAGS          ",'PolicyType':'TAG_POLICY'"
#define BACKUPS       ",'PolicyType':'BACKUP_POLICY'"
#define INVALID(more) NULL, "ListAccountsWithInvalidEffectivePolicy", "{'PolicyType':" more "}"
#define ENABLE(type)                                                                    \
	{                                                                               \
		NULL, "EnablePolicyType", "{'RootId':'{root}','PolicyType':'" type "'}" \
	}
#define BACKUP(content, label)                                                         \
	{                                                                              \
		NULL, "CreatePolicy",                                                  \
			"{'Name':'" label "','Description':'','Type':'BACKUP_POLICY'," \
			"'Content':'" content "'}",                                    \
			NULL, label "=Policy.PolicySummary.Id"                         \
	}
#define ATTACH(policy, target)                                                                \
	{                                                                                     \
		NULL, "AttachPolicy", "{'PolicyId':'{" policy "}','TargetId':'{" target "}'}" \
	}
/* A tag policy that needs keys of ec2:instance: "k01" to the last, or from the first. */
#define REQUIRE(id, from, to)                                                               \
	{                                                                                   \
		NULL, "given",                                                              \
			"INSERT INTO organization_policy (organization_id, id, type, name," \
			" description, content) WITH RECURSIVE n (i) AS (SELECT " from      \
			" UNION ALL SELECT i + 1 FROM n WHERE i < " to ") SELECT"           \
			" organization.id, '" id "', 'TAG_POLICY', '" id "', '',"           \
			" '{\"tags\":{' || (SELECT group_concat('\"k' || printf('%02d', i)" \
			" || '\":{\"report_required_tag_for\":{\"@@assign\":"               \
			"[\"ec2:instance\",\"s3:bucket\"]}}') FROM n) || '}}'"              \
			" FROM organization -- scan: there is one"                          \
	}
#define PLAN                                                                               \
	"{\\'plans\\':{\\'daily\\':{\\'rules\\':{\\'night\\':{\\'schedule_expression\\':{" \
	"\\'@@assign\\':\\'cron(0 5 ? * * *)\\'}}}}}}"
#define REST                                                                                       \
	"{\\'plans\\':{\\'daily\\':{\\'regions\\':{\\'@@assign\\':[\\'eu-west-1\\']},\\'rules\\':" \
	"{"                                                                                        \
	"\\'night\\':{\\'target_backup_vault_name\\':{\\'@@assign\\':\\'vault\\'}}},"              \
	"\\'selections\\':{\\'tags\\':{}}}}}"

static const struct script_row rows[] = {
	{ "what is asked for has a form, in the recorded order",
	  {
		  CREATE,
		  ROOT,
		  { NULL, "ListEffectivePolicyValidationErrors", "{'PolicyType':'TAG_POLICY'}",
		    "!InvalidInputException TARGET_NOT_SUPPORTED" },
		  { ERRORS("{root}", TAGS), "!InvalidInputException TARGET_NOT_SUPPORTED" },
		  { ERRORS("123456789012", ""),
		    "!InvalidInputException INPUT_REQUIRED:POLICY_TYPE" },
		  { ERRORS("123456789012", ",'PolicyType':'SERVICE_CONTROL_POLICY'"),
		    "!InvalidInputException INVALID_ENUM_POLICY_TYPE" },
		  { ERRORS("123456789012", ",'PolicyType':'GARBAGE'"),
		    "!InvalidInputException INVALID_ENUM_POLICY_TYPE" },
		  { ERRORS("222222222222", TAGS), "!AccountNotFoundException" },
		  { ERRORS("123456789012", TAGS), "!EffectivePolicyNotFoundException" },
		  { INVALID("null"), "!InvalidInputException INPUT_REQUIRED:POLICY_TYPE" },
		  { INVALID("'TAG_POLICY'"), "!EffectivePolicyNotFoundException" },
		  ENABLE("TAG_POLICY"),
		  { ERRORS("123456789012", TAGS ",'NextToken':'x'"),
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
		  { INVALID("'TAG_POLICY','NextToken':'x'"),
		    "!InvalidInputException INVALID_NEXT_TOKEN" },
	  } },
	{ "nothing is wrong with no policy, and nothing is said of when it was looked at",
	  {
		  CREATE,
		  ROOT,
		  ENABLE("TAG_POLICY"),
		  { ERRORS("123456789012", TAGS),
		    "{'AccountId':'123456789012','PolicyType':'TAG_POLICY',"
		    "'EffectivePolicyValidationErrors':[]}" },
		  { INVALID("'TAG_POLICY'"), "{'Accounts':[],'PolicyType':'TAG_POLICY'}" },
	  } },
	{ "fifty tags may be needed, and two policies need more together",
	  {
		  CREATE,
		  ROOT,
		  UNIT("{root}", "unit"),
		  MEMBER("a"),
		  { NULL, "MoveAccount",
		    "{'AccountId':'{a}','SourceParentId':'{root}','DestinationParentId':'{unit}'"
		    "}" },
		  ENABLE("TAG_POLICY"),
		  REQUIRE("p-first111", "1", "50"),
		  REQUIRE("p-second11", "46", "55"),
		  { NULL, "AttachPolicy", "{'PolicyId':'p-first111','TargetId':'{root}'}" },
		  { INVALID("'TAG_POLICY'"), "{'Accounts':[],'PolicyType':'TAG_POLICY'}" },
		  { NULL, "AttachPolicy", "{'PolicyId':'p-second11','TargetId':'{unit}'}" },
		  { INVALID("'TAG_POLICY'"),
		    "{'Accounts':[{'Id':'{a}',' .. }],'PolicyType':'TAG_POLICY'}" },
		  { ERRORS("123456789012", TAGS), "'EffectivePolicyValidationErrors':[]}" },
		  { ERRORS("{a}", TAGS ",'MaxResults':1"),
		    "'Path':'{org}/{root}/{unit}/{a}/','EvaluationTimestamp':1795424402 .. "
		    "'NextToken':' .. "
		    "'EffectivePolicyValidationErrors':[{'ErrorCode':'ELEMENTS_TOO_MANY',"
		    "'ErrorMessage':'Resource type .. ec2:instance .. has 55 tags for .. "
		    "report_required_tag_for .. , which exceeds the maximum limit of 50. "
		    "Contributing tag keys include: k01, k02, k03, k04, k05 and 50 more',"
		    "'PathToError':'tags','ContributingPolicies':['p-first111','p-second11']}]",
		    "next=NextToken" },
		  { ERRORS("{a}", TAGS ",'NextToken':'{next}'"), "s3:bucket .. has 55 tags" },
	  } },
	{ "a backup plan lacks what no policy of the way gives it",
	  {
		  CREATE,
		  ROOT,
		  MEMBER("a"),
		  ENABLE("BACKUP_POLICY"),
		  BACKUP(PLAN, "plan"),
		  BACKUP(REST, "rest"),
		  ATTACH("plan", "root"),
		  { ERRORS("{a}", BACKUPS),
		    "{'ErrorCode':'KEY_REQUIRED','ErrorMessage':' .. regions .. is missing',"
		    "'PathToError':'plans/daily','ContributingPolicies':['{plan}']},"
		    "{'ErrorCode':'KEY_REQUIRED','ErrorMessage':' .. selections .. is missing' .. "
		    "target_backup_vault_name .. is missing','PathToError':"
		    "'plans/daily/rules/night','ContributingPolicies':['{plan}']}]" },
		  { INVALID("'BACKUP_POLICY','MaxResults':1"),
		    "{'Accounts':[{ .. }],'PolicyType':'BACKUP_POLICY','NextToken':'",
		    "next=NextToken" },
		  { INVALID("'BACKUP_POLICY','MaxResults':1,'NextToken':'{next}'"),
		    "{'Accounts':[{ .. }],'PolicyType':'BACKUP_POLICY'}" },
		  ATTACH("rest", "a"),
		  { ERRORS("{a}", BACKUPS), "'EffectivePolicyValidationErrors':[]}" },
		  { INVALID("'BACKUP_POLICY'"),
		    "{'Accounts':[{'Id':'123456789012' .. }],'PolicyType':'BACKUP_POLICY'}" },
	  } },
};

int main(void)
{
	return check_table("mock/organizations_effective", rows, script_body);
}
