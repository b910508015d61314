/*
 * service_access.h - trusted access of AWS services to an organization.
 */
#pragma once

#include "mock/call.h"

/* Whether Organizations knows a service principal; a setting makes it know all. */
bool service_access_is_known(struct call *call, const char *service_principal);
