#include "client/fault_text.h"

#include <string.h>

struct advice {
	const char *operation; /* NULL: any */
	const char *code;
	const char *message; /* the message begins with it; NULL: any */
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
	{ NULL, "SignatureDoesNotMatch", NULL, "Check the secret access key." },
	{ "DisableAWSServiceAccess", "ConstraintViolationException", "You have delegated",
	  "Remove the delegate first: `mattock delegate rm ACCOUNT`." },
};

bool fault_is(const struct fault *fault, const char *code)
{
	return fault->kind == FAULT_SERVICE && strcmp(fault->code, code) == 0;
}

/* What to do about an error of AWS, or NULL if there is no advice. */
static const char *advice_for(const struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct advice *row = &rows[i];

		if (!fault_is(fault, row->code))
			continue;
		if (row->operation && strcmp(fault->operation, row->operation) != 0)
			continue;
		if (!row->message ||
		    strncmp(fault->message, row->message, strlen(row->message)) == 0)
			return row->text;
	}
	return NULL;
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
