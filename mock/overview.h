/*
 * overview.h - the state of a namespace as JSON, for people and for tests.
 */
#pragma once

#include "wire/buffer.h"

struct namespace;

/*
 * Appends the organization, its tree, policies and features, and every
 * account with its root credentials, users, roles, buckets and queues. No
 * secret is in it.
 */
void overview_write(struct namespace *space, struct arena *arena, struct buffer *out);
