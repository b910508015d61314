/*
 * document.h - what AWS asks of a policy's text before it stores it.
 */
#pragma once

#include "mock/organizations/lookup.h"

/*
 * Checks a document of a policy type and gives the text to store: SCPs as
 * they were sent, RCPs in AWS's normal form (recorded). False: the call has
 * failed with POLICY_CONTENT_LIMIT_EXCEEDED or MalformedPolicyDocument.
 */
MUST_USE bool document_check(struct call *call, const char *type, const char *content,
			     const char **out_content);

/*
 * The same for a delegation policy; its text is stored compact, accounts as
 * the ARN of their root (recorded). False: the call has failed with
 * InvalidInput.
 */
MUST_USE bool document_check_delegation(struct call *call,
					const struct lookup_organization *organization,
					const char *content, const char **out_content);
