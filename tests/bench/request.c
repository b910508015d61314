#include "tests/bench/request.h"

#include <string.h>

#include "wire/clock.h"
#include "wire/sigv4_sign.h"

#define FORM         "application/x-www-form-urlencoded; charset=utf-8"
#define JSON         "application/x-amz-json-1.1"
#define STS(action)  "Action=" action "&Version=2011-06-15"
#define TARGET(name) "AWSOrganizationsV20161128." name
#define TASK         "arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2Froot-task%2FIAMAuditRootUserCredentials"

/* The member of AssumeRoot is the first that ci/bench puts into its scenario. */
static const struct bench_operation operations[] = {
	{ "GetCallerIdentity", "sts", FORM, NULL, STS("GetCallerIdentity") },
	{ "AssumeRoot", "sts", FORM, NULL,
	  STS("AssumeRoot") "&TargetPrincipal=200000000000&TaskPolicyArn.arn=" TASK },
	{ "DescribeOrganization", "organizations", JSON, TARGET("DescribeOrganization"), "{}" },
	{ "ListAccounts", "organizations", JSON, TARGET("ListAccounts"), "{\"MaxResults\":20}" },
};

const struct bench_operation *bench_operation(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(operations); i++) {
		if (strcmp(operations[i].name, name) == 0)
			return &operations[i];
	}
	return NULL;
}

void bench_request(struct buffer *out, const struct bench_operation *operation, const char *host,
		   const struct sigv4_credentials *credentials)
{
	struct clock clock = clock_system();
	struct sigv4_signing signing = {
		.region = "us-east-1",
		.service = operation->service,
		.now_ms = clock_now_ms(&clock),
	};
	struct http_request request = {
		.method = "POST",
		.path = "/",
		.query = "",
		.body = operation->body,
		.body_len = strlen(operation->body),
	};

	http_headers_add(&request.headers, out->arena, "Host", host);
	http_headers_add(&request.headers, out->arena, "Content-Type", operation->content_type);
	if (operation->target)
		http_headers_add(&request.headers, out->arena, "X-Amz-Target", operation->target);
	sigv4_sign(out->arena, &request, credentials, &signing);
	buffer_printf(out, "POST / HTTP/1.1\r\n");
	for (size_t i = 0; i < request.headers.count; i++)
		buffer_printf(out, "%s: %s\r\n", request.headers.items[i].name,
			      request.headers.items[i].value);
	buffer_printf(out, "Content-Length: %zu\r\n\r\n%s", request.body_len, operation->body);
}
