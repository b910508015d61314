/*
 * evaluate.h - decides a request as AWS does, and says why.
 *
 * An explicit Deny anywhere wins. Every level of RCPs and SCPs must allow.
 * Then identity policies, boundary and session policy must allow, or the
 * resource's policy grants directly; across accounts both sides must allow.
 * See facts of the same name in docs/fidelity.md for what is recorded,
 * documented and assumed.
 */
#pragma once

#include "policy/request.h"

enum policy_verdict {
	POLICY_IMPLICITLY_DENIED,
	POLICY_EXPLICITLY_DENIED,
	POLICY_ALLOWED,
};

/* In the order in which AWS's message names the policy that denied (assumed). */
enum policy_layer {
	POLICY_LAYER_NONE,
	POLICY_LAYER_RCP,
	POLICY_LAYER_SCP,
	POLICY_LAYER_RESOURCE,
	POLICY_LAYER_IDENTITY,
	POLICY_LAYER_BOUNDARY,
	POLICY_LAYER_SESSION,
};

/* A statement that applies to the request. */
struct policy_finding {
	enum policy_layer layer;
	enum policy_effect effect;
	const struct policy_level *level;   /* SCP and RCP; otherwise NULL */
	const struct policy_source *source; /* NULL: there is no such statement */
	const struct policy_statement *statement;
};

/* A place that should allow and does not. */
struct policy_gap {
	enum policy_layer layer;
	const struct policy_level *level; /* SCP and RCP; otherwise NULL */
};

struct policy_decision {
	enum policy_verdict verdict;
	enum policy_layer layer;        /* that denied; NONE when allowed */
	struct policy_finding deny;     /* the first Deny, when explicitly denied */
	const struct policy_level *gap; /* the first level without an Allow, when it decided */
	enum policy_binding grant;      /* of the resource's policy */
	/* Only policy_explain fills these; they live in its arena. */
	const struct policy_finding *findings; /* every statement that applies, Deny and Allow */
	size_t finding_count;
	const struct policy_gap *gaps; /* every layer or level that lacks an Allow */
	size_t gap_count;
};

/* Decides, and stops at the first Deny. */
void policy_evaluate(const struct policy_request *request, struct policy_decision *out_decision);

/* The same decision with every statement and level that took part. */
void policy_explain(const struct policy_request *request, struct arena *arena,
		    struct policy_decision *out_decision);

/* "Allowed", "ImplicitlyDenied", "ExplicitlyDenied". */
const char *policy_verdict_name(enum policy_verdict verdict);

/* "rcp", "scp", "resource", "identity", "boundary", "session"; "" for NONE. */
const char *policy_layer_name(enum policy_layer layer);
