#include "client/report/baseline.h"

#include <string.h>

#include "client/rollout/show.h"

bool baseline_read(struct invocation *invocation, struct saved *out_saved, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_BASELINE);

	if (!saved_read(invocation, path, out_saved, fault))
		return false;
	return out_saved->family == SAVED_AUDIT ||
	       fault_set(fault, FAULT_USAGE, "--baseline %s: this is of kind %s, not an audit",
			 path, out_saved->kind);
}

bool baseline_compare(struct invocation *invocation, const struct saved *baseline,
		      const struct audit *audit, struct changes *out_changes, struct fault *fault)
{
	const char *text = show_audit_json(invocation->arena, audit, "audit");
	const struct input input = { "now", text, strlen(text) };
	struct saved *now = arena_new(invocation->arena, struct saved);

	if (!saved_parse(invocation->arena, &input, now, fault) ||
	    !changes_check(baseline, now, fault))
		return false;
	*out_changes = changes_find(invocation->arena, baseline, now, true);
	return true;
}
