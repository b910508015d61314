/*
 * sts.h - credentials in an answer of STS.
 */
#pragma once

#include "client/credentials.h"
#include "model/sts_client.h"

/* A copy of the key, with its end; FAULT_INPUT if it is not whole. @link as in credentials_new().
 */
MUST_USE bool sts_take_credentials(const struct sts_credentials *found, const char *link,
				   struct fault *fault, struct credentials **out_credentials);
