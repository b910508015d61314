/*
 * What locks an account out of a bucket, and what the edit makes of it.
 */
#include "tests/support/check.h"

#include <string.h>

#include "client/rollout/lock.h"

#define BUCKET "arn:aws:s3:::b"
#define DENY(...) \
	"{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Resource\":\"" BUCKET "\"," __VA_ARGS__ "}"
#define POLICY(...) "{\"Version\":\"2012-10-17\",\"Statement\":" __VA_ARGS__ "}"
#define ALL         "\"Action\":\"s3:*\""
#define NOT_ALL                                                            \
	"\"NotAction\": [\"s3:GetBucketPolicy\", \"s3:PutBucketPolicy\", " \
	"\"s3:DeleteBucketPolicy\"]"
#define OTHER                                                                    \
	"{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"," \
	"\"Resource\":\"" BUCKET "/*\"}"

static const struct row {
	const char *name;
	const char *document;
	const char *chosen;
	const char *edited; /* NULL: nothing is put */
	size_t locks;       /* statements that lock or may */
} rows[] = {
	{ "a Deny of the objects alone locks nobody out",
	  POLICY("[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":"
		 "\"" BUCKET "/*\"}]"),
	  NULL, NULL, 0 },
	{ "a Deny of plain HTTP locks nobody out",
	  POLICY("[" DENY(ALL ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}") "]"),
	  NULL, NULL, 0 },
	{ "a Deny of another account locks nobody out",
	  POLICY("[{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"s3:*"
		 "\","
		 "\"Resource\":\"" BUCKET "\"}]"),
	  NULL, NULL, 0 },
	{ "a Deny of one user locks not everyone out",
	  POLICY("[{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/"
		 "bob\"},"
		 "\"Action\":\"s3:*\",\"Resource\":\"" BUCKET "\"}]"),
	  NULL, NULL, 0 },
	{ "a Deny of other calls locks nobody out",
	  POLICY("[" DENY("\"Action\":[\"s3:PutObject\",\"s3:DeleteBucket\"]") "]"), NULL, NULL,
	  0 },
	{ "what turns on the network may lock, and is left",
	  POLICY("[" DENY(
		  ALL ",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}") "]"),
	  NULL, NULL, 1 },
	{ "unless it is chosen, by its number",
	  POLICY("[" DENY(
		  ALL ",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}") "]"),
	  "1",
	  POLICY("[" DENY(
		  NOT_ALL
		  ",\"Condition\":{\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}") "]"),
	  1 },
	{ "all of S3 becomes all but the policy", POLICY("[" DENY(ALL) "]"), NULL,
	  POLICY("[" DENY(NOT_ALL) "]"), 1 },
	{ "a statement that stands alone is edited as one in a list", POLICY(DENY(ALL)), NULL,
	  POLICY(DENY(NOT_ALL)), 1 },
	{ "everything is all of S3, too", POLICY("[" DENY("\"Action\" : [ \"*\" ]") "]"), NULL,
	  POLICY("[" DENY(NOT_ALL) "]"), 1 },
	{ "a list loses the calls of the policy and keeps the others",
	  POLICY("[" DENY("\"Action\":[\"s3:PutBucketPolicy\",\"s3:PutObject\",\"s3:"
			  "getbucketpolicy\"]") "]"),
	  NULL, POLICY("[" DENY("\"Action\":[\"s3:PutObject\"]") "]"), 1 },
	{ "exceptions get more of them", POLICY("[" DENY("\"NotAction\":\"s3:GetObject\"") "]"),
	  NULL,
	  POLICY("[" DENY("\"NotAction\":[\"s3:GetObject\", \"s3:GetBucketPolicy\", "
			  "\"s3:PutBucketPolicy\", \"s3:DeleteBucketPolicy\"]") "]"),
	  1 },
	{ "a statement of nothing else is removed",
	  POLICY("[" OTHER "," DENY("\"Action\":\"s3:PutBucketPolicy\"") "]"), NULL,
	  POLICY("[" OTHER "]"), 1 },
	{ "a policy of nothing else is not emptied",
	  POLICY("[" DENY("\"Action\":\"s3:PutBucketPolicy\"") "]"), NULL, NULL, 1 },
	{ "NotPrincipal locks everyone else out",
	  POLICY("[{\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::111122223333:role/"
		 "old\"},"
		 "\"Action\":\"s3:*\",\"Resource\":\"" BUCKET "\"}]"),
	  NULL,
	  POLICY("[{\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::111122223333:role/"
		 "old\"}," NOT_ALL ",\"Resource\":\"" BUCKET "\"}]"),
	  1 },
	{ "one that excepts a role by its ARN locks the others out",
	  POLICY("[" DENY(ALL ",\"Condition\":{\"ArnNotEquals\":{\"aws:PrincipalArn\":"
			      "\"arn:aws:iam::111122223333:role/old\"}}") "]"),
	  NULL,
	  POLICY("[" DENY(NOT_ALL ",\"Condition\":{\"ArnNotEquals\":{\"aws:PrincipalArn\":"
				  "\"arn:aws:iam::111122223333:role/old\"}}") "]"),
	  1 },
	{ "two that lock are both edited", POLICY("[" DENY(ALL) "," OTHER "," DENY(ALL) "]"), NULL,
	  POLICY("[" DENY(NOT_ALL) "," OTHER "," DENY(NOT_ALL) "]"), 2 },
};

static const char *const actions[] = { "s3:GetBucketPolicy", "s3:PutBucketPolicy",
				       "s3:DeleteBucketPolicy", NULL };

static struct lock_place place_of(const char *const *chosen)
{
	return (struct lock_place){ .account_id = "111122223333",
				    .partition = "aws",
				    .region = "eu-west-1",
				    .arn = BUCKET,
				    .actions = actions,
				    .every_action = "s3:*",
				    .chosen = chosen };
}

static void edits(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *const chosen[] = { row->chosen, NULL };
	const struct lock_place place = place_of(chosen), again = place_of(NULL);
	struct lock lock, left;
	struct fault fault;

	assert_true(lock_edit(&t->arena, &place, row->document, &lock, &fault));
	assert_int_equal(lock.count, row->locks);
	if (!row->edited) {
		assert_null(lock.text);
		return;
	}
	assert_string_equal(lock.text, row->edited);
	assert_true(lock_edit(&t->arena, &again, lock.text, &left, &fault));
	assert_int_equal(left.edited, 0);
}

int main(void)
{
	return check_table("client/rollout/lock", rows, edits);
}
