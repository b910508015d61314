/*
 * handlers.h - which function answers which operation.
 *
 * Every service keeps its table in its own folder; the list of the services
 * is in handlers.c, one row each.
 */
#pragma once

#include "model/api.h"

struct call;

/*
 * Runs the handler. @input and @output are the operation's C structs.
 * API_NOT_IMPLEMENTED if there is none; then nothing was done.
 */
enum api_status handlers_run(const struct api_operation *operation, struct call *call,
			     const void *input, void *output);

/* Whether there is a handler. */
bool handlers_has(const struct api_operation *operation);
