/*
 * gate.h - what is refused before any policy is looked at.
 *
 * Two things come after the check of the input's form and before
 * authorization. Some operations look at their input more closely than the
 * contract can say, and answer 400 whoever asks (AssumeRoot's target and task
 * policy, AssumeRole's ARN) or name a resource that is not there or is
 * elsewhere (S3's buckets, SQS's queues). And some kinds of credentials may
 * not call some operations whatever their policies say.
 */
#pragma once

#include "mock/call.h"

/* API_OK, or API_FAILED with the call's error set. @input is the operation's input struct. */
MUST_USE enum api_status gate_check(struct call *call, const void *input);
