/*
 * normal.h - the form in which Organizations keeps some documents.
 *
 * RCPs and delegation policies come back compact, in the order they were
 * written, with Version first if it was missing (recorded).
 */
#pragma once

#include "wire/buffer.h"
#include "wire/json_reader.h"

/* Appends a value without white space, members in their order. */
void normal_add(struct buffer *out, const struct json_value *value);

/* An RCP: Version "2008-10-17" first if missing, Statement an array. */
const char *normal_resource_control(struct arena *arena, const struct json_value *document);

/* A delegation policy: the same Version; an account in Principal as the ARN of its root. */
const char *normal_delegation(struct arena *arena, const struct json_value *document);
