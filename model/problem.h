/*
 * problem.h - an error as AWS answers it, before it has a wire form.
 */
#pragma once

#include "wire/base.h"

/* More than code and message: an element of S3's document (BucketName, Region), or a header. */
struct api_detail {
	const char *name, *value;
	bool is_header;
};

/* All texts are borrowed or in the arena of the call. */
struct api_problem {
	int http_status;
	const char *code;                 /* "ValidationError" */
	const char *message;              /* NULL: the answer has no message element */
	const char *reason;               /* Organizations' and Account's Reason; or NULL */
	const struct api_detail *details; /* ended by a NULL name; or NULL */
};
