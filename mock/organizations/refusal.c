#include "mock/organizations/refusal.h"

#include <assert.h>
#include <string.h>

#include "model/organizations_api.h"

/*
 * recorded: seen in an answer of AWS. documented: quoted in AWS's own pages
 * or by its users. assumed: nobody quotes it; the sense is the API
 * reference's, the words are ours.
 */
enum origin { RECORDED, DOCUMENTED, ASSUMED };

struct wording {
	const char *name;
	const char *text;
	enum origin origin;
};

static const struct wording exceptions[] = {
	{ "AWSOrganizationsNotInUseException", "Your account is not a member of an organization.",
	  DOCUMENTED },
	{ "AccessDeniedException", "You don't have permissions to access this resource.",
	  RECORDED },
	{ "AccountAlreadyClosedException", "The provided account is already closed.", DOCUMENTED },
	{ "AccountAlreadyRegisteredException",
	  "The provided account is already a delegated administrator for your organization.",
	  DOCUMENTED },
	{ "AccountNotFoundException", "You specified an account that doesn't exist.", RECORDED },
	{ "AccountNotRegisteredException",
	  "The provided account is not a registered delegated administrator for your organization.",
	  DOCUMENTED },
	{ "AlreadyInOrganizationException",
	  "The AWS account is already a member of an organization.", DOCUMENTED },
	{ "ChildNotFoundException", "You specified a child that doesn't exist.", ASSUMED },
	{ "ConcurrentModificationException",
	  "AWS Organizations can't complete your request because it conflicts with another attempt "
	  "to modify the same entity. Try again later.",
	  RECORDED },
	{ "ConflictException",
	  "The request failed because it conflicts with the current state of the specified "
	  "resource.",
	  ASSUMED },
	{ "CreateAccountStatusNotFoundException",
	  "You specified a create account request that doesn't exist.", ASSUMED },
	{ "DestinationParentNotFoundException",
	  "You specified a destination parent that doesn't exist.", ASSUMED },
	{ "DuplicateAccountException",
	  "The account is already present in the specified destination.", ASSUMED },
	{ "DuplicateHandshakeException",
	  "A handshake with the specified type and parameters already exists for the given "
	  "parties.",
	  RECORDED },
	{ "DuplicateOrganizationalUnitException", "An OU with the same name already exists.",
	  DOCUMENTED },
	{ "DuplicatePolicyAttachmentException",
	  "A policy with the specified name and type already exists.", DOCUMENTED },
	{ "DuplicatePolicyException", "A policy with the specified name and type already exists.",
	  DOCUMENTED },
	{ "EffectivePolicyNotFoundException",
	  "The specified policy type is not enabled. Enable that policy type on your organization "
	  "root and then retry.",
	  RECORDED },
	{ "HandshakeAlreadyInStateException", "The handshake is already in the requested state.",
	  RECORDED },
	{ "HandshakeNotFoundException", "You specified a handshake that doesn't exist.", RECORDED },
	{ "InvalidHandshakeTransitionException",
	  "You cannot perform this operation on a handshake in its current state, such as "
	  "attempting to cancel a handshake that was previously accepted or attempting to accept a "
	  "handshake that was declined.",
	  RECORDED },
	{ "InvalidResponsibilityTransferTransitionException",
	  "You cannot perform this operation on a responsibility transfer in its current status.",
	  ASSUMED },
	{ "MalformedPolicyDocumentException",
	  "The provided policy document does not meet the requirements of the specified policy "
	  "type.",
	  RECORDED },
	{ "MasterCannotLeaveOrganizationException",
	  "You can't remove a management account from an organization.", ASSUMED },
	{ "OrganizationNotEmptyException",
	  "To delete an organization you must first remove all member accounts (except the "
	  "master).",
	  DOCUMENTED },
	{ "OrganizationalUnitNotEmptyException",
	  "The specified OU is not empty. Move all accounts to another root or to other OUs, "
	  "remove "
	  "all child OUs, and try the operation again.",
	  ASSUMED },
	{ "OrganizationalUnitNotFoundException",
	  "You specified an organizational unit that doesn't exist.", ASSUMED },
	{ "ParentNotFoundException", "You specified parent that doesn't exist.", ASSUMED },
	{ "PolicyInUseException", "The specified policy is in use and cannot be deleted.",
	  RECORDED },
	{ "PolicyNotAttachedException",
	  "The specified policy is not attached to the specified target.", ASSUMED },
	{ "PolicyNotFoundException", "You specified a policy that doesn't exist.", ASSUMED },
	{ "PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.",
	  DOCUMENTED },
	{ "PolicyTypeNotAvailableForOrganizationException",
	  "You can't use the specified policy type with the feature set currently enabled for this "
	  "organization.",
	  ASSUMED },
	{ "PolicyTypeNotEnabledException",
	  "This operation can be performed only for enabled policy types.", DOCUMENTED },
	{ "ResourcePolicyNotFoundException", "No resource-based policy found.", RECORDED },
	{ "ResponsibilityTransferAlreadyInStatusException",
	  "The responsibility transfer is already in the requested status.", ASSUMED },
	{ "ResponsibilityTransferNotFoundException",
	  "You specified a responsibility transfer that doesn't exist.", ASSUMED },
	{ "RootNotFoundException", "You specified a root that doesn't exist.", DOCUMENTED },
	{ "SourceParentNotFoundException", "You specified a source parent that doesn't exist.",
	  ASSUMED },
	{ "TargetNotFoundException", "You specified a target that doesn't exist.", RECORDED },
	{ "TooManyRequestsException",
	  "AWS Organizations can't complete your request because another request is already in "
	  "progress. Try again later.",
	  DOCUMENTED },
};

