/*
 * simulation.h - the policies that a simulation or a search for condition keys looks at.
 */
#pragma once

#include "mock/iam/entity.h"
#include "policy/request.h"

/* Policies with their texts, in the same order. */
struct iam_simulation_set {
	struct policy_source *sources; /* the name is the SourcePolicyId */
	const char **texts;
	size_t count, capacity;
};

/* The principal of an ARN and what it has: inline, attached and, of a user, its groups'. */
struct iam_simulation_principal {
	struct iam_entity entity;
	struct iam_simulation_set policies;
};

/* Adds texts of the request as "WORD.1", "WORD.2"...; InvalidInput if one is no policy. */
enum api_status iam_simulation_add(struct call *call, struct iam_simulation_set *set,
				   const char *word, const char *const *texts, size_t count);

/* Adds the default version of a managed policy; one that is not there adds nothing. */
void iam_simulation_add_managed(struct call *call, struct iam_simulation_set *set,
				const char *policy_arn);

/* NoSuchEntity if there is no such user, group or role in the caller's account. */
enum api_status iam_simulation_principal(struct call *call, const char *arn,
					 struct iam_simulation_principal *out_principal);

/* Condition keys and variables the texts name, each once; returns how many. */
size_t iam_simulation_keys(struct call *call, const struct iam_simulation_set *set,
			   const char ***out_keys);
