/*
 * lookup.h - what the rest of the mock asks about organizations.
 *
 * Read-only questions: which organization an account is in, where it stands
 * in the tree, which policies lie on its way down from the root, who is a
 * delegated administrator. All texts answered live in the call's arena.
 * Nothing here fails: "no" and "none" are answers.
 */
#pragma once

#include "mock/call.h"

/* An organization's own row. */
struct lookup_organization {
	const char *id;
	const char *management_account_id;
	const char *feature_set; /* "ALL", "CONSOLIDATED_BILLING" */
	const char *root_id;
	int64_t created_ms;
};

/* A policy of Organizations with its whole text. */
struct lookup_policy {
	const char *id;  /* p-... */
	const char *arn; /* the account in it is the management account, or "aws" */
	const char *name;
	const char *type; /* "SERVICE_CONTROL_POLICY" */
	const char *content;
};

/* One level between the root and an account, both included. */
struct lookup_level {
	const char *target_id; /* r-..., ou-... or the account id */
	size_t policy_count;   /* attached here, in attachment order */
	const struct lookup_policy *policies;
};

/* The policies of one type on the way from the root down to an account. */
struct lookup_chain {
	bool is_enabled;    /* the type is enabled on the root; if not there are no levels */
	size_t level_count; /* root first, account last */
	const struct lookup_level *levels;
};

/* The organization of an account; false if it is in none. */
MUST_USE bool lookup_organization_of(struct call *call, const char *account_id,
				     struct lookup_organization *out_organization);

/* The parent's id of an account or OU; NULL for a root or something unknown. */
const char *lookup_parent(struct call *call, const char *child_id);

/* "o-x/r-x/ou-a/123456789012/" of an account or "o-x/r-x/ou-a/" of an OU or root. */
const char *lookup_path(struct call *call, const struct lookup_organization *organization,
			const char *node_id);

/*
 * The attached policies of a type ("SERVICE_CONTROL_POLICY",
 * "RESOURCE_CONTROL_POLICY") from the root to an account. An account without
 * an organization has a chain that is not enabled.
 */
struct lookup_chain lookup_policy_chain(struct call *call, const char *account_id,
					const char *type);

/* The same down to a root, an OU or an account of the organization. */
struct lookup_chain lookup_node_chain(struct call *call,
				      const struct lookup_organization *organization,
				      const char *node_id, const char *type);

/* The ARN of a thing in an organization: ("ou", "ou-...") makes arn:...:ou/o-x/ou-... */
const char *lookup_arn(struct call *call, const struct lookup_organization *organization,
		       const char *kind, const char *id);

/* The ARN of a policy; @owner is the organization id of its row, "" for AWS-managed ones. */
const char *lookup_policy_arn(struct call *call, const struct lookup_organization *organization,
			      const char *owner, const char *type, const char *id);

/* Whether an account is a delegated administrator for @service_principal, or for any if NULL. */
bool lookup_is_delegated(struct call *call, const char *account_id, const char *service_principal);

/* Whether trusted access is on for a service principal ("iam.amazonaws.com"). */
bool lookup_has_service_access(struct call *call, const char *organization_id,
			       const char *service_principal);

/* Whether RootCredentialsManagement or RootSessions is on; trusted access is asked apart. */
bool lookup_has_feature(struct call *call, const char *organization_id, const char *feature);

/* The delegation policy of an organization, or NULL. */
const char *lookup_delegation_policy(struct call *call, const char *organization_id);

/* The status of a policy type on the organization's root; NULL while it is disabled. */
const char *lookup_policy_type(struct call *call, const char *organization_id, const char *type);
