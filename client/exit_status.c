#include "client/exit_status.h"

#include <string.h>

#include "client/fault_text.h"

static const enum exit_status status_of_kind[] = {
	[FAULT_NONE] = EXIT_DONE,         [FAULT_USAGE] = EXIT_USAGE,
	[FAULT_INPUT] = EXIT_ERROR,       [FAULT_SYSTEM] = EXIT_ERROR,
	[FAULT_CREDENTIALS] = EXIT_ERROR, [FAULT_TRANSPORT] = EXIT_ERROR,
	[FAULT_CONNECTION] = EXIT_ERROR,  [FAULT_SERVICE] = EXIT_ERROR,
	[FAULT_REFUSED] = EXIT_REFUSED,   [FAULT_LOCKED] = EXIT_LOCKED,
	[FAULT_STALE] = EXIT_STALE,       [FAULT_INTERRUPTED] = EXIT_INTERRUPTED,
	[FAULT_DEADLINE] = EXIT_PARTIAL,
};

/* AWS's words name the kind of policy: "... explicit deny in a service control policy: ARN". */
static bool is_refused_by_policy(const struct fault *fault)
{
	return (fault_is(fault, "AccessDenied") || fault_is(fault, "AccessDeniedException")) &&
	       (strstr(fault->message, "service control policy") ||
		strstr(fault->message, "resource control policy"));
}

enum exit_status exit_status_of_fault(const struct fault *fault)
{
	if (is_refused_by_policy(fault))
		return EXIT_REFUSED;
	if ((size_t)fault->kind >= ARRAY_LEN(status_of_kind))
		return EXIT_ERROR;
	return status_of_kind[fault->kind];
}

/* From the gravest to the lightest. */
static const enum exit_status by_gravity[] = {
	EXIT_USAGE,   EXIT_INTERRUPTED, EXIT_LOCKED,   EXIT_ERROR, EXIT_STALE,
	EXIT_REFUSED, EXIT_PARTIAL,     EXIT_FINDINGS, EXIT_DONE,
};

enum exit_status exit_status_worse(enum exit_status left, enum exit_status right)
{
	for (size_t i = 0; i < ARRAY_LEN(by_gravity); i++)
		if (left == by_gravity[i] || right == by_gravity[i])
			return by_gravity[i];
	return EXIT_ERROR;
}
