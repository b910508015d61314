/*
 * iam.h - what every file of the mock's IAM starts from.
 *
 * A handler runs in the account of the caller: call->principal->account_id.
 * Names are looked up without regard to letter case and answered in the
 * spelling they were created with (recorded).
 */
#pragma once

#include "mock/call.h"
#include "mock/database.h"
#include "model/iam_api.h"
#include "wire/arena.h"
#include "wire/base.h"

/* Declares or begins the handler of an operation, by its name in snake case. */
#define IAM_HANDLER(operation)                                                     \
	enum api_status iam_##operation(__attribute__((unused)) struct call *call, \
					__attribute__((unused))                    \
					const struct iam_##operation##_in *in,     \
					__attribute__((unused)) struct iam_##operation##_out *out)

/* Fills a list member, also an empty one, which AWS writes as <Name/>. */
#define IAM_LIST(list, array, count)    \
	do {                            \
		(list).is_set = true;   \
		(list).items = (array); \
		(list).len = (count);   \
	} while (0)

/* Leaves the handler if a step has ended the call. */
#define IAM_TRY(step)                      \
	do {                               \
		if ((step) != API_OK)      \
			return API_FAILED; \
	} while (0)
