/*
 * policy.h - the policies of an organization, AWS's own among them.
 */
#pragma once

#include "mock/database.h"
#include "mock/organizations/lookup.h"
#include "model/organizations_api.h"

/* A policy as the database has it. */
struct policy_row {
	const char *owner; /* the organization's id; "" for an AWS-managed policy */
	const char *id;
	const char *type;
	const char *name;
	const char *description;
	const char *content;
	int64_t position; /* of the attachment, in lists of what is attached; otherwise 0 */
};

/* The columns that fill a struct policy_row from the table aliased "policy", without position. */
#define POLICY_COLUMNS                                                           \
	"policy.organization_id AS owner, policy.id AS id, policy.type AS type," \
	" policy.name AS name, policy.description AS description, policy.content AS content"

extern const struct database_row policy_form;

/* A policy the organization can name: its own or AWS's. The call does not fail. */
MUST_USE bool policy_find(struct call *call, const struct lookup_organization *organization,
			  const char *policy_id, struct policy_row *out_policy);

/*
 * The caller's organization and a policy it can name. False: one of them does
 * not exist, and the call has failed.
 */
MUST_USE bool policy_require(struct call *call, const char *policy_id,
			     struct lookup_organization *out_organization,
			     struct policy_row *out_policy);

/* The ARN of a policy. */
const char *policy_arn(struct call *call, const struct lookup_organization *organization,
		       const struct policy_row *policy);

/* A policy as lists show it. */
struct organizations_policy_summary policy_summary(struct call *call,
						   const struct lookup_organization *organization,
						   const struct policy_row *policy);
