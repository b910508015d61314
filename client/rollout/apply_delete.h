/*
 * apply_delete.h - one delete: journalled, sent, and its outcome made sure.
 */
#pragma once

#include "client/client.h"
#include "client/rollout/apply.h"

/* What a delete needs. */
struct apply_delete {
	struct client *root; /* a session with the delete task */
	struct arena *arena; /* of texts that stay */
	struct journal *journal;
	const char *account_id;
};

/*
 * Deletes the item's credential and sets its result. False only if the
 * journal could not be written.
 */
MUST_USE bool apply_delete_item(const struct apply_delete *context, struct apply_item *item,
				struct fault *fault);
