/*
 * baseline.h - an audit against an earlier one.
 */
#pragma once

#include "client/report/compare.h"
#include "client/rollout/audit.h"

/* Reads the audit that --baseline names. FAULT_USAGE if the file is none. */
MUST_USE bool baseline_read(struct invocation *invocation, struct saved *out_saved,
			    struct fault *fault);

/*
 * What changed since. FAULT_STALE if the baseline is of another organization.
 * Goes by way of the audit's own JSON, so that both sides are read by one reader.
 */
MUST_USE bool baseline_compare(struct invocation *invocation, const struct saved *baseline,
			       const struct audit *audit, struct changes *out_changes,
			       struct fault *fault);
