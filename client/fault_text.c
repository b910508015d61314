#include "client/fault_text.h"

#include <string.h>

struct advice {
	const char *operation; /* NULL: any */
	const char *code;
	const char *message; /* the message has it; NULL: any */
	const char *text;
};

/* The first row that fits counts. Codes and messages as recorded of AWS. */
static const struct advice rows[] = {
	{ NULL, "ServiceAccessNotEnabledException", NULL,
	  "Trusted access for IAM is off. Run `mattock enable` from the management account." },
	{ NULL, "AccountNotManagementOrDelegatedAdministratorException", NULL,
	  "Use credentials of the management account or of the delegated administrator." },
	{ NULL, "CallerIsNotManagementAccountException", NULL,
	  "Only the management account can enable this. Use its credentials." },
	{ NULL, "OrganizationNotInAllFeaturesModeException", NULL,
	  "The organization must have all features enabled first." },
	{ NULL, "AWSOrganizationsNotInUseException", NULL,
	  "This account is in no organization. Check the profile with `mattock whoami`." },
	{ "AssumeRoot", "AccessDenied", "Root credentials management",
	  "Run `mattock enable` from the management account." },
	{ "AssumeRoot", "AccessDenied", "Root sessions feature",
	  "Run `mattock enable --sessions` from the management account." },
	{ "AssumeRoot", "AccessDenied", "Service not enabled",
	  "Trusted access for IAM is off. Run `mattock enable` from the management account." },
	{ "AssumeRoot", "AccessDenied", NULL,
	  "AWS gives this answer for many reasons: the caller lacks sts:AssumeRoot for this "
	  "account "
	  "and task, or is neither in the management account nor the delegated administrator, or "
	  "the target is the management account or outside of the organization." },
	{ NULL, "InvalidAction", NULL,
	  "The endpoint does not know this operation; AssumeRoot exists at regional STS only." },
	{ NULL, "RegionDisabledException", NULL,
	  "STS is off in this region. Choose another with --region." },
	{ NULL, "ExpiredToken", NULL, "The session is over. Log in again, then run this again." },
	{ NULL, "ExpiredTokenException", NULL,
	  "The session is over. Log in again, then run this again." },
	{ NULL, "InvalidClientTokenId", NULL,
	  "AWS does not know this access key. Check the profile and the endpoint." },
	{ NULL, "UnrecognizedClientException", NULL,
	  "AWS does not know this access key. Check the profile and the endpoint." },
	{ NULL, "SignatureDoesNotMatch", "Signature expired", "Correct this machine's clock." },
	{ NULL, "SignatureDoesNotMatch", "Signature not yet", "Correct this machine's clock." },
	{ NULL, "SignatureDoesNotMatch", "valid region",
	  "AWS has no such region, or the endpoint is another region's. Choose another with "
	  "--region." },
	{ NULL, "SignatureDoesNotMatch", NULL, "Check the secret access key." },
	{ "DisableAWSServiceAccess", "ConstraintViolationException", "You have delegated",
	  "Remove the delegate first: `mattock delegate rm ACCOUNT`." },
	{ NULL, "OrganizationNotFoundException", NULL,
	  "This account is in no organization. Check the profile with `mattock whoami`." },
	{ "AssumeRoot", "ValidationError", "valid target principal",
	  "The target must be an account id or the ARN of an account's root user." },
	{ "AssumeRoot", "ValidationError", "managed task policy",
	  "AssumeRoot takes one of AWS's five task policies and nothing else." },
	{ NULL, "AccessDenied", "service control policy",
	  "AWS names one policy at most; `mattock explain scp ACCOUNT` names every statement in "
	  "the way." },
	{ NULL, "AccessDenied", "resource control policy",
	  "AWS names one policy at most; `mattock explain scp ACCOUNT` names every statement in "
	  "the way." },
	{ NULL, "AccessDenied", "VPC endpoint policy",
	  "The policy of the VPC endpoint on the way does not let it through." },
	{ NULL, "AccessDenied", "session policy",
	  "The session's task policy does not leave it this action; another task may." },
	{ NULL, "AccessDenied", "identity-based policy",
	  "The caller's own policies say so. `mattock preflight JOB` lists what a job needs." },
	{ NULL, "AccessDeniedException", NULL,
	  "Organizations says no more than this: the caller lacks the permission, or is neither "
	  "in the management account nor in a delegated administrator. `mattock preflight` tells "
	  "them apart." },
	{ NULL, "EntityAlreadyExists", "Login Profile for account",
	  "The root user has a password: recovery was allowed before." },
	{ NULL, "NoSuchEntity", "Login Profile for User null",
	  "The root user has no password: it is absent." },
	{ NULL, "EntityTemporarilyUnmodifiable", NULL,
	  "Something else is changing it. Run the same again in a minute." },
	{ NULL, "ConcurrentModification", NULL,
	  "Something else is changing it. Run the same again in a minute." },
	{ NULL, "Throttling", NULL, "AWS asks for fewer calls. Lower --parallel." },
	{ NULL, "ThrottlingException", NULL, "AWS asks for fewer calls. Lower --parallel." },
	{ NULL, "TooManyRequestsException", NULL, "AWS asks for fewer calls. Lower --parallel." },
	{ NULL, "RequestLimitExceeded", NULL, "AWS asks for fewer calls. Lower --parallel." },
	{ NULL, "SlowDown", NULL, "AWS asks for fewer calls. Lower --parallel." },
	{ NULL, "RequestExpired", NULL, "Correct this machine's clock." },
	{ NULL, "RequestTimeTooSkewed", NULL, "Correct this machine's clock." },
	{ NULL, "MethodNotAllowed", NULL, "The bucket belongs to another account." },
	{ NULL, "PermanentRedirect", NULL, "The bucket is in another region." },
	{ NULL, "AuthorizationHeaderMalformed", NULL, "The bucket is in another region." },
	{ NULL, "NoSuchBucketPolicy", NULL, "The bucket has no policy: nothing locks it." },
};

