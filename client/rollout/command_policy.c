/*
 * command_policy.c - policy show, delete and restore: S3 and SQS.
 *
 * A policy is saved, byte for byte, before it is removed; what was saved can
 * be put back.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/confirm.h"
#include "client/rollout/commands.h"
#include "client/rollout/policy_target.h"

enum { POLICY_FILE_MAX = 1024 * 1024 };

bool command_policy_show(struct invocation *invocation, struct fault *fault)
{
	struct policy_target target;

	if (!policy_target_open(invocation, &target, fault))
		return false;
	policy_target_show(
		invocation, &target,
		&(struct policy_target_shown){ .result = target.policy ? "present" : "none",
					       .policy = target.policy });
	policy_target_done(&target);
	return true;
}

/* Asks, saves, removes, and looks whether it is gone. */
static bool delete_policy(struct invocation *invocation, struct policy_target *target,
			  struct fault *fault)
{
	const char *path, *what;

	if (!policy_target_path(invocation, target, &path, fault))
		return false;
	what = arena_printf(invocation->arena,
			    "This removes the policy of %s %s in account %s; it is saved in %s.",
			    target->service->noun, target->unlock.name, target->unlock.account_id,
			    path);
	if (!confirm(invocation, what, target->unlock.name, fault) ||
	    !policy_target_change(invocation, target, path, NULL, fault))
		return false;
	policy_target_show(invocation, target,
			   &(struct policy_target_shown){ .result = "deleted", .saved = path });
	return true;
}

bool command_policy_delete(struct invocation *invocation, struct fault *fault)
{
	struct policy_target target;
	bool is_done = true;

	if (!policy_target_open(invocation, &target, fault))
		return false;
	if (target.policy)
		is_done = delete_policy(invocation, &target, fault);
	else
		policy_target_show(invocation, &target,
				   &(struct policy_target_shown){ .result = "none" });
	policy_target_done(&target);
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

static bool restore(struct invocation *invocation, struct policy_target *target, const char *policy,
		    struct fault *fault)
{
	bool is_there = target->policy && strcmp(target->policy, policy) == 0;
	const char *path = NULL, *what;

	/* What is there is about to be lost, so it is saved as well. */
	if (target->policy && !is_there && !policy_target_path(invocation, target, &path, fault))
		return false;
	what = arena_printf(invocation->arena,
			    "This puts %s as the policy of %s %s in account %s%s%s.",
			    invocation->arguments[3], target->service->noun, target->unlock.name,
			    target->unlock.account_id, path ? "; what is there is saved in " : "",
			    path ? path : "");
	if (!is_there && (!confirm(invocation, what, target->unlock.name, fault) ||
			  !policy_target_change(invocation, target, path, policy, fault)))
		return false;
	policy_target_show(
		invocation, target,
		&(struct policy_target_shown){ .result = is_there ? "there already" : "restored",
					       .saved = path });
	return true;
}

bool command_policy_restore(struct invocation *invocation, struct fault *fault)
{
	struct policy_target target;
	const char *policy = NULL;
	bool is_done;

	if (!read_saved(invocation->arena, invocation->arguments[3], &policy, fault) ||
	    !policy_target_open(invocation, &target, fault))
		return false;
	is_done = restore(invocation, &target, policy, fault);
	policy_target_done(&target);
	return is_done;
}
