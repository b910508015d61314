/*
 * sample.h - made-up values of any shape, the same for the same seed.
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"

/*
 * Fills a zeroed structure. Required members are always set, others mostly;
 * limits are kept, patterns are not.
 */
void sample_fill(struct arena *arena, uint64_t seed, const struct api_shape *shape,
		 void *out_structure);

/* Whether two structures hold the same; the path of the first difference goes to *@out_path. */
bool sample_equal(struct arena *arena, const struct api_shape *shape, const void *left,
		  const void *right, const char **out_path);
