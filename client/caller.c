#include "client/caller.h"

#include <string.h>

#include "client/fault_text.h"
#include "model/iam_client.h"
#include "model/sts_client.h"

static const char *const kind_names[] = {
	[CALLER_UNKNOWN] = "unknown",       [CALLER_NONE] = "none",
	[CALLER_MEMBER] = "member",         [CALLER_DELEGATE] = "delegate",
	[CALLER_MANAGEMENT] = "management",
};

const char *caller_kind_name(enum caller_kind kind)
{
	return kind_names[kind];
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void set_unknown(struct client *client, struct caller *caller, const struct fault *fault)
{
	caller->kind = CALLER_UNKNOWN;
	caller->kind_reason = fault_text_short(client->arena, fault);
}

/*
 * Only the management account and the delegate get an answer from
 * ListOrganizationsFeatures. A delegate cannot exist without trusted access.
 */
static void tell_member_from_delegate(struct client *client, struct caller *caller)
{
	struct iam_list_organizations_features_in in = { 0 };
	struct iam_list_organizations_features_out out;
	struct fault fault = { 0 };

	if (iam_list_organizations_features(client, &in, &out, &fault))
		caller->kind = CALLER_DELEGATE;
	else if (fault_is(&fault, "AccountNotManagementOrDelegatedAdministratorException") ||
		 fault_is(&fault, "ServiceAccessNotEnabledException"))
		caller->kind = CALLER_MEMBER;
	else
		set_unknown(client, caller, &fault);
}

static void find_kind(struct client *client, struct caller *caller)
{
	struct fault fault = { 0 };

	if (!organization_describe(client, &caller->organization, &fault)) {
		if (fault_is(&fault, "AWSOrganizationsNotInUseException"))
			caller->kind = CALLER_NONE;
		else
			set_unknown(client, caller, &fault);
		return;
	}
	caller->has_organization = true;
	if (strcmp(caller->account_id, caller->organization.management_account_id) == 0)
		caller->kind = CALLER_MANAGEMENT;
	else
		tell_member_from_delegate(client, caller);
}

bool caller_identify(struct client *client, struct caller *out_caller, struct fault *fault)
{
	struct sts_get_caller_identity_in in = { 0 };
	struct sts_get_caller_identity_out out;

	*out_caller = (struct caller){ 0 };
	if (!sts_get_caller_identity(client, &in, &out, fault))
		return false;
	if (!out.account || !out.arn)
		return fault_set(fault, FAULT_INPUT, "GetCallerIdentity: the answer names nobody");
	out_caller->account_id = out.account;
	out_caller->arn = out.arn;
	out_caller->user_id = out.user_id;
	out_caller->is_root = ends_with(out.arn, ":root");
	find_kind(client, out_caller);
	return true;
}

bool caller_is_consolidated_billing(const struct caller *caller)
{
	return caller->has_organization &&
	       strcmp(caller->organization.feature_set, "CONSOLIDATED_BILLING") == 0;
}

bool caller_require_management(const struct caller *caller, const char *what, struct fault *fault)
{
	switch (caller->kind) {
	case CALLER_MANAGEMENT:
		return true;
	case CALLER_NONE:
		return fault_set(fault, FAULT_REFUSED,
				 "%s needs an organization, and account %s is in none", what,
				 caller->account_id);
	case CALLER_UNKNOWN:
		return fault_set(fault, FAULT_REFUSED,
				 "%s needs the management account, and it is not known whether %s "
				 "is one: %s",
				 what, caller->account_id, caller->kind_reason);
	case CALLER_MEMBER:
	case CALLER_DELEGATE:
		break;
	}
	return fault_set(fault, FAULT_REFUSED,
			 "%s needs the management account %s; this is %s, a %s account", what,
			 caller->organization.management_account_id, caller->account_id,
			 caller_kind_name(caller->kind));
}
