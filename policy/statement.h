/*
 * statement.h - whether a statement applies to a request.
 *
 * What is the same for every statement, the lower-case action and the cut
 * ARN, is prepared once. Nothing is allocated unless a text is very long or
 * a comparison needs letters beyond ASCII.
 */
#pragma once

#include "policy/request.h"

enum { POLICY_ACTION_MAX = 160 };

/* A request, prepared. */
struct policy_prepared {
	const struct policy_request *request;
	char action[POLICY_ACTION_MAX]; /* lower case */
	size_t action_len;
	struct policy_arn resource;
	bool resource_is_arn;
	char service[64]; /* of the resource, lower case */
	struct arena arena;
	struct policy_scratch scratch;
};

/* Fills @out_prepared; release it with policy_prepared_done. */
void policy_prepare(const struct policy_request *request, struct policy_prepared *out_prepared);
void policy_prepared_done(struct policy_prepared *prepared);

/*
 * Whether action, resource and conditions of the statement apply. @pads: a
 * short ARN in Resource is padded, as in identity, session and boundary
 * policies. The principal is not looked at: see policy_statement_binding.
 */
bool policy_statement_applies(const struct policy_statement *statement,
			      struct policy_prepared *prepared, bool pads);
