/*
 * principal.h - whether a principal that a trust policy names exists.
 */
#pragma once

#include "wire/base.h"

/*
 * For policy_check: @context is the call, @type "AWS", "Service" or
 * "Federated". Users and roles of the mock's own accounts must be there
 * (recorded); of accounts it does not hold nothing is known, and they are
 * believed (assumed).
 */
bool iam_principal_is_known(void *context, const char *type, const char *text);
