#include "client/rollout/ready.h"

#include "client/root_access.h"

static bool check_caller(const struct caller *caller, struct fault *fault)
{
	if (caller->is_root)
		return fault_set(fault, FAULT_REFUSED,
				 "%s is a root user, and AWS lets no root user take root sessions; "
				 "use an IAM user or role of the management account",
				 caller->arn);
	if (caller->kind == CALLER_NONE)
		return fault_set(fault, FAULT_REFUSED, "account %s is in no organization",
				 caller->account_id);
	if (caller->kind == CALLER_MEMBER && caller->has_organization)
		return fault_set(fault, FAULT_REFUSED,
				 "account %s is an ordinary member of %s; run this from the "
				 "management account %s or from a delegated administrator for IAM",
				 caller->account_id, caller->organization.id,
				 caller->organization.management_account_id);
	return true;
}

static bool check_features(struct client *client, enum ready_feature feature, struct fault *fault)
{
	struct root_access access;

	root_access_read(client, &access);
	if (access.trust.presence == PRESENCE_ABSENT || access.is_hidden)
		return fault_set(fault, FAULT_REFUSED,
				 "trusted access for IAM is off, so nobody can take root sessions; "
				 "run `mattock enable` first");
	if (feature == READY_CREDENTIALS_MANAGEMENT &&
	    access.credentials.presence == PRESENCE_ABSENT)
		return fault_set(fault, FAULT_REFUSED,
				 "the feature RootCredentialsManagement is off; run `mattock "
				 "enable` first");
	if (feature == READY_ROOT_SESSIONS && access.sessions.presence == PRESENCE_ABSENT)
		return fault_set(fault, FAULT_REFUSED,
				 "the feature RootSessions is off; run `mattock enable --sessions` "
				 "first");
	return true;
}

bool ready_check(struct client *client, enum ready_feature feature, struct caller *out_caller,
		 struct fault *fault)
{
	return caller_identify(client, out_caller, fault) && check_caller(out_caller, fault) &&
	       check_features(client, feature, fault);
}
