/*
 * snapshot_read.h - a snapshot of what the endpoint shows, by list and describe calls only.
 *
 * It fails where the organization or its accounts cannot be seen. Policies
 * and attachments that cannot be seen are noted in the snapshot instead.
 */
#pragma once

#include "client/predict/snapshot.h"
#include "model/organizations_api.h"

/* All accounts, units, SCPs and RCPs. */
MUST_USE bool snapshot_read_all(struct client *client, struct snapshot *out_snapshot,
				struct fault *fault);

/* The nodes, SCPs and RCPs of a snapshot whose organization is read, with accounts and units. */
void snapshot_read_controls(struct client *client, struct snapshot *snapshot);

/*
 * One account, the units above it and what is attached to them: a handful of
 * calls however large the organization is. FAULT_REFUSED if it has no such account.
 */
MUST_USE bool snapshot_read_account(struct client *client, const char *account_id,
				    struct snapshot *out_snapshot, struct fault *fault);

/* Which types are in force; both are in doubt if that cannot be read. */
void snapshot_read_types(struct client *client, struct snapshot *snapshot);

/* Takes a policy over from a list, where it has an id, with its document; once for each id. */
const struct snapshot_policy *snapshot_read_policy(struct client *client, struct snapshot *snapshot,
						   enum snapshot_type type,
						   const struct organizations_policy_summary *item);
