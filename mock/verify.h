/*
 * verify.h - whether what happened is what somebody expected.
 *
 * POST /_mattock/verify and the runner of scenarios ask with the same words.
 * An expectation is an object with any of
 *
 *   after      only requests of the journal with a higher number count
 *   calls      a list of calls: members that an entry of the journal must have, and how often
 *              there must be such an entry: times, atLeast, atMost, or once at least
 *   never      a list of calls of which there must be none
 *   sequence   a list of calls that must have come in this order; others may stand between
 *   state      a part of the state, as GET /_mattock/state shows it
 *   faults     "allFired": every fault rule fired at least once
 *
 * A text directly in a call may have * and ?; `error` may be the code alone.
 */
#pragma once

#include "wire/buffer.h"
#include "wire/fault.h"
#include "wire/json_reader.h"

struct namespace;

/*
 * Appends {"holds": BOOLEAN, "checks": [{"name", "holds", "explanation"}]} to
 * @out; the explanation of a check that does not hold says what there was
 * instead and what came nearest. FAULT_INPUT names the place of a mistake in
 * @expectation; nothing is appended then.
 */
MUST_USE bool verify_write(struct namespace *space, struct arena *arena,
			   const struct json_value *expectation, struct fault *fault,
			   struct buffer *out);
