/*
 * inventory.h - an organization as list and describe calls show it.
 *
 * The snapshot of its tree and control policies, and what a mock needs
 * besides. What could not be read is a gap with its reason: nothing is left
 * out without one.
 */
#pragma once

#include "client/caller.h"
#include "client/command.h"
#include "client/predict/snapshot.h"

/* Something that is not known. NULL texts do not apply. */
struct gap {
	const char *of;      /* "policies", "policy", "features", "tags", "root", ... */
	const char *type;    /* of policies */
	const char *id;      /* of a policy or unit */
	const char *account; /* its id */
	const char *kind;    /* of a root credential */
	const char *why;
	bool is_intended;                     /* it was left out on purpose */
	const struct snapshot_policy *policy; /* whose document could not be read */
	struct gap *next;
};

struct inventory_delegate {
	const char *account_id, *service;
};

struct inventory {
	struct arena *arena;
	struct snapshot snapshot;
	struct caller caller;
	const char **policy_types; /* enabled on the root */
	size_t policy_type_count;
	const char **trusted; /* service principals */
	size_t trusted_count;
	const char **features;
	size_t feature_count;
	struct inventory_delegate *delegates;
	size_t delegate_count;
	const char *delegation_policy;        /* its document, or NULL */
	const struct organization_tag **tags; /* of snapshot.nodes, one list each, or NULL */
	struct gap *first_gap, *last_gap;
	size_t gap_count;
};

/*
 * Reads everything. Fails only where the organization, its accounts or its
 * units cannot be seen: of nothing a snapshot cannot be made. Texts live in
 * the client's arena.
 */
MUST_USE bool inventory_read(const struct invocation *invocation, struct client *client,
			     struct inventory *out_inventory, struct fault *fault);

/* Puts the gaps in an order that does not depend on which answer came first. */
void inventory_sort_gaps(struct inventory *inventory);

/* Notes something that is not known. */
void inventory_add_gap(struct inventory *inventory, const struct gap *gap);