bool fault_is(const struct fault *fault, const char *code)
{
	return fault->kind == FAULT_SERVICE && strcmp(fault->code, code) == 0;
}

/* Whether a row is about the fault. What the fault does not say fits anything. */
static bool is_about(const struct advice *row, const struct fault *fault)
{
	if (!fault_is(fault, row->code))
		return false;
	if (row->operation && *fault->operation && strcmp(fault->operation, row->operation) != 0)
		return false;
	return !row->message || !*fault->message || strstr(fault->message, row->message);
}

/* What to do about an error of AWS, or NULL if there is no advice. */
static const char *advice_for(const struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (is_about(&rows[i], fault))
			return rows[i].text;
	return NULL;
}

const char *fault_advices(struct arena *arena, const struct fault *fault)
{
	bool is_whole = *fault->operation && *fault->message;
	const char *advice = is_whole ? advice_for(fault) : NULL;

	for (size_t i = 0; !is_whole && i < ARRAY_LEN(rows); i++)
		if (is_about(&rows[i], fault) && (!advice || !strstr(advice, rows[i].text)))
			advice = arena_printf(arena, "%s%s%s", advice ? advice : "",
					      advice ? "\n" : "", rows[i].text);
	return advice;
}

static const char *first_line(struct arena *arena, const struct fault *fault)
{
	if (fault->kind == FAULT_SERVICE)
		return arena_printf(
			arena, "An error occurred (%s) when calling the %s operation: %s%s%s%s",
			fault->code, fault->operation, fault->message,
			*fault->reason ? " (Reason: " : "", fault->reason,
			*fault->reason ? ")" : "");
	if (*fault->operation)
		return arena_printf(arena, "%s: %s", fault->operation, fault->message);
	return fault->message;
}

const char *fault_text(struct arena *arena, const struct fault *fault)
{
	const char *advice = advice_for(fault);
	bool has_id = *fault->request_id != '\0';

	return arena_printf(arena, "%s%s%s%s%s%s", first_line(arena, fault),
			    has_id ? "\nRequest id: " : "", fault->request_id,
			    fault->is_outcome_unknown
				    ? "\nIt is not known whether this was done. Look before "
				      "doing it again."
				    : "",
			    advice ? "\n" : "", advice ? advice : "");
}

const char *fault_text_short(struct arena *arena, const struct fault *fault)
{
	const char *operation = fault->operation, *code = fault->code;

	return arena_printf(arena, "%s%s%s%s%s", operation, *operation ? ": " : "", code,
			    *code ? ": " : "", fault->message);
}
