#include <ctype.h>
#include <string.h>

#include "model/check_finding.h"
#include "wire/buffer.h"

/* "Tags.1.member.Key" as TAGS_1_MEMBER_KEY. */
static const char *upper_snake(struct arena *arena, const char *path)
{
	struct buffer out;

	buffer_init(&out, arena, 64);
	for (const char *at = path; *at; at++) {
		unsigned char before = at > path ? (unsigned char)at[-1] : '.';
		bool begins_word = isupper((unsigned char)*at) &&
				   (islower(before) || isdigit(before) ||
				    (isupper(before) && islower((unsigned char)at[1])));

		if (begins_word)
			buffer_add_char(&out, '_');
		buffer_add_char(&out, *at == '.' ? '_' : (char)toupper((unsigned char)*at));
	}
	return out.data;
}

/* Organizations' reasons and texts, recorded but for the one of a minimal length (assumed). */
static const struct {
	const char *reason, *message;
} organizations_texts[] = {
	[CHECK_REQUIRED] = { "INPUT_REQUIRED", "You must provide a value for the parameter." },
	[CHECK_MIN_LENGTH] = { "MIN_LENGTH_EXCEEDED",
			       "You provided a string that is below the minimum length." },
	[CHECK_MAX_LENGTH] = { "MAX_LENGTH_EXCEEDED",
			       "You provided a string that exceeds that maximum length." },
	[CHECK_MIN_VALUE] = { "MIN_VALUE_EXCEEDED",
			      "You provided a value that is below the minimum allowed." },
	[CHECK_MAX_VALUE] = { "MAX_VALUE_EXCEEDED",
			      "You provided a value that exceeds the maximum allowed." },
	[CHECK_PATTERN] = { "INVALID_PATTERN",
			    "You provided a value that does not match the required pattern." },
	[CHECK_ENUM] = { "INVALID_ENUM", "You specified an invalid value." },
	[CHECK_ITEM] = { "INVALID_PATTERN",
			 "You provided a value that does not match the required pattern." },
};

/*
 * Where Organizations gives a reason of its own (recorded). The value is the
 * one it is given for, "*" for any, NULL also for none.
 */
static const struct exception {
	const char *operation, *path, *value;
	const char *reason, *message;
} exceptions[] = {
	{ "InviteAccountToOrganization", "Target", NULL, "INVALID_PATTERN",
	  "You provided a value that does not match the required pattern." },
	{ "InviteAccountToOrganization", "Target.Id", NULL, "INVALID_PARTY_TYPE_TARGET",
	  "You specified an invalid party type as the target parameter." },
	{ "InviteAccountToOrganization", "Target.Type", NULL, "INVALID_PARTY_TYPE_TARGET",
	  "You specified an invalid party type as the target parameter." },
	{ "DescribeEffectivePolicy", "PolicyType", "SERVICE_CONTROL_POLICY",
	  "INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type." },
	{ "ListEffectivePolicyValidationErrors", "AccountId", NULL, "TARGET_NOT_SUPPORTED",
	  "You specified a target that is not currently supported." },
	{ "ListEffectivePolicyValidationErrors", "PolicyType", "*", "INVALID_ENUM_POLICY_TYPE",
	  "You specified an invalid policy type." },
};

static bool exception_is_for(const struct exception *exception, const char *operation,
			     const struct check_finding *finding)
{
	const char *value = NULL;

	if (strcmp(exception->operation, operation) != 0 ||
	    strcmp(exception->path, finding->path) != 0)
		return false;
	if (!exception->value)
		return true;
	if (finding->value && finding->shape->kind == API_STRING)
		value = *(const char *const *)finding->value;
	return value &&
	       (strcmp(exception->value, "*") == 0 || strcmp(exception->value, value) == 0);
}

void check_describe_organizations(struct arena *arena, const struct api_operation *operation,
				  const struct check_findings *findings,
				  struct api_problem *out_problem)
{
	const struct check_finding *finding = check_first_finding(findings);

	*out_problem = (struct api_problem){
		.http_status = 400,
		.code = "InvalidInputException",
		.message = organizations_texts[finding->rule].message,
		.reason = arena_printf(arena, "%s:%s", organizations_texts[finding->rule].reason,
				       upper_snake(arena, finding->path)),
	};
	for (size_t i = 0; i < ARRAY_LEN(exceptions); i++) {
		if (!exception_is_for(&exceptions[i], operation->name, finding))
			continue;
		out_problem->reason = exceptions[i].reason;
		out_problem->message = exceptions[i].message;
	}
}
