/*
 * write.h - the last stage: the answer in the service's protocol.
 */
#pragma once

#include "mock/exchange.h"

/* Fills exchange->response from exchange->output. */
void write_output(struct exchange *exchange);

/* Fills exchange->response from exchange->call.error; works also when no operation is known. */
void write_error(struct exchange *exchange);
