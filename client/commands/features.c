#include <string.h>

#include "client/caller.h"
#include "client/commands.h"
#include "client/commands/switches.h"

static bool chosen(const struct invocation *invocation, enum option_id id)
{
	bool is_any = options_has(&invocation->options, OPTION_SESSIONS) ||
		      options_has(&invocation->options, OPTION_CREDENTIALS);

	return !is_any || options_has(&invocation->options, id);
}

bool command_enable(struct invocation *invocation, struct fault *fault)
{
	const struct switch_step *steps[4] = { &switch_enable_trust };
	struct switch_run run = { .steps = steps, .is_on = true, .kind = "enable" };
	struct client *client;
	struct caller caller;
	size_t count = 1;

	if (!invocation_client(invocation, &client, fault) ||
	    !caller_identify(client, &caller, fault) ||
	    !caller_require_management(&caller, "enable", fault))
		return false;
	if (strcmp(caller.organization.feature_set, "ALL") != 0)
		return fault_set(fault, FAULT_REFUSED,
				 "organization %s has the feature set %s; enable all features in "
				 "it first",
				 caller.organization.id, caller.organization.feature_set);
	if (chosen(invocation, OPTION_CREDENTIALS))
		steps[count++] = &switch_enable_credentials;
	if (chosen(invocation, OPTION_SESSIONS))
		steps[count++] = &switch_enable_sessions;
	return switches_run(invocation, client, &run, fault);
}

/* Trusted access cannot go while a delegate stands; who removes it must know that. */
static bool check_trust(struct client *client, const struct caller *caller, bool deregisters,
			struct fault *fault)
{
	struct root_access access = { 0 };

	if (!caller_require_management(caller, "disable --trust", fault))
		return false;
	root_access_read_delegates(client, &access);
	if (access.delegated.presence == PRESENCE_UNKNOWN)
		return fault_set(fault, FAULT_REFUSED,
				 "disable --trust: it is not known whether there is a delegated "
				 "administrator: %s",
				 access.delegated.reason);
	if (access.delegated.presence == PRESENCE_PRESENT && !deregisters)
		return fault_set(fault, FAULT_REFUSED,
				 "disable --trust: account %s is delegated administrator for IAM; "
				 "AWS keeps trusted access as long as there is one. First: "
				 "mattock delegate rm %s. The order is: root sessions, root "
				 "credentials management, delegates, trusted access; --deregister "
				 "does it all in this order",
				 access.delegates[0].account_id, access.delegates[0].account_id);
	return true;
}

static bool check_disable(struct invocation *invocation, struct client *client, struct fault *fault)
{
	bool takes_trust = options_has(&invocation->options, OPTION_TRUST);
	bool deregisters = options_has(&invocation->options, OPTION_DEREGISTER);
	struct caller caller;

	if (deregisters && !takes_trust)
		return fault_set(fault, FAULT_USAGE,
				 "--deregister is for --trust; one delegate goes with `mattock "
				 "delegate rm`");

	if (!caller_identify(client, &caller, fault))
		return false;
	if (takes_trust)
		return check_trust(client, &caller, deregisters, fault);
	if (caller.kind == CALLER_DELEGATE)
		return true;
	return caller_require_management(&caller, "disable", fault);
}

/* The reverse of enabling: sessions, then credentials, then delegates, then trust. */
bool command_disable(struct invocation *invocation, struct fault *fault)
{
	const struct switch_step *steps[5] = { NULL };
	struct switch_run run = { .steps = steps, .is_on = false, .kind = "disable" };
	struct client *client;
	size_t count = 0;

	if (!invocation_client(invocation, &client, fault) ||
	    !check_disable(invocation, client, fault))
		return false;
	if (chosen(invocation, OPTION_SESSIONS))
		steps[count++] = &switch_disable_sessions;
	if (chosen(invocation, OPTION_CREDENTIALS)) {
		steps[count++] = &switch_disable_credentials;
		notice_say(&invocation->notice,
			   "without root credentials management a root password can no longer be "
			   "restored by Mattock; accounts without one have only their mailbox");
	}
	notice_say(&invocation->notice, "root sessions that were given out stay good until they "
					"end, for 15 minutes at most");
	if (options_has(&invocation->options, OPTION_DEREGISTER))
		steps[count++] = &switch_remove_delegates;
	if (options_has(&invocation->options, OPTION_TRUST))
		steps[count++] = &switch_disable_trust;
	return switches_run(invocation, client, &run, fault);
}
