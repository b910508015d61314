#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "policy/check.h"
#include "policy/evaluate.h"
#include "policy/normalize.h"

#define ACCOUNT "222222222222"

/* A decision and its explanation are the same decision, whatever the policy says. */
static void decide(struct arena *arena, const struct policy_document *document)
{
	struct policy_source source = { .document = document };
	struct policy_set set = { &source, 1 };
	struct policy_resource_policy resource_policy = { POLICY_RESOURCE_PLAIN, source };
	struct policy_context context;
	struct policy_request request = {
		.principal = { .kind = POLICY_USER,
			       .arn = "arn:aws:iam::" ACCOUNT ":user/bob",
			       .account_id = ACCOUNT },
		.action = "s3:GetObject",
		.resource = "arn:aws:s3:::bucket/key",
		.context = &context,
		.identity = set,
		.session = &set,
		.resource_policy = &resource_policy,
	};
	struct policy_decision decision, explained;

	policy_context_init(&context, arena);
	policy_context_add(&context, "aws:username", "bob");
	policy_context_add(&context, "aws:SourceIp", "192.0.2.1");
	policy_context_add(&context, "aws:PrincipalArn", request.principal.arn);
	policy_context_add(&context, "aws:CurrentTime", "2026-01-02T03:04:05Z");
	policy_evaluate(&request, &decision);
	policy_explain(&request, arena, &explained);
	assert(decision.verdict == explained.verdict && decision.layer == explained.layer);
}

/* What may be written can be compiled, and its normal form is one. */
static void write_as(struct arena *arena, enum policy_use use, const char *text, size_t size)
{
	struct policy_check_options options = { .use = use };
	const struct policy_document *document;
	struct policy_problem problem;
	struct policy_problems problems;
	struct fault fault = { 0 };
	const char *once, *twice;

	policy_check_all(&options, arena, text, size, &problems);
	if (!policy_check(&options, text, size, &problem)) {
		assert(problem.code && problem.message[0] && problem.http_status);
		assert(problems.count && !strcmp(problems.items[0].message, problem.message));
		assert(problems.items[0].line == problem.line);
		return;
	}
	assert(!problems.count);
	assert(policy_document_parse(arena, text, size, &fault, &document));
	once = policy_normalize(arena, use, "aws", text, size);
	twice = policy_normalize(arena, use, "aws", once, strlen(once));
	assert(!strcmp(once, twice));
	assert(policy_document_parse(arena, once, strlen(once), &fault, &document));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct policy_document *document;
	struct fault fault = { 0 };
	ARENA_AUTO(arena);
	const char *text = arena_strndup(&arena, (const char *)data, size);

	if (policy_document_parse(&arena, text, size, &fault, &document))
		decide(&arena, document);
	else
		assert(fault.kind == FAULT_INPUT);
	for (int use = 0; use < POLICY_USE_COUNT; use++)
		write_as(&arena, (enum policy_use)use, text, size);
	return 0;
}
