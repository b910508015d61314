/*
 * lock.h - what in the policy of a bucket or queue locks its own account out,
 * and the smallest edit that lets it in again.
 *
 * Pure. A statement locks if it denies an administrator of the account, who
 * may do everything by his own policies, one of the calls that manage the
 * policy. The edit gives those calls back and nothing else: what the policy
 * denies of the data stays denied.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

/* The thing whose policy it is. */
struct lock_place {
	const char *account_id, *partition, *region;
	const char *arn;            /* "arn:aws:s3:::name" */
	const char *const *actions; /* that manage the policy, NULL-terminated */
	const char *every_action;   /* "s3:*" */
	const char *const *chosen;  /* Sids or numbers of doubtful statements to edit, too; NULL */
};

struct lock_statement {
	uint32_t index;     /* from 0 */
	const char *name;   /* its Sid, or "statement 2" */
	const char *denies; /* "s3:GetBucketPolicy, s3:PutBucketPolicy" */
	const char *doubt;  /* the key it turns on that nobody knows beforehand; NULL: none */
	const char *edit;   /* what becomes of it; NULL: it is left as it is */
	bool is_wider;      /* the edit gives back more than those calls */
};

struct lock {
	struct lock_statement *statements; /* all that lock or may lock, in their order */
	size_t count;
	size_t edited;
	const char *text; /* edited; NULL: nothing is edited, or no statement would be left */
};

/*
 * Finds the locking statements of @document and edits those that lock for
 * certain or are chosen. FAULT_INPUT if the document cannot be read,
 * FAULT_USAGE if a chosen statement is none of those that lock. Everything
 * lives in @arena.
 */
MUST_USE bool lock_edit(struct arena *arena, const struct lock_place *place, const char *document,
			struct lock *out_lock, struct fault *fault);
