/*
 * deletion.h - what must be gone before an entity can be deleted.
 */
#pragma once

#include "mock/iam/entity.h"

/* A statement that answers a row, by :id, while something is in the way. */
struct iam_deletion_rule {
	const char *sql;
	const char *demand; /* the end of the message: "detach all policies first" */
};

/* DeleteConflict "Cannot delete entity, must ..." by the first rule that holds; the last is zero.
 */
enum api_status iam_deletion_check(struct call *call, const struct iam_deletion_rule *rules,
				   const char *id);

/* What is kept of a user or role elsewhere goes: tags and last accesses; policies name its id. */
void iam_deletion_finish(struct call *call, const struct iam_entity *entity);
