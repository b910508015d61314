/*
 * instance_profile.h - instance profiles as rows.
 */
#pragma once

#include "mock/iam/paging.h"

struct iam_profile_row {
	const char *name; /* first, so that it pages lists */
	const char *id;   /* AIPA... */
	const char *path;
	int64_t created_ms;
};

/* The profiles a role is in; returns how many. */
size_t iam_profiles_of_role(struct call *call, const char *role_id, const struct iam_page *page,
			    struct iam_profile_row **out_rows);

/* The same as the contract shows them, without tags. */
struct iam_instance_profile_list_type iam_profile_shapes(struct call *call,
							 const struct iam_profile_row *rows,
							 size_t count);
