#include "tests/support/check.h"

#include <string.h>
#include <strings.h>

#include "client/predict/predict.h"
#include "client/predict/snapshot_file.h"
#include "client/predict/words.h"
#include "policy/document.h"
#include "policy/task.h"

#define ROOT_ONLY   "'Condition':{'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:root'}"
#define DENY(MORE)  "{'Sid':'D','Effect':'Deny','Action':'*','Resource':'*'" MORE "}"
#define SCP(BODY)   "{'name':'P','content':{'Version':'2012-10-17','Statement':[" BODY "]},"
#define AT(PLACES)  "'attach':[" PLACES "]}"
#define ON_UNIT     AT("'Unit'")
#define WHEN(BLOCK) DENY(",'Condition':{" BLOCK "}")

/* One account, 222222222222, in the unit Unit. */
static const char head[] =
	"{'mattock':1,'organization':{'id':'o-abc','rootId':'r-ab12','management':'111111111111',"
	"'policyTypes':['SERVICE_CONTROL_POLICY','RESOURCE_CONTROL_POLICY'],"
	"'units':[{'name':'Unit','id':'ou-ab12-unit0000'}],";

static const struct row {
	const char *name;
	const char *rest; /* of the organization */
	enum client_task task;
	enum predict_answer answer;
	const char *why;      /* of the first action that has the answer; NULL: none */
	const char *resource; /* the name of the bucket or queue */
} rows[] = {
	{ "a policy against everything denies", "'policies':[" SCP(DENY("")) ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_DENY, "P at /Unit, Sid D", NULL },
	{ "a policy against root users denies root sessions",
	  "'policies':[" SCP(DENY("," ROOT_ONLY "}")) AT("'root'") "]", CLIENT_TASK_DELETE,
	  PREDICT_DENY, "P at /, Sid D", NULL },
	{ "an account's own policy denies", "'policies':[" SCP(DENY("")) AT("'222222222222'") "]",
	  CLIENT_TASK_UNLOCK_SQS, PREDICT_DENY, "P at the account, Sid D", NULL },
	{ "two statements are two reasons", "'policies':[" SCP(DENY("") "," DENY("")) ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_DENY, "P at /Unit, Sid D; and 1 more", NULL },
	{ "a level without an Allow denies", "'detachDefault':['Unit']", CLIENT_TASK_AUDIT,
	  PREDICT_DENY, "no SCP at /Unit allows it", NULL },
	{ "one denied action denies the task",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'iam:GetAccountSummary',"
			     "'Resource':'*'}") ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_DENY, "P at /Unit, statement 1", NULL },
	{ "a denial of other places' users denies nothing here",
	  "'policies':[" SCP(WHEN("'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/*'}"))
		  ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_ALLOW, NULL, NULL },
	{ "the exemption AWS recommends allows",
	  "'policies':[" SCP(WHEN("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:root'},"
				  "'Null':{'aws:AssumedRoot':'true'}")) ON_UNIT "]",
	  CLIENT_TASK_DELETE, PREDICT_ALLOW, NULL, NULL },
	{ "an exemption by BoolIfExists allows",
	  "'policies':[" SCP(WHEN("'BoolIfExists':{'aws:AssumedRoot':'false'}")) ON_UNIT "]",
	  CLIENT_TASK_DELETE, PREDICT_ALLOW, NULL, NULL },
	{ "an exemption by StringNotEquals allows",
	  "'policies':[" SCP(WHEN("'StringNotEquals':{'aws:AssumedRoot':'true'}")) ON_UNIT "]",
	  CLIENT_TASK_DELETE, PREDICT_ALLOW, NULL, NULL },
	{ "a test for root sessions denies them",
	  "'policies':[" SCP(WHEN("'Bool':{'aws:AssumedRoot':'true'}")) ON_UNIT "]",
	  CLIENT_TASK_DELETE, PREDICT_DENY, "P at /Unit, Sid D", NULL },
	{ "a NotAction list denies what it does not name",
	  "'policies':[" SCP("{'Effect':'Deny','NotAction':['iam:*'],'Resource':'*'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_DENY, "P at /Unit, statement 1", NULL },
	{ "what it names is allowed",
	  "'policies':[" SCP("{'Effect':'Deny','NotAction':['iam:*'],'Resource':'*'}") ON_UNIT "]",
	  CLIENT_TASK_DELETE, PREDICT_ALLOW, NULL, NULL },
	{ "a denial of other regions denies IAM, which is in us-east-1",
	  "'policies':[" SCP(WHEN("'StringNotEquals':{'aws:RequestedRegion':'eu-west-1'}")) ON_UNIT
	  "]",
	  CLIENT_TASK_AUDIT, PREDICT_DENY, "P at /Unit, Sid D", NULL },
	{ "and not the queues of that region",
	  "'policies':[" SCP(WHEN("'StringNotEquals':{'aws:RequestedRegion':'eu-west-1'}")) ON_UNIT
	  "]",
	  CLIENT_TASK_UNLOCK_SQS, PREDICT_ALLOW, NULL, NULL },
	{ "the organization's paths are known",
	  "'policies':[" SCP(WHEN("'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':"
				  "'o-abc/r-ab12/ou-ab12-unit0000/*'}")) ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_DENY, "P at /Unit, Sid D", NULL },
	{ "the address is not known beforehand",
	  "'policies':[" SCP(WHEN("'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}")) ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_UNKNOWN, "P at /Unit, Sid D, turns on aws:SourceIp", NULL },
	{ "nor is whether MFA was given",
	  "'policies':[" SCP(WHEN("'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}")) ON_UNIT
	  "]",
	  CLIENT_TASK_AUDIT, PREDICT_UNKNOWN,
	  "P at /Unit, Sid D, turns on aws:MultiFactorAuthPresent", NULL },
	{ "a variable can be unknown too",
	  "'policies':[" SCP(WHEN("'StringEquals':{'aws:PrincipalAccount':'${aws:SourceVpc}'}"))
		  ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_UNKNOWN, "P at /Unit, Sid D, turns on aws:SourceVpc", NULL },
	{ "what is not known does not matter where another condition fails",
	  "'policies':[" SCP(WHEN("'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'},"
				  "'StringLike':{'aws:PrincipalArn':'*:user/*'}")) ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_ALLOW, NULL, NULL },
	{ "or where another statement denies anyway",
	  "'policies':[" SCP(WHEN("'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}") "," DENY(""))
		  ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_DENY, "P at /Unit, Sid D; and 1 more", NULL },
	{ "an Allow that turns on the address is unknown",
	  "'policies':[" SCP("{'Effect':'Allow','Action':'*','Resource':'*','Condition':"
			     "{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}") ON_UNIT
	  "],'detachDefault':['Unit']",
	  CLIENT_TASK_AUDIT, PREDICT_UNKNOWN, "SCPs at /Unit: no Allow there is certain", NULL },
	{ "a key that root sessions never have is known to be absent",
	  "'policies':[" SCP(WHEN("'StringEquals':{'aws:PrincipalTag/team':'x'}")) ON_UNIT "]",
	  CLIENT_TASK_AUDIT, PREDICT_ALLOW, NULL, NULL },
	{ "any bucket is some of the buckets",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'s3:*','Resource':"
			     "'arn:aws:s3:::logs-*'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_UNKNOWN,
	  "P at /Unit, statement 1, turns on the name of the resource", NULL },
	{ "any bucket is none of the objects",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'s3:*','Resource':"
			     "'arn:aws:s3:::*/*'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_ALLOW, NULL, NULL },
	{ "any bucket is a bucket",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'s3:Put*','Resource':"
			     "'arn:aws:s3:::*'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_DENY, "P at /Unit, statement 1", NULL },
	{ "all but some buckets are some buckets",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'s3:*','NotResource':"
			     "'arn:aws:s3:::open'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_DENY, "P at /Unit, statement 1", NULL },
	{ "a named bucket is known",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'s3:*','Resource':"
			     "'arn:aws:s3:::logs-*'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_ALLOW, NULL, "shop" },
	{ "a queue of another account is not meant",
	  "'policies':[" SCP("{'Effect':'Deny','Action':'sqs:*','Resource':"
			     "'arn:aws:sqs:*:333333333333:*'}") ON_UNIT "]",
	  CLIENT_TASK_UNLOCK_SQS, PREDICT_ALLOW, NULL, NULL },
	{ "an RCP binds buckets",
	  "'policies':[{'name':'R','type':'RESOURCE_CONTROL_POLICY','content':{'Version':"
	  "'2012-10-17','Statement':{'Sid':'Keep','Effect':'Deny','Principal':'*','Action':"
	  "'s3:*','Resource':'*'}},'attach':['root']}]",
	  CLIENT_TASK_UNLOCK_S3, PREDICT_DENY, "R at /, Sid Keep", NULL },
	{ "and not IAM",
	  "'policies':[{'name':'R','type':'RESOURCE_CONTROL_POLICY','content':{'Version':"
	  "'2012-10-17','Statement':{'Sid':'Keep','Effect':'Deny','Principal':'*','Action':"
	  "'*','Resource':'*'}},'attach':['root']}]",
	  CLIENT_TASK_AUDIT, PREDICT_ALLOW, NULL, NULL },
	{ "other types of policy control nothing",
	  "'policies':[{'name':'T','type':'TAG_POLICY','content':{},'attach':['root']}]",
	  CLIENT_TASK_AUDIT, PREDICT_ALLOW, NULL, NULL },
	{ "without policies every task is allowed", "'policies':[]", CLIENT_TASK_CREATE_PASSWORD,
	  PREDICT_ALLOW, NULL, NULL },
};

static char *with_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return copy;
}

static struct snapshot read_snapshot(struct arena *arena, const char *text)
{
	struct input input = { .name = "s.json", .text = with_quotes(arena, text) };
	struct snapshot snapshot;
	struct fault fault = { 0 };

	input.len = strlen(input.text);
	if (!snapshot_file_read(arena, &input, &snapshot, &fault))
		fail_msg("%s", fault.message);
	return snapshot;
}

static struct predict_task predict(struct arena *arena, const struct snapshot *snapshot,
				   const char *account_id, enum client_task task, const char *name)
{
	const struct predict_settings settings = {
		.partition = "aws", .region = "eu-west-1", .name = name, .now_ms = 1800000000000
	};

	return predict_task(arena, snapshot,
			    organization_account_by_id(&snapshot->organization, account_id), task,
			    &settings);
}

static const char *first_why(struct arena *arena, const struct predict_task *task)
{
	for (size_t i = 0; i < task->action_count; i++)
		if (!task->actions[i].is_withheld && task->actions[i].answer == task->answer)
			return words_why(arena, &task->actions[i]);
	return task->why;
}

static void predicts(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *text = arena_printf(
		&t->arena, "%s%s},'accounts':[{'id':'222222222222','name':'a','unit':'Unit'}]}",
		head, row->rest);
	struct snapshot snapshot = read_snapshot(&t->arena, text);
	struct predict_task task =
		predict(&t->arena, &snapshot, "222222222222", row->task, row->resource);
	const char *why = first_why(&t->arena, &task);

	assert_string_equal(why ? why : "", row->why ? row->why : "");
	assert_string_equal(predict_answer_name(task.answer), predict_answer_name(row->answer));
}

/* What is wrong with the snapshot or the account. */
enum trouble { UNREAD_POLICY, UNREAD_LIST, UNREAD_TYPE, MANAGEMENT, SUSPENDED, OFF };

static const struct trouble_row {
	const char *name;
	enum trouble trouble;
	bool denies_elsewhere; /* a policy that was read denies */
	enum predict_answer answer;
	const char *why;
} trouble_rows[] = {
	{ "a policy that could not be read is unknown", UNREAD_POLICY, false, PREDICT_UNKNOWN,
	  "Q at / could not be read: no" },
	{ "another policy denies all the same", UNREAD_POLICY, true, PREDICT_DENY,
	  "P at /Unit, Sid D; and 1 more" },
	{ "attachments that could not be listed are unknown", UNREAD_LIST, false, PREDICT_UNKNOWN,
	  "SCPs at /Unit: no" },
	{ "a type that could not be listed is unknown", UNREAD_TYPE, false, PREDICT_UNKNOWN,
	  "SCPs at /: no; and 2 more" },
	{ "the management account is out of reach", MANAGEMENT, false, PREDICT_DENY,
	  "management account: out of reach of root sessions" },
	{ "an account that is not active is unknown", SUSPENDED, true, PREDICT_UNKNOWN,
	  "the account is SUSPENDED" },
	{ "a type that is not enabled does nothing", OFF, true, PREDICT_ALLOW, NULL },
};

static void make_trouble(struct snapshot *snapshot, enum trouble trouble)
{
	switch (trouble) {
	case UNREAD_POLICY:
		snapshot_policy_by_id(snapshot, "Q")->document = NULL;
		snapshot_policy_by_id(snapshot, "Q")->why = "no";
		break;
	case UNREAD_LIST:
		snapshot_node_by_id(snapshot, "ou-ab12-unit0000")->attached[SNAPSHOT_SCP].why =
			"no";
		break;
	case UNREAD_TYPE:
		snapshot_doubt_type(snapshot, SNAPSHOT_SCP, "no");
		break;
	case SUSPENDED:
		snapshot->organization.accounts[1].state = "SUSPENDED";
		break;
	case OFF:
		snapshot->is_in_force[SNAPSHOT_SCP] = false;
		break;
	case MANAGEMENT:
		break;
	}
}

static void is_troubled(void **state)
{
	struct fixture *t = *state;
	const struct trouble_row *row = t->row;
	const char *text = arena_printf(
		&t->arena,
		"%s'policies':[{'name':'Q','content':{'Statement':[]},'attach':['root']}%s]},"
		"'accounts':[{'id':'222222222222','name':'a','unit':'Unit'}]}",
		head, row->denies_elsewhere ? "," SCP(DENY("")) ON_UNIT : "");
	struct snapshot snapshot = read_snapshot(&t->arena, text);
	struct predict_task task;
	const char *why;

	make_trouble(&snapshot, row->trouble);
	task = predict(&t->arena, &snapshot,
		       row->trouble == MANAGEMENT ? "111111111111" : "222222222222",
		       CLIENT_TASK_AUDIT, NULL);
	why = first_why(&t->arena, &task);
	assert_string_equal(why ? why : "", row->why ? row->why : "");
	assert_string_equal(predict_answer_name(task.answer), predict_answer_name(row->answer));
}

static const struct task_row {
	const char *name;
	enum client_task task;
} task_rows[] = {
	{ "the actions of audit are those of its task policy", CLIENT_TASK_AUDIT },
	{ "those of create-password too", CLIENT_TASK_CREATE_PASSWORD },
	{ "those of delete too", CLIENT_TASK_DELETE },
	{ "those of unlock-s3 too", CLIENT_TASK_UNLOCK_S3 },
	{ "those of unlock-sqs too", CLIENT_TASK_UNLOCK_SQS },
};

static void has_actions(void **state)
{
	struct fixture *t = *state;
	const struct task_row *row = t->row;
	struct task_actions actions = task_actions_of(row->task);
	const struct policy_task *policy = policy_task_find(arena_printf(
		&t->arena, "arn:aws:iam::aws:policy/root-task/%s", client_task_policy(row->task)));
	const struct policy_document *document;
	struct fault fault = { 0 };

	assert_non_null(policy);
	if (!policy_document_parse(&t->arena, policy->document, strlen(policy->document), &fault,
				   &document))
		fail_msg("%s", fault.message);
	assert_true(document->statements[0].not_actions);
	assert_int_equal(actions.count, document->statements[0].action_count);
	for (size_t i = 0; i < actions.count; i++)
		assert_int_equal(strncasecmp(actions.actions[i].name,
					     document->statements[0].actions[i].text,
					     document->statements[0].actions[i].len),
				 0);
}

static const struct {
	const char *name;
} withheld_rows[] = {
	{ "the task policy withholds virtual devices, and that counts for nothing" }
};

static void withholds(void **state)
{
	struct fixture *t = *state;
	struct snapshot snapshot = read_snapshot(
		&t->arena, arena_printf(&t->arena,
					"%s'policies':[]},'accounts':[{'id':'222222222222','name':"
					"'a'}]}",
					head));
	struct predict_task task =
		predict(&t->arena, &snapshot, "222222222222", CLIENT_TASK_DELETE, NULL);

	assert_int_equal(task.answer, PREDICT_ALLOW);
	for (size_t i = 0; i < task.action_count; i++)
		assert_int_equal(task.actions[i].is_withheld,
				 strcmp(task.actions[i].name, "iam:DeleteVirtualMFADevice") == 0);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, predicts),
		CHECK_TABLE(trouble_rows, is_troubled),
		CHECK_TABLE(task_rows, has_actions),
		CHECK_TABLE(withheld_rows, withholds),
	};

	return check_tables("client/predict/predict", tables, ARRAY_LEN(tables));
}
