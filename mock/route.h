/*
 * route.h - the first stage: which service and operation a request is for.
 *
 * In this order: the prefix of X-Amz-Target; the service of the signature's
 * scope; the Version of a Query request; the host's name. REST services are
 * matched by method and path.
 */
#pragma once

#include "mock/exchange.h"

/* Fills service, operation and path, and form for Query services. */
MUST_USE enum api_status route(struct exchange *exchange);
