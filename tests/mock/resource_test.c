#include "mock/resource.h"

#include <string.h>

#include "model/json.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

#define IAM "arn:aws:iam::" HANDLERS_ACCOUNT

static const char given[] =
	"INSERT INTO organization VALUES"
	" ('o-exampleorg', '" HANDLERS_ACCOUNT "', 'ALL', 'r-ab12', 0);"
	"UPDATE account SET organization_id = 'o-exampleorg' WHERE id = '" HANDLERS_ACCOUNT "';"
	"INSERT INTO iam_user (unique_id, account_id, name, path, created_ms)"
	" VALUES ('AIDA1', '" HANDLERS_ACCOUNT "', 'Ada', '/ops/', 0);"
	"INSERT INTO access_key (id, account_id, owner_id, secret, created_ms) VALUES"
	" ('AKIAUSER', '" HANDLERS_ACCOUNT "', 'AIDA1', 's', 0),"
	" ('AKIAROOT', '" HANDLERS_ACCOUNT "', '" HANDLERS_ACCOUNT "', 's', 0)";

static const struct row {
	const char *name;
	const char *service;
	const char *operation;
	const char *input; /* JSON; ' stands for " */
	const char *arn;
	const char *account_id; /* NULL: the caller's */
} rows[] = {
	{ "an action may have no resource", "iam", "GetAccountSummary", "{}", "*" },
	{ "a list of users is about their path", "iam", "ListUsers", "{}",
	  "arn:aws:iam::123456789012:user/" },
	{ "a path prefix narrows it", "iam", "ListRoles", "{'PathPrefix':'/team/'}",
	  "arn:aws:iam::123456789012:role/team/" },
	{ "a user that is not there is as the request says", "iam", "GetUser", "{'UserName':'bob'}",
	  IAM ":user/bob" },
	{ "a new user has the request's path", "iam", "CreateUser",
	  "{'UserName':'bob','Path':'/dev/'}", IAM ":user/dev/bob" },
	{ "a key that is not there is nobody's", "iam", "GetAccessKeyLastUsed",
	  "{'AccessKeyId':'AKIANONE'}", "*" },
	{ "a user has its stored path and letters", "iam", "DeleteUser", "{'UserName':'ada'}",
	  IAM ":user/ops/Ada" },
	{ "without a name it is the caller", "iam", "GetUser", "{}", IAM ":user/admin" },
	{ "a key is its user's", "iam", "GetAccessKeyLastUsed", "{'AccessKeyId':'AKIAUSER'}",
	  IAM ":user/ops/Ada" },
	{ "a key is its root user's", "iam", "GetAccessKeyLastUsed", "{'AccessKeyId':'AKIAROOT'}",
	  IAM ":root" },
	{ "a policy is named by its ARN", "iam", "GetPolicy",
	  "{'PolicyArn':'arn:aws:iam::aws:policy/X'}", "arn:aws:iam::aws:policy/X" },
	{ "a role of STS is named by its ARN", "sts", "AssumeRole",
	  "{'RoleArn':'arn:aws:iam::222222222222:role/a/b'}", "arn:aws:iam::222222222222:role/a/b",
	  "222222222222" },
	{ "a root user is named by its account", "sts", "AssumeRoot",
	  "{'TargetPrincipal':'222222222222'}", "arn:aws:iam::222222222222:root", "222222222222" },
	{ "a queue is named by its URL", "sqs", "DeleteQueue",
	  "{'QueueUrl':'http://127.0.0.1/222222222222/jobs'}",
	  "arn:aws:sqs:us-east-1:222222222222:jobs", "222222222222" },
	{ "a new queue is named by its name", "sqs", "CreateQueue", "{'QueueName':'jobs'}",
	  "arn:aws:sqs:us-east-1:" HANDLERS_ACCOUNT ":jobs" },
	{ "a place in the organization is known by its id", "organizations",
	  "ListAccountsForParent", "{'ParentId':'ou-ab12-11111111'}",
	  "arn:aws:organizations::" HANDLERS_ACCOUNT ":ou/o-exampleorg/ou-ab12-11111111" },
	{ "a member's information is the organization's", "account", "GetPrimaryEmail",
	  "{'AccountId':'222222222222'}",
	  "arn:aws:account::" HANDLERS_ACCOUNT ":account/o-exampleorg/222222222222" },
	{ "one's own information is one's own", "account", "GetAccountInformation", "{}",
	  "arn:aws:account::" HANDLERS_ACCOUNT ":account" },
};

static void *read_input(struct call *call, const char *input)
{
	void *in = arena_alloc(call->arena, call->operation->input_size);
	char *text = arena_strdup(call->arena, input);
	const struct json_value *value = NULL;
	struct fault fault;

	for (char *quote = strchr(text, '\''); quote; quote = strchr(quote, '\''))
		*quote = '"';
	assert_true(json_read(call->arena, text, strlen(text), &fault, &value));
	assert_true(json_read_structure(call->arena, value, call->operation->input, &fault, in));
	return in;
}

static void finds(void **state)
{
	struct fixture *fixture = *state;
	const struct row *row = fixture->row;
	struct handlers_fixture handlers;
	struct resource resource;

	handlers_start(&handlers, &fixture->arena);
	handlers_given(&handlers, given);
	handlers.call.operation =
		api_operation_by_name(api_service_by_name(row->service), row->operation);
	resource_of(&handlers.call, &handlers.call.operation->authorize[0].resources[0],
		    read_input(&handlers.call, row->input), &resource);
	assert_string_equal(resource.arn, row->arn);
	assert_string_equal(resource.account_id,
			    row->account_id ? row->account_id : HANDLERS_ACCOUNT);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/resource", rows, finds);
}
