/*
 * shorthand.h - policies in few letters, for tables of decisions.
 *
 * Statements are separated by blanks. "+" allows, "-" denies; then an action;
 * then, for policies of resources, "@" and a principal or "!" and whom
 * NotPrincipal excludes. Commas separate principals; "service/x" and
 * "federated/x" are of these types, all others are AWS's:
 *
 *     "+iam:* -iam:Delete*"    "+sts:AssumeRole@222222222222,service/ec2.amazonaws.com"
 */
#pragma once

#include "policy/request.h"
#include "tests/support/check.h"

/* One policy of that shorthand. */
const struct policy_document *shorthand_document(struct arena *arena, const char *text);

/* One policy in a set; NULL: an empty set; "?": a policy that cannot be read. */
struct policy_set shorthand_set(struct arena *arena, const char *text);

/* Levels, separated by "|": "+*|+iam:* -iam:Get*". NULL: none. Ids are "level 0" and so on. */
struct policy_levels shorthand_levels(struct arena *arena, const char *text);
