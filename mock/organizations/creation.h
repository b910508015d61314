/*
 * creation.h - accounts that come and go in their own time.
 *
 * CreateAccount and CloseAccount answer before they are done. Nothing runs in
 * the background: what is due by a request's time is done when the request
 * begins, so a repeated run with the same clock repeats exactly.
 */
#pragma once

#include "mock/call.h"

/* Completes every account creation and closure due by @now_ms. Cheap when nothing is. */
void organizations_settle(struct call *call, int64_t now_ms);

/* When the next of them is due; INT64_MAX if none is. */
int64_t organizations_next_due(struct call *call);
