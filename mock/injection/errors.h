/*
 * errors.h - the errors a fault rule can answer with.
 *
 * An error that AWS models for the operation has the status of the contract.
 * The others are those that any operation may give: throttling, trouble of
 * the service, credentials that are no longer good. Texts are AWS's where
 * they are known (docs/fidelity.md); a rule may give its own.
 */
#pragma once

#include "model/api.h"
#include "wire/base.h"

struct injection_error_form {
	const char *code; /* on the wire */
	int http_status;
	const char *message;
};

/* What the operation says under that code; false if it never does. */
MUST_USE bool injection_error_find(const struct api_operation *operation, const char *code,
				   struct injection_error_form *out_form);

/* Whether it says anything, for injection_match_any; @code is a text. */
bool injection_error_is_known(const struct api_operation *operation, const void *code);

/* The code the service throttles with: "Throttling", "TooManyRequestsException", "SlowDown". */
const char *injection_error_throttling(const struct api_service *service);
