/*
 * request.h - everything a decision depends on.
 *
 * Whoever asks fills a struct policy_request; nothing is fetched. All of it
 * is borrowed and must outlive the decision, which points into it.
 */
#pragma once

#include "policy/context.h"
#include "policy/document.h"
#include "policy/principal.h"

/* A policy and what it is called. A NULL document, a policy that cannot be read, says nothing. */
struct policy_source {
	const char *arn;  /* of a managed policy; NULL for an inline one */
	const char *name; /* or NULL */
	const struct policy_document *document;
};

/* Policies that are pooled: one Allow suffices, one Deny kills. */
struct policy_set {
	const struct policy_source *policies;
	size_t count;
};

/* A node of the organization with the SCPs or RCPs attached to it. */
struct policy_level {
	const char *id;   /* r-..., ou-... or the account id */
	const char *name; /* or NULL */
	const char *path; /* "o-x/r-x/ou-a/", or NULL */
	struct policy_set policies;
};

/* Levels from the root to the account; each must allow. None: the type is not in force. */
struct policy_levels {
	const struct policy_level *levels;
	size_t count;
};

enum policy_resource_kind {
	POLICY_RESOURCE_PLAIN,      /* a bucket's, a queue's: may grant, need not */
	POLICY_RESOURCE_TRUST,      /* a role's trust policy: must grant */
	POLICY_RESOURCE_KEY,        /* a key's of KMS: must grant too */
	POLICY_RESOURCE_DELEGATION, /* of Organizations: does not bind the management account */
};

struct policy_resource_policy {
	enum policy_resource_kind kind;
	struct policy_source source;
};

struct policy_request {
	struct policy_principal principal;
	const char *action;                  /* "iam:CreateUser", in any case */
	const char *resource;                /* the stored, canonical ARN, or "*" */
	const char *resource_account;        /* that owns the resource; NULL: the caller's */
	bool resource_in_management_account; /* RCPs do not protect it */
	bool service_grants; /* the service itself is the other half across accounts:
				AssumeRoot, a member's reads of Organizations */
	const struct policy_context *context;
	struct policy_levels scp;          /* of the caller's account */
	struct policy_levels rcp;          /* of the resource's account */
	struct policy_set identity;        /* user or role, and groups */
	const struct policy_set *boundary; /* NULL: none */
	const struct policy_set *session;  /* NULL: none; task policy of AssumeRoot */
	const struct policy_resource_policy *resource_policy; /* NULL: none */
};