static const struct wording input_reasons[] = {
	{ "DUPLICATE_TAG_KEY", "Your request includes duplicate tag keys.", RECORDED },
	{ "END_DATE_NOT_END_OF_MONTH", "You specified an end date that is not the end of a month.",
	  ASSUMED },
	{ "END_DATE_TOO_EARLY", "You specified an end date that is in the past.", ASSUMED },
	{ "IMMUTABLE_POLICY", "You can't modify a policy that is managed by AWS.", ASSUMED },
	{ "INPUT_REQUIRED", "You must provide a value for the parameter.", RECORDED },
	{ "INVALID_EMAIL_ADDRESS_TARGET",
	  "You specified an invalid email address for the invited account owner.", RECORDED },
	{ "INVALID_ENUM", "You specified an invalid value.", RECORDED },
	{ "INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.", RECORDED },
	{ "INVALID_NEXT_TOKEN",
	  "You specified an invalid value for nextToken. You must get the value from the response "
	  "to a previous call to the API.",
	  RECORDED },
	{ "INVALID_PARTY_TYPE_TARGET",
	  "You specified an invalid party type as the target parameter.", RECORDED },
	{ "INVALID_PATTERN", "You provided a value that does not match the required pattern.",
	  RECORDED },
	{ "INVALID_RESOURCE_POLICY_JSON", "This resource-based policy contains invalid JSON.",
	  RECORDED },
	{ "INVALID_SYSTEM_TAGS_PARAMETER",
	  "You specified a tag key that is a system tag. You can't add, edit, or delete system tag "
	  "keys because they're reserved for AWS use.",
	  ASSUMED },
	{ "MAX_LIMIT_EXCEEDED_FILTER", "You specified too many filter parameters.", RECORDED },
	{ "NON_DETACHABLE_POLICY", "You can't detach the specified policy.", ASSUMED },
	{ "START_DATE_NOT_BEGINNING_OF_DAY",
	  "You specified a start date that is not the beginning of a day.", ASSUMED },
	{ "START_DATE_NOT_BEGINNING_OF_MONTH",
	  "You specified a start date that is not the beginning of a month.", ASSUMED },
	{ "START_DATE_TOO_EARLY", "You specified a start date that is too early.", ASSUMED },
	{ "TARGET_NOT_SUPPORTED", "You specified a target that is not currently supported.",
	  RECORDED },
	{ "UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.",
	  DOCUMENTED },
};

