/*
 * read.h - the stages that turn a message into the operation's input.
 */
#pragma once

#include "mock/exchange.h"

/* Fills exchange->input by the service's protocol, and makes exchange->output. */
MUST_USE enum api_status read_input(struct exchange *exchange);

/* Checks the input against the contract, in AWS's words. */
MUST_USE enum api_status check_stage(struct exchange *exchange);
