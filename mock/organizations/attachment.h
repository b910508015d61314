/*
 * attachment.h - which policies are attached where.
 */
#pragma once

#include "mock/organizations/lookup.h"

/* Attaches the default policy of each enabled type that has one: p-FullAWSAccess and its like. */
void attachment_add_defaults(struct call *call, const struct lookup_organization *organization,
			     const char *target_id);

/* Attaches the default policy of a type, if it has one, to the root, every OU and every account. */
void attachment_add_default_everywhere(struct call *call,
				       const struct lookup_organization *organization,
				       const char *type);

/* Detaches everything from a target. */
void attachment_clear_target(struct call *call, const struct lookup_organization *organization,
			     const char *target_id);

/* Detaches every policy of a type from everywhere. */
void attachment_clear_type(struct call *call, const struct lookup_organization *organization,
			   const char *type);
