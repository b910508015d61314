/*
 * snapshot.h - an organization with its control policies, as predictions need it.
 *
 * Read by list and describe calls (snapshot_read.h) or from a scenario
 * (snapshot_file.h). What could not be read stays in it with the reason: a
 * policy without a document, or attachments that are not wholly known. All of
 * it lives in the snapshot's arena.
 */
#pragma once

#include "client/organization.h"
#include "policy/document.h"

enum snapshot_type { SNAPSHOT_SCP, SNAPSHOT_RCP, SNAPSHOT_TYPES };

enum { SNAPSHOT_DEPTH_MAX = 32 }; /* levels from the root to an account; AWS allows seven */

struct snapshot_policy {
	enum snapshot_type type;
	const char *id;  /* "p-...", or the name where a scenario gives none */
	const char *arn; /* NULL in a scenario */
	const char *name;
	const char *file; /* what its lines and columns count in; NULL: the policy's own text */
	const struct policy_document *document; /* NULL: it could not be read */
	const char *why;                        /* not read: why; else NULL */
	const char *text;                       /* of the document; NULL: it could not be read */
	const char *description;                /* or NULL */
	bool is_aws_managed;
	struct snapshot_policy *next;
};

/* The policies of one type on one node, in the order of their names. */
struct snapshot_attached {
	const struct snapshot_policy **policies;
	size_t count;
	const char *why; /* there may be more of them: why that is not known; else NULL */
};

/* The root, a unit or an account. */
struct snapshot_node {
	const char *id;
	const struct organization_unit *unit;       /* NULL for an account */
	const struct organization_account *account; /* NULL for the root and units */
	struct snapshot_attached attached[SNAPSHOT_TYPES];
};

struct snapshot {
	struct arena *arena;
	const char *partition;            /* "aws" */
	struct organization organization; /* the units before their children */
	bool has_ids;                     /* ids are AWS's, not made up for a scenario */
	bool is_in_force[SNAPSHOT_TYPES]; /* the type is enabled, or it is not known */
	struct snapshot_policy *policies;
	struct snapshot_node *nodes; /* in the order of their ids */
	size_t node_count;
};

/* "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"; "SCP", "RCP". */
const char *snapshot_type_name(enum snapshot_type type);
const char *snapshot_type_word(enum snapshot_type type);

/* Makes the nodes once the organization is read. */
void snapshot_make_nodes(struct snapshot *snapshot);

/* The node of that id, or NULL. */
struct snapshot_node *snapshot_node_by_id(const struct snapshot *snapshot, const char *id);

/* Adds a policy; the copy it returns is the snapshot's. */
struct snapshot_policy *snapshot_add_policy(struct snapshot *snapshot,
					    const struct snapshot_policy *policy);

/* The policy of that id, or NULL. */
struct snapshot_policy *snapshot_policy_by_id(const struct snapshot *snapshot, const char *id);

/* Attaches a policy, in the order of names; twice is once. */
void snapshot_attach(struct snapshot *snapshot, struct snapshot_node *node,
		     const struct snapshot_policy *policy);

/* Whether the policy is attached to this very node. */
bool snapshot_is_attached(const struct snapshot_node *node, const struct snapshot_policy *policy);

/* Takes it away again. False if it was not attached. */
bool snapshot_detach(struct snapshot_node *node, const struct snapshot_policy *policy);

/* Notes on every node why the policies of a type are not wholly known. */
void snapshot_doubt_type(struct snapshot *snapshot, enum snapshot_type type, const char *why);

/*
 * The nodes from the root to the account, in @out_chain of SNAPSHOT_DEPTH_MAX;
 * returns how many. 0: where the account is is not known.
 */
size_t snapshot_chain(const struct snapshot *snapshot, const struct organization_account *account,
		      const struct snapshot_node **out_chain);

/*
 * What a person means: an account id; "root", or the id, path or name of a
 * unit. FAULT_USAGE if there is none.
 */
MUST_USE bool snapshot_find_target(const struct snapshot *snapshot, const char *text,
				   struct snapshot_node **out_node, struct fault *fault);

/* The policy of that id or name. FAULT_USAGE if there is none, or several have the name. */
MUST_USE bool snapshot_find_policy(const struct snapshot *snapshot, const char *text,
				   const struct snapshot_policy **out_policy, struct fault *fault);

/*
 * The path of the root or a unit as AWS has it, "o-x/r-x/ou-a/"; of an
 * account that of its parent. NULL if ids are not known.
 */
const char *snapshot_entity_path(struct arena *arena, const struct snapshot *snapshot,
				 const struct snapshot_node *node);
