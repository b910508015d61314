#include "client/rollout/policy_target.h"

#include <string.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/edit/json_edit.h"
#include "client/exceptions.h"
#include "client/organization.h"
#include "client/rollout/ready.h"
#include "wire/json_reader.h"

enum column { SERVICE, ACCOUNT, NAME, REGION, RESULT, DIGEST, SAVED, POLICY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[SERVICE] = { .title = "Service", .key = "service" },
	[ACCOUNT] = { .title = "Account", .key = "accountId" },
	[NAME] = { .title = "Name", .key = "name" },
	[REGION] = { .title = "Region", .key = "region" },
	[RESULT] = { .title = "Policy", .key = "result" },
	[DIGEST] = { .title = "SHA-256", .key = "digest" },
	[SAVED] = { .title = "Saved in", .key = "savedIn" },
	[POLICY] = { .key = "policy" },
};

/* Of an answer that was cut off where nobody could tell, the rest would be lost. */
static bool check_whole(const struct policy_target *target, struct fault *fault)
{
	ARENA_AUTO(arena);
	const struct json_value *document;
	struct fault unread;

	if (!target->policy ||
	    (json_read(&arena, target->policy, strlen(target->policy), &unread, &document) &&
	     document->kind == JSON_OBJECT))
		return true;
	return fault_set(fault, FAULT_INPUT,
			 "what AWS answered for %s %s is no whole policy; nothing is done with it",
			 target->service->noun, target->unlock.name);
}

static bool read_policy(struct policy_target *target, struct fault *fault)
{
	if (!target->service->read(&target->unlock, &target->policy, fault))
		return false;
	if (target->policy && !*target->policy)
		target->policy = NULL;
	if (!check_whole(target, fault))
		return false;
	target->digest[0] = '\0';
	if (target->policy)
		sha256_hex(target->policy, strlen(target->policy), target->digest);
	return true;
}

static bool check_digest(const struct invocation *invocation, const struct policy_target *target,
			 struct fault *fault)
{
	const char *wanted = options_text(&invocation->options, OPTION_DIGEST);

	if (!wanted || strcmp(wanted, target->digest) == 0)
		return true;
	return fault_set(fault, FAULT_STALE,
			 "the policy of %s %s is not the one with digest %s; it is now %s",
			 target->service->noun, target->unlock.name, wanted,
			 target->policy ? target->digest : "none");
}

/* What a protect file lists, by account or by ARN, is not changed. */
static bool check_protected(const struct invocation *invocation, const struct policy_target *target,
			    struct fault *fault)
{
	const char *arn = target->service->arn(&target->unlock);
	struct exceptions protections;
	const struct exception *found;

	exceptions_init(&protections, invocation->arena, EXCEPTIONS_RESOURCES);
	if (!exceptions_read(&protections, &invocation->options, OPTION_PROTECT_FILE, fault))
		return false;
	found = exceptions_find(&protections, target->unlock.account_id);
	if (!found)
		found = exceptions_find(&protections, arn);
	if (!found)
		return true;
	return fault_set(fault, FAULT_REFUSED, "%s is %s", arn,
			 exception_text(invocation->arena, found, "protected",
					clock_now_ms(&invocation->clock)));
}

bool policy_target_open(struct invocation *invocation, struct policy_target *out_target,
			struct fault *fault)
{
	const char *const *words = invocation->arguments;
	struct caller caller;
	struct client *client;

	*out_target = (struct policy_target){
		.unlock = { .account_id = words[1], .name = words[2] },
	};
	if (!unlock_service_by_name(words[0], &out_target->service, fault))
		return false;
	if (!organization_is_account_id(words[1]))
		return fault_set(fault, FAULT_USAGE, "%s is no account id: twelve digits",
				 words[1]);
	if (!invocation_client(invocation, &client, fault) ||
	    !ready_check(client, READY_ROOT_SESSIONS, &caller, fault) ||
	    !organization_check_member(client, &caller.organization, words[1], fault) ||
	    !unlock_open(client, out_target->service, &out_target->unlock, fault))
		return false;
	if (out_target->unlock.note)
		notice_say(&invocation->notice, "%s", out_target->unlock.note);
	if (check_protected(invocation, out_target, fault) && read_policy(out_target, fault) &&
	    check_digest(invocation, out_target, fault))
		return true;
	policy_target_done(out_target);
	return false;
}

