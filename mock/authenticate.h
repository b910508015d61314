/*
 * authenticate.h - who signed the request, and whether they did.
 */
#pragma once

#include "mock/exchange.h"

/* Fills exchange->principal and call.region, or ends the call in AWS's words. */
MUST_USE enum api_status authenticate(struct exchange *exchange);

/*
 * Notes the use of the key that signed, of its role and of a console-less
 * root user; at most once a minute, so that reads seldom write. Does nothing
 * when no key was verified.
 */
void authenticate_note_use(struct exchange *exchange);
