/*
 * service_access.h - trusted access of AWS services to an organization.
 */
#pragma once

#include "mock/call.h"
#include "mock/organizations/lookup.h"

/* Whether Organizations knows a service principal; a setting makes it know all. */
bool service_access_is_known(struct call *call, const char *service_principal);

/*
 * The caller's organization, which must have all features, for an operation
 * about a known service. False: the call has failed.
 */
MUST_USE bool service_access_require(struct call *call, const char *service_principal,
				     struct lookup_organization *out_organization);
