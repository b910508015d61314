/*
 * apply_delete.h - one delete: journalled, sent, and its outcome made sure.
 */
#pragma once

#include "client/rollout/apply_account.h"

/*
 * Deletes the item's credential and sets its result. It is sent again only
 * after another look showed the credential still there, or when AWS said that
 * the session was over. False only if the journal could not be written.
 */
MUST_USE bool apply_delete_item(struct apply_work *work, struct apply_item *item,
				struct fault *fault);

/* What earlier runs of the plan knew of the credential's deletion, or NULL. */
const struct journal_record *apply_delete_record(const struct apply_work *work,
						 const struct credential *credential);

/*
 * Whether an earlier run deactivated this virtual MFA device and ended before
 * it knew what became of the device's object.
 */
bool apply_delete_is_half_done(const struct apply_work *work, const struct apply_item *item);

/*
 * Removes the object of a deactivated virtual MFA device; where that is not
 * allowed the item says so and is done all the same. False only if the
 * journal could not be written.
 */
MUST_USE bool apply_delete_virtual_device(struct apply_work *work, struct apply_item *item,
					  struct fault *fault);
