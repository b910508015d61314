/*
 * switches.h - turning the parts of centralized root access on and off, in
 * an order that AWS accepts and that strands nobody.
 */
#pragma once

#include "client/command.h"
#include "client/root_access.h"

/* One switch of the run. */
struct switch_step {
	const char *name;      /* "trusted access for IAM" */
	size_t known_offset;   /* of its struct known in root_access */
	const char *operation; /* "EnableAWSServiceAccess" */
	bool (*change)(struct client *client, struct fault *fault);
};

struct switch_run {
	const struct switch_step *const *steps; /* in order, NULL-terminated */
	bool is_on;                             /* what they shall become */
	const char *kind;                       /* of the document */
};

extern const struct switch_step switch_enable_trust, switch_enable_credentials,
	switch_enable_sessions, switch_disable_trust, switch_disable_credentials,
	switch_disable_sessions, switch_remove_delegates;

/*
 * Asks, changes each switch that is not yet as wanted, reads all back and
 * shows a row for each. A step that fails ends the run; what was done before
 * is shown and stays done.
 */
MUST_USE bool switches_run(struct invocation *invocation, struct client *client,
			   const struct switch_run *run, struct fault *fault);
