/*
 * export.h - a namespace as a scenario file, which makes the same state again.
 */
#pragma once

#include "wire/buffer.h"
#include "wire/fault.h"

struct namespace;

/*
 * Appends a scenario. What a scenario cannot have is listed in its `unknown`.
 * Secrets of keys are in it, as the callers need them. FAULT_SYSTEM: the
 * state could not be read.
 */
MUST_USE bool export_write(struct namespace *space, struct arena *arena, struct fault *fault,
			   struct buffer *out);
