/*
 * What a root session is asked for and how it is signed, in every partition: a
 * server that answers nothing else gives one.
 */
#include "tests/support/check.h"

#include <string.h>

#include "client/client.h"
#include "tests/support/stub.h"

static int64_t now_ms = INT64_C(1796083200000); /* 2026-12-01T00:00:00Z */

static const struct row {
	const char *name;
	const char *option, *variable; /* --region and AWS_REGION */
	const char *signed_for, *partition;
} rows[] = {
	{ "China", "cn-north-1", "us-east-1", "cn-north-1", "aws-cn" },
	{ "GovCloud", "us-gov-east-1", NULL, "us-gov-east-1", "aws-us-gov" },
	{ "the European sovereign cloud", NULL, "eusc-de-east-1", "eusc-de-east-1", "aws-eusc" },
	{ "ISO", "us-iso-west-1", NULL, "us-iso-west-1", "aws-iso" },
	{ "ISO-B", "us-isob-east-1", NULL, "us-isob-east-1", "aws-iso-b" },
	{ "ISO-E", "eu-isoe-west-1", NULL, "eu-isoe-west-1", "aws-iso-e" },
	{ "ISO-F", "us-isof-south-1", NULL, "us-isof-south-1", "aws-iso-f" },
	{ "any other region", "mx-central-1", NULL, "mx-central-1", "aws" },
	{ "a partition as a whole is its first region", NULL, "aws-cn-global", "cn-north-1",
	  "aws-cn" },
	{ "nothing said", NULL, NULL, "us-east-1", "aws" },
};

static struct stub_answer *expected(struct arena *arena, const struct row *row)
{
	struct stub_answer *answers = arena_array(arena, 2, sizeof(*answers));

	answers[0] = (struct stub_answer){
		.method = "POST",
		.uri = "/",
		.header = arena_printf(arena,
				       "Authorization: AWS4-HMAC-SHA256 "
				       "Credential=AKIAIOSFODNN7EXAMPLE/20261201/%s/sts/"
				       "aws4_request, ",
				       row->signed_for),
		.sent = arena_printf(arena,
				     "TargetPrincipal=111122223333&TaskPolicyArn.arn=arn%%3A%s%%3A"
				     "iam%%3A%%3Aaws%%3Apolicy%%2Froot-task%%2F"
				     "IAMAuditRootUserCredentials&",
				     row->partition),
		.status = 200,
		.body = "<AssumeRootResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
			"<AssumeRootResult><Credentials><AccessKeyId>ASIAROOT</AccessKeyId>"
			"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
			"<Expiration>2026-12-01T00:15:00Z</Expiration></Credentials>"
			"</AssumeRootResult></AssumeRootResponse>",
	};
	return answers;
}

/* Opens a client of the row at @port and takes a root session; NULL, or what was wrong. */
static const char *take_session(struct arena *arena, const struct row *row, int port)
{
	const char *pairs[] = { "AWS_ACCESS_KEY_ID",
				"AKIAIOSFODNN7EXAMPLE",
				"AWS_SECRET_ACCESS_KEY",
				"s",
				"AWS_ENDPOINT_URL",
				arena_printf(arena, "http://127.0.0.1:%d", port),
				"AWS_MAX_ATTEMPTS",
				"1",
				row->variable ? "AWS_REGION" : NULL,
				row->variable,
				NULL };
	const struct client_system_options options = { .environment = environment_fixed(pairs),
						       .clock = clock_fixed(&now_ms),
						       .parallel = 1 };
	struct client_system *system;
	struct client client = { 0 }, root = { 0 };
	struct fault fault = { 0 };
	const char *problem = NULL;

	if (!client_system_new(&options, &system, &fault))
		return arena_strdup(arena, fault.message);
	if (!client_open(system, arena, row->option, &client, &fault) ||
	    !client_assume_root(&client, "111122223333", CLIENT_TASK_AUDIT, &root, &fault))
		problem = arena_strdup(arena, fault.message);
	else if (strcmp(client_partition(&client), row->partition) != 0)
		problem = arena_strdup(arena, client_partition(&client));
	client_done(&root);
	client_done(&client);
	client_system_free(system);
	return problem;
}

static void takes(void **state)
{
	struct fixture *t = *state;
	struct stub *stub =
		stub_start(&(struct stub_options){ .answers = expected(&t->arena, t->row) });
	const char *problem = take_session(&t->arena, t->row, stub_port(stub));

	stub_stop(stub);
	if (problem)
		fail_msg("%s", problem);
}

int main(void)
{
	return check_table("client/region", rows, takes);
}
