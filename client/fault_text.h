/*
 * fault_text.h - a fault in words, and what to do about it.
 *
 * Errors of AWS have the AWS CLI's form, so that people can search for them:
 * "An error occurred (Code) when calling the Op operation: message".
 */
#pragma once

#include "wire/arena.h"
#include "wire/fault.h"

/* The whole text, of one or more lines: the error, its request id, advice. */
const char *fault_text(struct arena *arena, const struct fault *fault);

/* One line for a table: "AssumeRoot: AccessDenied: message". */
const char *fault_text_short(struct arena *arena, const struct fault *fault);

/*
 * What is known of an error of AWS and what to do about it; NULL: nothing. Without its operation
 * or message it may mean several things: a line for each.
 */
const char *fault_advices(struct arena *arena, const struct fault *fault);

/* Whether AWS answered @fault with this code. */
bool fault_is(const struct fault *fault, const char *code);
