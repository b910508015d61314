/*
 * policy_type.h - the policy types enabled on an organization's root.
 */
#pragma once

#include "mock/organizations/lookup.h"
#include "model/organizations_api.h"

/* Enables a type and attaches its default policy everywhere; it must be disabled. */
void policy_type_enable(struct call *call, const struct lookup_organization *organization,
			const char *type);
