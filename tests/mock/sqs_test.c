#include "tests/support/operation.h"

#define URL "http://127.0.0.1:4000/" HANDLERS_ACCOUNT "/jobs"
#define ARN "arn:aws:sqs:us-east-1:" HANDLERS_ACCOUNT ":jobs"
#define LOCK                                                                         \
	"{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Deny\\'," \
	"\\'Principal\\':\\'*\\',\\'Action\\':\\'sqs:*\\',\\'Resource\\':\\'*\\'}]}"
#define NO_QUEUE "QueueDoesNotExist: The specified queue does not exist."
#define JOBS                                                                    \
	{                                                                       \
		"CreateQueue", "{'QueueName':'jobs'}", "{'QueueUrl':'" URL "'}" \
	}

static const struct operation_story stories[] = {
	{ "a queue that is not there has no URL",
	  NULL,
	  { { "GetQueueUrl", "{'QueueName':'jobs'}", NO_QUEUE } } },
	{ "a queue that is not there has no attributes",
	  NULL,
	  { { "GetQueueAttributes", "{'QueueUrl':'" URL "'}", NO_QUEUE },
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{}}", NO_QUEUE },
	    { "DeleteQueue", "{'QueueUrl':'" URL "'}", NO_QUEUE } } },
	{ "a URL needs an account",
	  NULL,
	  { { "DeleteQueue", "{'QueueUrl':'http://127.0.0.1/jobs'}", "InvalidAddress: *" } } },
	{ "a name has letters, digits, hyphens and underscores",
	  NULL,
	  { { "CreateQueue", "{'QueueName':'a b'}",
	      "InvalidParameterValue: Can only include alphanumeric characters, hyphens, or"
	      " underscores. 1 to 80 in length" } } },
	{ "a queue cannot be made again with other attributes",
	  NULL,
	  { JOBS,
	    { "CreateQueue", "{'QueueName':'jobs','Attributes':{'VisibilityTimeout':'31'}}",
	      "QueueNameExists: A queue already exists with the same name and a different value"
	      " for attribute VisibilityTimeout" } } },
	{ "a number must be in its range",
	  NULL,
	  { JOBS,
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'DelaySeconds':'901'}}",
	      "InvalidAttributeValue: Invalid value for the parameter DelaySeconds." } } },
	{ "what is only answered cannot be set",
	  NULL,
	  { JOBS,
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'QueueArn':'x'}}",
	      "InvalidAttributeName: Unknown Attribute QueueArn." } } },
	{ "a policy must be one",
	  NULL,
	  { JOBS,
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'Policy':'{}'}}",
	      "InvalidAttributeValue: Invalid value for the parameter Policy." } } },
	{ "a page must have a size",
	  NULL,
	  { { "ListQueues", "{'MaxResults':0}", "InvalidParameterValue: *" } } },
	{ "a token must be one of ours",
	  NULL,
	  { { "ListQueues", "{'NextToken':'!'}", "InvalidParameterValue: *" } } },
	{ "making a queue again is harmless",
	  NULL,
	  { JOBS,
	    { "CreateQueue", "{'QueueName':'jobs','Attributes':{'VisibilityTimeout':'30'}}",
	      "{'QueueUrl':'" URL "'}" } } },
	{ "a queue has no policy at first",
	  NULL,
	  { JOBS,
	    { "GetQueueAttributes", "{'QueueUrl':'" URL "','AttributeNames':['Policy']}",
	      "{}" } } },
	{ "a policy is set, read and removed",
	  NULL,
	  { JOBS,
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'Policy':'" LOCK "'}}",
	      "{}" },
	    { "GetQueueAttributes", "{'QueueUrl':'" URL "','AttributeNames':['Policy']}",
	      "{'Attributes':{'Policy':'" LOCK "'}}" },
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'Policy':''}}", "{}" },
	    { "GetQueueAttributes", "{'QueueUrl':'" URL "','AttributeNames':['Policy','QueueArn']}",
	      "{'Attributes':{'QueueArn':'" ARN "'}}" } } },
	{ "setting one attribute keeps the others",
	  NULL,
	  { JOBS,
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'DelaySeconds':'5'}}",
	      "{}" },
	    { "SetQueueAttributes", "{'QueueUrl':'" URL "','Attributes':{'Policy':''}}", "{}" },
	    { "GetQueueAttributes",
	      "{'QueueUrl':'" URL "','AttributeNames':['DelaySeconds','VisibilityTimeout']}",
	      "{'Attributes':{'VisibilityTimeout':'30','DelaySeconds':'5'}}" } } },
	{ "queues are listed page by page",
	  NULL,
	  { JOBS,
	    { "CreateQueue", "{'QueueName':'mail'}", "{*" },
	    { "ListQueues", "{'MaxResults':1}",
	      "{'QueueUrls':['" URL "'],'NextToken':'am9icw=='}" },
	    { "ListQueues", "{'MaxResults':1,'NextToken':'am9icw=='}",
	      "{'QueueUrls':['http://127.0.0.1:4000/" HANDLERS_ACCOUNT "/mail']}" },
	    { "ListQueues", "{'QueueNamePrefix':'jo'}", "{'QueueUrls':['" URL "']}" } } },
	{ "a deleted queue is gone",
	  NULL,
	  { JOBS,
	    { "DeleteQueue", "{'QueueUrl':'" URL "'}", "{}" },
	    { "GetQueueUrl", "{'QueueName':'jobs'}", NO_QUEUE } } },
};

static void tells(void **state)
{
	struct fixture *fixture = *state;
	struct handlers_fixture handlers;

	handlers_start(&handlers, &fixture->arena);
	operation_tell(&handlers, "sqs", fixture->row);
	handlers_stop(&handlers);
}

int main(void)
{
	return check_table("mock/sqs", stories, tells);
}
