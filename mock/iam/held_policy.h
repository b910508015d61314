/*
 * held_policy.h - the permissions policies of a user, role or group with who holds them.
 */
#pragma once

#include "mock/iam/entity.h"
#include "policy/request.h"

struct iam_held_policy {
	const char *name;
	const char *arn;         /* of a managed policy; NULL: inline, in whom: */
	const char *holder_type; /* "USER", "ROLE", "GROUP"; NULL of a managed policy */
	const char *holder_name;
	const char *text;
	const struct policy_document *document; /* NULL: the text is no policy */
};

/*
 * Inline and managed policies, of a user with those of its groups, by name; a
 * boundary is none of them. Returns how many.
 */
size_t iam_held_policies(struct call *call, const struct iam_entity *entity,
			 struct iam_held_policy **out_policies);

/* The default version of a managed policy of the account or of AWS; NULL if there is none. */
const struct policy_document *iam_held_managed(struct call *call, const char *arn);

/* The word for a kind in reports: "USER". */
const char *iam_holder_type(enum iam_entity_kind kind);
