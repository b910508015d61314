#include "client/rollout/ready.h"

#include "client/fault_text.h"

static void add(struct check_list *list, const char *id, enum check_result result,
		const char *detail, const char *remedy)
{
	check_add(list, &(struct check){
				.id = id, .result = result, .detail = detail, .remedy = remedy });
}

static void add_root(const struct caller *caller, struct check_list *list)
{
	if (!caller->is_root)
		return;
	add(list, "caller", CHECK_FAIL,
	    arena_printf(list->arena,
			 "%s is a root user, and AWS lets no root user take root sessions",
			 caller->arn),
	    "use an IAM user or role of the management account");
}

static void add_member(const struct caller *caller, struct check_list *list)
{
	if (caller->has_organization)
		add(list, "caller", CHECK_FAIL,
		    arena_printf(list->arena, "account %s is an ordinary member of %s",
				 caller->account_id, caller->organization.id),
		    arena_printf(list->arena,
				 "run this from the management account %s or from a delegated "
				 "administrator for IAM",
				 caller->organization.management_account_id));
	else
		add(list, "caller", CHECK_UNKNOWN, "the organization could not be read", NULL);
}

void ready_add_caller(const struct caller *caller, struct check_list *list)
{
	struct arena *arena = list->arena;

	add_root(caller, list);
	switch (caller->kind) {
	case CALLER_NONE:
		add(list, "caller", CHECK_FAIL,
		    arena_printf(arena, "account %s is in no organization", caller->account_id),
		    NULL);
		return;
	case CALLER_UNKNOWN:
		add(list, "caller", CHECK_UNKNOWN, caller->kind_reason, NULL);
		return;
	case CALLER_MEMBER:
		add_member(caller, list);
		return;
	case CALLER_DELEGATE:
	case CALLER_MANAGEMENT:
		break;
	}
	if (!caller->is_root)
		add(list, "caller", CHECK_PASS,
		    arena_printf(arena, "%s, %s account", caller->arn,
				 caller_kind_name(caller->kind)),
		    NULL);
}

/* What is looked at is one of three; an absent one says @missing. */
static void add_known(struct check_list *list, const char *id, const struct known *known,
		      const struct check *missing)
{
	if (known->presence == PRESENCE_ABSENT)
		add(list, id, CHECK_FAIL, missing->detail, missing->remedy);
	else if (known->presence == PRESENCE_UNKNOWN)
		add(list, id, CHECK_UNKNOWN, known->reason, NULL);
	else
		add(list, id, CHECK_PASS, "on", NULL);
}

void ready_add_feature(const struct root_access *access, enum ready_feature feature,
		       struct check_list *list)
{
	static const struct check trust_off = {
		.detail = "trusted access for IAM is off, so nobody can take root sessions",
		.remedy = "run `mattock enable` first",
	};
	static const struct check credentials_off = {
		.detail = "the feature RootCredentialsManagement is off",
		.remedy = "run `mattock enable` first",
	};
	static const struct check sessions_off = {
		.detail = "the feature RootSessions is off",
		.remedy = "run `mattock enable --sessions` first",
	};
	const struct known off = known_is(false);

	add_known(list, "organization.trustedAccess", access->is_hidden ? &off : &access->trust,
		  &trust_off);
	if (feature == READY_CREDENTIALS_MANAGEMENT)
		add_known(list, "feature.rootCredentialsManagement", &access->credentials,
			  &credentials_off);
	else
		add_known(list, "feature.rootSessions", &access->sessions, &sessions_off);
}

/* Without all features there is no trusted access, and AWS says so in no single word. */
static void add_feature_set(const struct caller *caller, struct check_list *list)
{
	if (!caller_is_consolidated_billing(caller))
		return;
	add(list, "organization.featureSet", CHECK_FAIL,
	    arena_printf(list->arena, "organization %s has the feature set %s, without root access",
			 caller->organization.id, caller->organization.feature_set),
	    "enable all features in it first");
}

bool ready_check(struct client *client, enum ready_feature feature, struct caller *out_caller,
		 struct fault *fault)
{
	struct check_list list = { .arena = client->arena };
	struct root_access access;

	if (!caller_identify(client, out_caller, fault))
		return false;
	ready_add_caller(out_caller, &list);
	add_feature_set(out_caller, &list);
	if (!check_list_refuse(&list, false, fault))
		return false;
	root_access_read(client, &access);
	ready_add_feature(&access, feature, &list);
	return check_list_refuse(&list, false, fault);
}

const char *ready_switched_off(struct client *client, enum ready_feature feature)
{
	struct check_list list = { .arena = client->arena };
	struct root_access access;
	struct fault off;

	root_access_read(client, &access);
	ready_add_feature(&access, feature, &list);
	return check_list_refuse(&list, false, &off) ? NULL : fault_text_short(client->arena, &off);
}
