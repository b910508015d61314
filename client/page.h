/*
 * page.h - whether a page of a list is one: what is missing is not empty.
 */
#pragma once

#include "model/api.h"
#include "wire/fault.h"

/*
 * False, with FAULT_INPUT, if the answer @output of a list operation lacks its
 * list, or says that there is more and not where. AWS writes an empty list
 * too; only SQS leaves it out (documented). True for every other operation.
 */
MUST_USE bool page_check(const struct api_operation *operation, const void *output,
			 struct fault *fault);
