/*
 * attachment.h - which managed policies an entity has.
 */
#pragma once

#include "mock/iam/entity.h"
#include "mock/iam/paging.h"

struct iam_attached_row {
	const char *arn; /* first, so that it pages lists */
	const char *name;
};

/* The policies attached to an entity below a path prefix (NULL: all); returns how many. */
size_t iam_attached_rows(struct call *call, const struct iam_entity *entity,
			 const char *path_prefix, const struct iam_page *page,
			 struct iam_attached_row **out_rows);

/* The same as the contract shows them. */
struct iam_attached_policy *iam_attached_shapes(struct call *call,
						const struct iam_attached_row *rows, size_t count);