static const struct wording constraint_reasons[] = {
	{ "ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.",
	  DOCUMENTED },
	{ "CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.", ASSUMED },
	{ "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
	  "You cannot register management account/yourself as delegated administrator for your "
	  "organization.",
	  DOCUMENTED },
	{ "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
	  "You cannot register a suspended account as delegated administrator for your "
	  "organization.",
	  ASSUMED },
	{ "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
	  "You cannot remove a delegated administrator from your organization. Deregister the "
	  "account as delegated administrator first.",
	  ASSUMED },
	{ "CLOSE_ACCOUNT_QUOTA_EXCEEDED",
	  "You have exceeded close account quota for the past 30 days.", DOCUMENTED },
	{ "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
	  "You have delegated administrator/s for this service. De-register them in order to "
	  "disable "
	  "service access.",
	  RECORDED },
	{ "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED",
	  "The management account is not enabled for AWS GovCloud (US).", ASSUMED },
	{ "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
	  "You have exceeded the allowed number of delegated administrators for the service.",
	  ASSUMED },
	{ "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
	  "You have attached the maximum number of policies to the specified target.", DOCUMENTED },
	{ "MAX_TAG_LIMIT_EXCEEDED",
	  "You have exceeded the maximum number of tags for the resource.", ASSUMED },
	{ "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
	  "You cannot remove the last policy attached to the specified target. You should have at "
	  "least one attached.",
	  ASSUMED },
	{ "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
	  "The request failed because the organization does not have all features enabled. Please "
	  "enable all features in your organization and then retry.",
	  DOCUMENTED },
	{ "OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the allowed depth of organizational units.",
	  ASSUMED },
	{ "OU_NUMBER_LIMIT_EXCEEDED",
	  "You have exceeded the allowed number of organizational units.", ASSUMED },
	{ "POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the maximum policy size.",
	  DOCUMENTED },
	{ "POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of policies.",
	  ASSUMED },
	{ "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION",
	  "You have exceeded the allowed number of outbound responsibility transfers.", ASSUMED },
	{ "SERVICE_ACCESS_NOT_ENABLED",
	  "You must enable service access before you delegate an administrator for this service. "
	  "Call the AWS API EnableAWSServiceAccess first.",
	  RECORDED },
	{ "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED",
	  "Adding tags on updating an existing resource-based policy is not supported.", RECORDED },
	{ "WAIT_PERIOD_ACTIVE", "This operation requires a wait period.  Try again later.",
	  DOCUMENTED },
};

static const struct wording handshake_reasons[] = {
	{ "ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.",
	  ASSUMED },
	{ "ALREADY_IN_AN_ORGANIZATION", "The AWS account is already a member of an organization.",
	  RECORDED },
	{ "HANDSHAKE_RATE_LIMIT_EXCEEDED",
	  "You have exceeded the number of handshakes that you can send in one day.", ASSUMED },
	{ "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
	  "You can't invite accounts while the organization is enabling all features.", ASSUMED },
	{ "ORGANIZATION_ALREADY_HAS_ALL_FEATURES",
	  "All features are already enabled on this organization.", RECORDED },
	{ "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
	  "Your organization is already enabling all features.", ASSUMED },
	{ "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS",
	  "A responsibility transfer already exists for the given parties.", ASSUMED },
	{ "SOURCE_AND_TARGET_CANNOT_MATCH",
	  "You can't transfer a responsibility to your own organization.", ASSUMED },
};

/* The text of a name; a Reason may carry a field after a colon. A name without a row is a bug. */
static const char *find_text(const struct wording *rows, size_t count, const char *name)
{
	size_t len = strcspn(name, ":");

	for (size_t i = 0; i < count; i++)
		if (strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0)
			return rows[i].text;
	assert(!"a refusal without a text");
	return name;
}

enum api_status refuse(struct call *call, const struct api_error *error)
{
	return call_fail(call, error, "%s",
			 find_text(exceptions, ARRAY_LEN(exceptions), error->name));
}

enum api_status refuse_input(struct call *call, const char *reason)
{
	return call_fail_reason(call, &organizations_invalid_input, reason,
				find_text(input_reasons, ARRAY_LEN(input_reasons), reason));
}

enum api_status refuse_constraint(struct call *call, const char *reason)
{
	return call_fail_reason(
		call, &organizations_constraint_violation, reason,
		find_text(constraint_reasons, ARRAY_LEN(constraint_reasons), reason));
}

enum api_status refuse_handshake(struct call *call, const char *reason)
{
	return call_fail_reason(call, &organizations_handshake_constraint_violation, reason,
				find_text(handshake_reasons, ARRAY_LEN(handshake_reasons), reason));
}
