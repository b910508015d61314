/*
 * resource.h - the resource that a contract's authorize line is about.
 *
 * Authorization is decided on the ARN as it is stored: with the stored path
 * and letters, not with those of the request (recorded). What is not there
 * yet, or not any more, has the ARN that the request describes.
 */
#pragma once

#include "mock/call.h"

/* Texts live in the call's arena. */
struct resource {
	const char *arn;        /* "*" for actions without a resource */
	const char *account_id; /* that owns it; the caller's if there is no such resource */
};

/* @input is the operation's input struct, @named one of its authorize lines' resources. */
void resource_of(struct call *call, const struct api_authorize_resource *named, const void *input,
		 struct resource *out_resource);

/*
 * The text of an input member by its path: "UserName", or "TaskPolicyArn.arn"
 * inside a structure. NULL if it is absent or no text.
 */
const char *resource_member(const struct api_shape *shape, const void *input, const char *path);

/* The same for a type of IAM; @values are the texts of the members that name it. */
enum { RESOURCE_VALUES = 3 };
const char *resource_iam(struct call *call, const struct api_authorize_resource *named,
			 const char *const values[RESOURCE_VALUES]);
