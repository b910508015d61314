#include "mock/gate.h"

#include <string.h>

#include "mock/iam/gate.h"
#include "mock/s3/s3.h"
#include "mock/sqs/sqs.h"
#include "mock/sts/sts.h"

/* A closer look at the input of an operation, before anything is authorized. */
static const struct input_check {
	const char *service;
	const char *operation;
	enum api_status (*check)(struct call *call, const void *input);
} input_checks[] = {
	{ "iam", "GetAccessKeyLastUsed", iam_get_access_key_last_used_check },
	{ "sts", "AssumeRole", sts_assume_role_check },
	{ "sts", "AssumeRoleWithSAML", sts_assume_role_with_saml_check },
	{ "sts", "AssumeRoleWithWebIdentity", sts_assume_role_with_web_identity_check },
	{ "sts", "AssumeRoot", sts_assume_root_check },
	{ "sts", "GetWebIdentityToken", sts_get_web_identity_token_check },
	{ "s3", "DeleteBucket", s3_delete_bucket_check },
	{ "s3", "DeleteBucketPolicy", s3_delete_bucket_policy_check },
	{ "s3", "GetBucketLocation", s3_get_bucket_location_check },
	{ "s3", "GetBucketPolicy", s3_get_bucket_policy_check },
	{ "s3", "GetBucketPolicyStatus", s3_get_bucket_policy_status_check },
	{ "s3", "HeadBucket", s3_head_bucket_check },
	{ "s3", "PutBucketPolicy", s3_put_bucket_policy_check },
	{ "sqs", "DeleteQueue", sqs_delete_queue_check },
	{ "sqs", "GetQueueAttributes", sqs_get_queue_attributes_check },
	{ "sqs", "GetQueueUrl", sqs_get_queue_url_check },
	{ "sqs", "SetQueueAttributes", sqs_set_queue_attributes_check },
};

/* The kinds of callers that a rule is for: a bit for each kind of principal, and three more. */
#define KIND(kind) (1u << (kind))

enum {
	ROOT_USER = 1u << 16,   /* by a key, a GetSessionToken session or AssumeRoot */
	WITHOUT_MFA = 1u << 17, /* a GetSessionToken session without MFA */
	ANY_SESSION = 1u << 18, /* temporary credentials of every kind */
	EVERYBODY = 1u << 19,
};

#define TOKEN_INVALID "The security token included in the request is invalid."
#define DENIED        "User: %s is not authorized to perform: %s:%s"

/* The first rule that fits decides; one without a code lets the caller through. */
static const struct kind_rule {
	const char *service;
	const char *operation; /* NULL: every operation of the service */
	unsigned kinds;
	const char *code;    /* NULL: not refused here */
	const char *message; /* NULL: User ... is not authorized to perform ... */
} kind_rules[] = {
	{ "sts", "GetCallerIdentity", EVERYBODY, NULL, NULL },
	{ "sts", "AssumeRole", ROOT_USER, "AccessDenied",
	  "Roles may not be assumed by root accounts." },
	{ "sts", "AssumeRoot", ROOT_USER, "AccessDenied", NULL },
	{ "sts", "GetSessionToken", ANY_SESSION, "AccessDenied",
	  "Cannot call GetSessionToken with session credentials" },
	{ "sts", "GetFederationToken", ANY_SESSION, "AccessDenied",
	  "Cannot call GetFederationToken with session credentials" },
	{ "sts", "AssumeRole", KIND(PRINCIPAL_USER_SESSION), NULL, NULL },
	{ "sts", NULL, KIND(PRINCIPAL_FEDERATED_SESSION) | WITHOUT_MFA, "AccessDenied", NULL },
	{ "iam", NULL, KIND(PRINCIPAL_FEDERATED_SESSION) | WITHOUT_MFA, "InvalidClientTokenId",
	  TOKEN_INVALID },
};

static unsigned kinds_of(const struct principal *principal)
{
	unsigned kinds = KIND(principal->kind) | EVERYBODY;
	bool is_token = principal->kind == PRINCIPAL_USER_SESSION;

	if (principal->kind == PRINCIPAL_ROOT || principal->kind == PRINCIPAL_ROOT_SESSION ||
	    (is_token && !principal->name))
		kinds |= ROOT_USER;
	if (is_token && !principal->mfa_ms)
		kinds |= WITHOUT_MFA;
	if (principal->issued_ms)
		kinds |= ANY_SESSION;
	return kinds;
}

static bool is_for(const char *service, const char *operation, const struct call *call)
{
	return strcmp(service, call->operation->service->name) == 0 &&
	       (!operation || strcmp(operation, call->operation->name) == 0);
}

static enum api_status check_kind(struct call *call)
{
	unsigned kinds = kinds_of(call->principal);

	for (size_t i = 0; i < ARRAY_LEN(kind_rules); i++) {
		const struct kind_rule *rule = &kind_rules[i];

		if (!(kinds & rule->kinds) || !is_for(rule->service, rule->operation, call))
			continue;
		if (!rule->code)
			return API_OK;
		if (rule->message)
			return call_fail_common(call, 403, rule->code, "%s", rule->message);
		return call_fail_common(call, 403, rule->code, DENIED, call->principal->arn,
					rule->service, call->operation->name);
	}
	return API_OK;
}

enum api_status gate_check(struct call *call, const void *input)
{
	for (size_t i = 0; i < ARRAY_LEN(input_checks); i++) {
		const struct input_check *row = &input_checks[i];

		if (is_for(row->service, row->operation, call) && row->check(call, input) != API_OK)
			return API_FAILED;
	}
	return check_kind(call);
}
