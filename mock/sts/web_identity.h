/*
 * web_identity.h - tokens of OpenID Connect providers.
 */
#pragma once

#include "mock/sts/federated_identity.h"

/*
 * Reads a token for a role and checks it: its form, a provider that the role's
 * account has, its audience, its time, the roles it is for. The texts of the
 * refusals are widely reported, where fidelity.md does not say otherwise.
 */
MUST_USE enum api_status web_identity_read(struct call *call, const char *token,
					   const char *role_arn,
					   struct federated_identity *out_identity);
