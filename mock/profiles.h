/*
 * profiles.h - the callers of a scenario as an AWS credentials file.
 */
#pragma once

#include "wire/buffer.h"
#include "wire/fault.h"

struct namespace;

/*
 * Writes a profile for each caller, readable by the owner of the file only.
 * The first caller, or the one named admin, is the profile "default" too.
 */
MUST_USE bool profiles_write(struct namespace *space, const char *path, struct fault *fault);

/* The same as a text, at the end of @out. */
void profiles_add(struct namespace *space, struct arena *arena, struct buffer *out);
