/*
 * tree.h - what stands in an organization's tree: its root, OUs and accounts.
 */
#pragma once

#include "mock/organizations/lookup.h"

enum tree_kind { TREE_NONE, TREE_ROOT, TREE_UNIT, TREE_ACCOUNT };

/* What an id names in the organization; TREE_NONE if it has no such thing. */
enum tree_kind tree_kind(struct call *call, const struct lookup_organization *organization,
			 const char *id);

/* Whether an id names the root or an OU: something that can have children. */
bool tree_is_parent(struct call *call, const struct lookup_organization *organization,
		    const char *id);

/* AWS's word for a kind: ROOT, ORGANIZATIONAL_UNIT, ACCOUNT. */
const char *tree_kind_name(enum tree_kind kind);

/* The name people gave it; "Root" for the root. */
const char *tree_name(struct call *call, enum tree_kind kind, const char *id);

/* The ARN of a root, OU or account. */
const char *tree_arn(struct call *call, const struct lookup_organization *organization,
		     enum tree_kind kind, const char *id);

/* How many OUs stand from the root down to @id: 0 for the root, 1 for an OU below it. */
int64_t tree_depth(struct call *call, const char *id);
