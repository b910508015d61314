/*
 * reference.h - policies that name a user or role as principal.
 *
 * AWS keeps such a principal by its unique id: after a rename the policy shows
 * the new ARN, after a deletion the bare id, and a successor of the same name
 * gets nothing (documented). The mock keeps the text and rewrites it then.
 */
#pragma once

#include "mock/iam/iam.h"

/* Writes @to where trust, bucket and queue policies have the principal @from. */
void iam_reference_move(struct call *call, const char *from, const char *to);
