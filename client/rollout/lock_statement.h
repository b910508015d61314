/*
 * lock_statement.h - one locking statement, edited. A part of lock.h.
 */
#pragma once

#include "client/edit/json_edit.h"
#include "client/rollout/lock.h"

/*
 * Notes in @edit what gives the calls that manage the policy back, and in
 * @lock how it is said. False if the statement must go as a whole: then
 * nothing is noted in @edit.
 */
MUST_USE bool lock_statement_edit(struct json_edit *edit, const struct lock_place *place,
				  const struct json_value *statement, struct lock_statement *lock);
