/*
 * policy_target.h - the policy of a bucket or queue that a command works on.
 *
 * What is changed is first saved byte for byte, and changed only if it is
 * still what was seen.
 */
#pragma once

#include "client/command.h"
#include "client/rollout/unlock.h"
#include "wire/digest.h"

struct policy_target {
	const struct unlock_service *service;
	struct unlock unlock;
	const char *policy;              /* as it was read; NULL: there is none */
	char digest[SHA256_HEX_LEN + 1]; /* of it; "" without one */
};

/*
 * Reads the words s3|sqs ACCOUNT NAME, takes a root session and reads the
 * policy. FAULT_STALE if --digest was given and it is another one. End with
 * policy_target_done().
 */
MUST_USE bool policy_target_open(struct invocation *invocation, struct policy_target *out_target,
				 struct fault *fault);
void policy_target_done(struct policy_target *target);

/* "s3-111122223333-NAME.policy.json", or --out. FAULT_REFUSED if the file is there already. */
MUST_USE bool policy_target_path(const struct invocation *invocation,
				 const struct policy_target *target, const char **out_path,
				 struct fault *fault);

/*
 * Saves the policy at @path (NULL: does not), looks whether it is still the
 * one that was read (FAULT_STALE), puts @document (NULL: removes it), and
 * looks whether it is there. An answer that was lost is answered by that look.
 */
MUST_USE bool policy_target_change(struct invocation *invocation, struct policy_target *target,
				   const char *path, const char *document, struct fault *fault);

/* One record: what it is, @result, and where it was saved (NULL: nowhere). */
struct policy_target_shown {
	const char *result, *saved, *policy;
	const char *footer;
};
void policy_target_show(struct invocation *invocation, const struct policy_target *target,
			const struct policy_target_shown *shown);