void policy_target_done(struct policy_target *target)
{
	unlock_done(&target->unlock);
}

bool policy_target_path(const struct invocation *invocation, const struct policy_target *target,
			const char **out_path, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);

	*out_path = path ? path
			 : arena_printf(invocation->arena, "%s-%s-%s.policy.json",
					target->service->name, target->unlock.account_id,
					target->unlock.name);
	return access(*out_path, F_OK) != 0 ||
	       fault_set(fault, FAULT_REFUSED,
			 "%s is there already and may hold an older policy; name another file with "
			 "--out",
			 *out_path);
}

static bool is_equal(const char *one, const char *other)
{
	return one && other ? strcmp(one, other) == 0 : one == other;
}

/* Whoever decided did so on the policy that was read; another one is not touched. */
static bool check_unchanged(struct policy_target *target, struct fault *fault)
{
	const char *seen = target->policy;

	if (!read_policy(target, fault))
		return false;
	return is_equal(seen, target->policy) ||
	       fault_set(fault, FAULT_STALE,
			 "the policy of %s %s was changed meanwhile; nothing was done",
			 target->service->noun, target->unlock.name);
}

static bool send(struct policy_target *target, const char *document, struct fault *fault)
{
	const struct unlock_service *service = target->service;

	if (document ? service->write(&target->unlock, document, fault)
		     : service->remove(&target->unlock, fault))
		return true;
	return fault->is_outcome_unknown;
}

/* Services may keep a document in another form; it is the same JSON then. */
static bool check_result(struct invocation *invocation, struct policy_target *target,
			 const char *document, struct fault *fault)
{
	if (!read_policy(target, fault))
		return fault_prefix(fault, "the change was sent, and cannot be looked at");
	if (is_equal(target->policy, document))
		return true;
	if (!document || !target->policy ||
	    strcmp(json_edit_pretty(invocation->arena, document),
		   json_edit_pretty(invocation->arena, target->policy)) != 0)
		return fault_set(fault, FAULT_TRANSPORT,
				 "the change was sent, but the policy there is %s",
				 target->policy ? "another one" : "gone");
	notice_say(&invocation->notice, "AWS keeps the policy in another form with the same "
					"content");
	return true;
}

bool policy_target_change(struct invocation *invocation, struct policy_target *target,
			  const char *path, const char *document, struct fault *fault)
{
	if (path && !durable_write_file(invocation->arena, path, target->policy, fault))
		return false;
	return check_unchanged(target, fault) && send(target, document, fault) &&
	       check_result(invocation, target, document, fault);
}

void policy_target_show(struct invocation *invocation, const struct policy_target *target,
			const struct policy_target_shown *shown)
{
	struct table record;
	struct table_cell *cells;

	table_init(&record, invocation->arena, columns, COLUMNS);
	cells = table_add(&record);
	cells[SERVICE].text = target->service->name;
	cells[ACCOUNT].text = target->unlock.account_id;
	cells[NAME].text = target->unlock.name;
	cells[REGION].text = target->unlock.root.region.name;
	cells[RESULT].text = shown->result;
	cells[DIGEST].text = *target->digest ? target->digest : NULL;
	cells[SAVED].text = shown->saved;
	cells[POLICY].text = shown->policy;
	output_document(&invocation->output,
			&(struct output_document){ .kind = "policy",
						   .record = &record,
						   .body = shown->footer ? NULL : shown->policy,
						   .footer = shown->footer });
}
