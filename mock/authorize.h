/*
 * authorize.h - whether the caller may do what the request asks for.
 *
 * Everything is derived from the contract's authorize lines: each line that
 * applies is an action that must be allowed on each of its resources.
 */
#pragma once

#include "mock/exchange.h"

struct authorizer;

/* Caches of compiled policies and chains. Free with authorizer_free. */
struct authorizer *authorizer_new(void);
void authorizer_free(struct authorizer *authorizer);

/* API_OK, or the AccessDenied of the service. Fills exchange->decisions. */
MUST_USE enum api_status authorize(struct exchange *exchange);
