/*
 * name_token.h - where a list of named things goes on.
 *
 * S3 and SQS list by name, and a page goes on behind the last name of the page
 * before. To clients a token is opaque: it is that name in base64.
 */
#pragma once

#include "mock/call.h"

/* The token of the page behind @name. */
const char *name_token_write(struct call *call, const char *name);

/* The name in a token; "" without a token, NULL if it is none of ours. */
const char *name_token_read(struct call *call, const char *token);
