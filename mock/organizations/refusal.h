/*
 * refusal.h - how AWS Organizations words its refusals.
 *
 * An exception without a Reason has one text, a Reason has one text too; both
 * are rows of tables in refusal.c, each with where the text is from. Handlers
 * say what is wrong and never how it reads.
 */
#pragma once

#include "mock/call.h"

/* Ends the call with an exception that has one text. Returns API_FAILED. */
enum api_status refuse(struct call *call, const struct api_error *error);

/* Ends the call with InvalidInputException. @reason may end in ":FIELD". */
enum api_status refuse_input(struct call *call, const char *reason);

/* Ends the call with ConstraintViolationException. */
enum api_status refuse_constraint(struct call *call, const char *reason);

/* Ends the call with HandshakeConstraintViolationException. */
enum api_status refuse_handshake(struct call *call, const char *reason);
