/*
 * command_policy.c - policy show, delete and restore: S3 and SQS.
 *
 * A policy is saved, byte for byte, before it is removed; what was saved can
 * be put back.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/confirm.h"
#include "client/organization.h"
#include "client/rollout/commands.h"
#include "client/rollout/plan_file.h"
#include "client/rollout/ready.h"
#include "client/rollout/unlock.h"

enum { POLICY_FILE_MAX = 1024 * 1024 };

enum column { SERVICE, ACCOUNT, NAME, RESULT, SAVED, POLICY, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[SERVICE] = { .title = "Service", .key = "service" },
	[ACCOUNT] = { .title = "Account", .key = "accountId" },
	[NAME] = { .title = "Name", .key = "name" },
	[RESULT] = { .title = "Policy", .key = "result" },
	[SAVED] = { .title = "Saved in", .key = "savedIn" },
	[POLICY] = { .key = "policy" },
};

/* What a policy command works on. */
struct target {
	const struct unlock_service *service;
	struct unlock unlock;
};

/* Words: s3|sqs ACCOUNT NAME. */
static bool open_target(struct invocation *invocation, struct target *target, struct fault *fault)
{
	const char *const *words = invocation->arguments;
	struct caller caller;
	struct client *client;

	*target = (struct target){ .unlock = { .account_id = words[1], .name = words[2] } };
	if (!unlock_service_by_name(words[0], &target->service, fault))
		return false;
	if (!organization_is_account_id(words[1]))
		return fault_set(fault, FAULT_USAGE, "%s is no account id: twelve digits",
				 words[1]);
	return invocation_client(invocation, &client, fault) &&
	       ready_check(client, READY_ROOT_SESSIONS, &caller, fault) &&
	       unlock_open(client, target->service, &target->unlock, fault);
}

static void show(struct invocation *invocation, const struct target *target, const char *result,
		 const char *saved, const char *policy)
{
	struct table record;
	struct table_cell *cells;

	table_init(&record, invocation->arena, columns, COLUMNS);
	cells = table_add(&record);
	cells[SERVICE].text = target->service->name;
	cells[ACCOUNT].text = target->unlock.account_id;
	cells[NAME].text = target->unlock.name;
	cells[RESULT].text = result;
	cells[SAVED].text = saved;
	cells[POLICY].text = policy;
	output_document(
		&invocation->output,
		&(struct output_document){ .kind = "policy", .record = &record, .body = policy });
}

bool command_policy_show(struct invocation *invocation, struct fault *fault)
{
	struct target target;
	const char *policy;

	if (!open_target(invocation, &target, fault))
		return false;
	if (!target.service->read(&target.unlock, &policy, fault)) {
		unlock_done(&target.unlock);
		return false;
	}
	show(invocation, &target, policy ? "present" : "none", NULL, policy);
	unlock_done(&target.unlock);
	return true;
}

/* Saves the policy, asks, removes it, and looks whether it is gone. */
static bool delete_policy(struct invocation *invocation, struct target *target, const char *policy,
			  const char *path, struct fault *fault)
{
	const char *what = arena_printf(invocation->arena,
					"This removes the policy of %s %s in account %s; it is "
					"saved in %s.",
					target->service->noun, target->unlock.name,
					target->unlock.account_id, path);
	const char *left;

	if (!confirm(invocation, what, target->unlock.name, fault))
		return false;
	if (access(path, F_OK) == 0)
		return fault_set(fault, FAULT_REFUSED,
				 "%s is there already and may hold an older policy; name another "
				 "file with --out",
				 path);
	if (!plan_file_write(invocation->arena, path, policy, fault) ||
	    !target->service->remove(&target->unlock, fault) ||
	    !target->service->read(&target->unlock, &left, fault))
		return false;
	if (left && *left)
		return fault_set(fault, FAULT_SERVICE,
				 "AWS accepted the removal, but the policy is still there");
	show(invocation, target, "deleted", path, NULL);
	return true;
}

bool command_policy_delete(struct invocation *invocation, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_OUT);
	struct target target;
	const char *policy;
	bool is_done;

	if (!open_target(invocation, &target, fault))
		return false;
	if (!path)
		path = arena_printf(invocation->arena, "%s-%s-%s.policy.json", target.service->name,
				    target.unlock.account_id, target.unlock.name);
	is_done = target.service->read(&target.unlock, &policy, fault);
	if (is_done && (!policy || !*policy))
		show(invocation, &target, "none", NULL, NULL);
	else if (is_done)
		is_done = delete_policy(invocation, &target, policy, path, fault);
	unlock_done(&target.unlock);
	return is_done;
}

/* The bytes of a saved policy. */
static bool read_saved(struct arena *arena, const char *path, const char **out_policy,
		       struct fault *fault)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	char *text;
	ssize_t len;

	if (file < 0)
		return fault_set_errno(fault, errno, "%s", path);
	if (fstat(file, &status) != 0 || status.st_size > POLICY_FILE_MAX) {
		close(file);
		return fault_set(fault, FAULT_INPUT, "%s is larger than any policy", path);
	}
	text = arena_alloc(arena, (size_t)status.st_size + 1);
	len = read(file, text, (size_t)status.st_size);
	close(file);
	if (len != status.st_size || strlen(text) != (size_t)len || !len)
		return fault_set(fault, FAULT_INPUT, "%s is empty or no text", path);
	*out_policy = text;
	return true;
}

bool command_policy_restore(struct invocation *invocation, struct fault *fault)
{
	const char *path = invocation->arguments[3];
	const char *policy = NULL, *what;
	struct target target;
	bool is_done;

	if (!read_saved(invocation->arena, path, &policy, fault) ||
	    !open_target(invocation, &target, fault))
		return false;
	what = arena_printf(
		invocation->arena,
		"This puts %s as the policy of %s %s in account %s and replaces what is "
		"there.",
		path, target.service->noun, target.unlock.name, target.unlock.account_id);
	is_done = confirm(invocation, what, target.unlock.name, fault) &&
		  target.service->write(&target.unlock, policy, fault);
	if (is_done)
		show(invocation, &target, "restored", NULL, NULL);
	unlock_done(&target.unlock);
	return is_done;
}
