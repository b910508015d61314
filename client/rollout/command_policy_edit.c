/*
 * command_policy_edit.c - policy edit: lets a locked-out account manage a policy again.
 */
#include <string.h>

#include "client/confirm.h"
#include "client/edit/json_edit.h"
#include "client/edit/text_diff.h"
#include "client/rollout/commands.h"
#include "client/rollout/lock.h"
#include "client/rollout/policy_target.h"
#include "client/text_wrap.h"
#include "wire/buffer.h"

static bool find_lock(struct invocation *invocation, struct policy_target *target,
		      const char *document, struct lock *out_lock, struct fault *fault)
{
	const struct option_values *chosen = options_all(&invocation->options, OPTION_STATEMENT);
	const char **names = arena_array(invocation->arena, chosen->count + 1, sizeof(*names));
	const struct lock_place place = {
		.account_id = target->unlock.account_id,
		.partition = client_partition(&target->unlock.root),
		.region = target->unlock.root.region.name,
		.arn = target->service->arn(&target->unlock),
		.actions = target->service->actions,
		.every_action = target->service->every_action,
		.chosen = document == target->policy ? names : NULL,
	};

	if (chosen->count)
		memcpy(names, chosen->items, chosen->count * sizeof(*names));
	return lock_edit(invocation->arena, &place, document, out_lock, fault);
}

/* What becomes of each statement, for people. */
static const char *explain(struct arena *arena, const struct lock *lock)
{
	struct buffer text;

	buffer_init(&text, arena, 256);
	for (size_t i = 0; i < lock->count; i++) {
		const struct lock_statement *statement = &lock->statements[i];

		buffer_printf(&text, "%s %s %s%s%s\n", statement->name,
			      statement->doubt ? "may deny" : "denies", statement->denies,
			      statement->doubt ? ", turning on " : "",
			      statement->doubt ? statement->doubt : "");
		if (!statement->edit)
			buffer_printf(&text, "  left as it is; --statement %s edits it as well\n",
				      statement->name);
		else
			buffer_printf(&text, "  %s%s\n", statement->edit,
				      statement->is_wider
					      ? ", which gives back more than the policy's calls"
					      : "");
	}
	if (text.len)
		text.data[--text.len] = '\0';
	return text.data;
}

/* The edit must do what it is for; otherwise nothing is put. */
static bool check_edit(struct invocation *invocation, struct policy_target *target,
		       const struct lock *lock, struct fault *fault)
{
	struct lock left;

	if (!lock->text)
		return fault_set(fault, FAULT_REFUSED,
				 "no statement would be left; use `mattock policy delete %s %s %s`",
				 target->service->name, target->unlock.account_id,
				 target->unlock.name);
	if (!find_lock(invocation, target, lock->text, &left, fault))
		return false;
	return left.edited == 0 || fault_set(fault, FAULT_REFUSED,
					     "%s would still lock; edit the saved policy by hand "
					     "and put it with `mattock policy restore`",
					     left.statements[0].name);
}

static bool put(struct invocation *invocation, struct policy_target *target,
		const struct lock *lock, struct fault *fault)
{
	struct arena *arena = invocation->arena;
	const struct text_diff_names names = { "policy", "edited" };
	const char *diff = text_diff(arena, &names, json_edit_pretty(arena, target->policy),
				     json_edit_pretty(arena, lock->text));
	const char *path, *what;

	if (!policy_target_path(invocation, target, &path, fault))
		return false;
	what = arena_printf(arena,
			    "%s\n%s\nThis edits the policy of %s %s in account %s; as it is, it is "
			    "saved in %s.",
			    diff, explain(arena, lock), target->service->noun, target->unlock.name,
			    target->unlock.account_id, path);
	if (options_has(&invocation->options, OPTION_DRY_RUN)) {
		policy_target_show(invocation, target,
				   &(struct policy_target_shown){
					   .result = "would be edited",
					   .policy = lock->text,
					   .footer = arena_printf(arena, "%s\n%s", diff,
								  explain(arena, lock)) });
		return true;
	}
	if (!confirm(invocation, what, target->unlock.name, fault) ||
	    !policy_target_change(invocation, target, path, lock->text, fault))
		return false;
	policy_target_show(
		invocation, target,
		&(struct policy_target_shown){
			.result = "edited",
			.saved = path,
			.footer = arena_printf(arena, "%s\n%s", diff, explain(arena, lock)) });
	return true;
}

static bool edit(struct invocation *invocation, struct policy_target *target, struct fault *fault)
{
	struct lock lock = { 0 };

	if (target->policy && !find_lock(invocation, target, target->policy, &lock, fault))
		return false;
	if (lock.edited)
		return check_edit(invocation, target, &lock, fault) &&
		       put(invocation, target, &lock, fault);
	policy_target_show(
		invocation, target,
		&(struct policy_target_shown){
			.result = target->policy ? "locks nobody out" : "none",
			.footer = lock.count ? explain(invocation->arena, &lock) : NULL });
	return true;
}

bool command_policy_edit(struct invocation *invocation, struct fault *fault)
{
	struct policy_target target;
	bool is_done;

	if (!policy_target_open(invocation, &target, fault))
		return false;
	is_done = edit(invocation, &target, fault);
	policy_target_done(&target);
	return is_done;
}
