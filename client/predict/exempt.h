/*
 * exempt.h - a statement that denies, with root sessions exempted from it.
 *
 * Only requests of a root session carry aws:AssumedRoot. A statement that
 * applies only where the key is missing (Null "true") is what AWS's own
 * examples use to let root sessions through and nobody else.
 */
#pragma once

#include "client/predict/snapshot.h"

/*
 * The statement's text with the exemption, every other byte as it was; NULL
 * if its text is not known or it already has a condition on the key's absence.
 */
const char *exempt_statement(struct arena *arena, const struct snapshot_policy *policy,
			     const struct policy_statement *statement);

/* The same as a unified diff for people; NULL likewise. */
const char *exempt_diff(struct arena *arena, const struct snapshot_policy *policy,
			const struct policy_statement *statement);
