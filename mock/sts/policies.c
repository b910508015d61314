#include <string.h>

#include "mock/database.h"
#include "mock/iam/managed_policy.h"
#include "mock/sts/sts.h"
#include "policy/check.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

enum { SESSION_POLICY_ARN_MAX = 10 };

static enum api_status check_document(struct call *call, const char *document)
{
	const struct policy_check_options options = { .use = POLICY_USE_SESSION };
	struct policy_problem problem;

	if (policy_check(&options, document, strlen(document), &problem))
		return API_OK;
	return call_fail_common(call, problem.http_status, arena_strdup(call->arena, problem.code),
				"%s", problem.message);
}

static enum api_status check_arn(struct call *call, const char *arn)
{
	static const char exists[] = "SELECT 1 FROM managed_policy WHERE arn = :arn";

	if (arn)
		iam_managed_policy_learn(call, arn);
	if (!arn || !database_exists(call, exists, DATABASE_VALUES(database_text("arn", arn))))
		return call_fail(call, &sts_malformed_policy_document,
				 "One or more policies do not exist: %s", arn ? arn : "");
	return API_OK;
}

enum api_status sts_session_policies_read(struct call *call, const char *document,
					  const struct sts_policy_descriptor_list_type *arns,
					  struct sts_session_policies *out_policies)
{
	struct buffer text;
	struct json_writer json;

	*out_policies = (struct sts_session_policies){ .document = document };
	if (document && check_document(call, document) != API_OK)
		return API_FAILED;
	if (arns->len > SESSION_POLICY_ARN_MAX)
		return call_fail(call, &sts_validation_error,
				 "The number of session policy ARNs exceeds the limit of %d.",
				 SESSION_POLICY_ARN_MAX);
	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_array(&json);
	out_policies->size = document ? strlen(document) : 0;
	for (size_t i = 0; i < arns->len; i++) {
		if (check_arn(call, arns->items[i].arn) != API_OK)
			return API_FAILED;
		json_string(&json, arns->items[i].arn);
		out_policies->size += strlen(arns->items[i].arn);
	}
	json_close_array(&json);
	out_policies->arns = text.data;
	return API_OK;
}
