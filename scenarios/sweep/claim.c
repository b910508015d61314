#include "scenarios/sweep/claim.h"

enum { ERROR_MAX = 256 };

bool claim_set_pattern(struct claim *claim, const char *pattern, struct fault *fault)
{
	char words[ERROR_MAX];
	int error;

	claim_done(claim);
	error = regcomp(&claim->compiled, pattern, REG_EXTENDED | REG_NOSUB | REG_NEWLINE);
	if (error) {
		regerror(error, &claim->compiled, words, sizeof(words));
		return fault_set(fault, FAULT_INPUT, "--clean: \"%s\" is no pattern: %s", pattern,
				 words);
	}
	claim->pattern = pattern;
	return true;
}

void claim_done(struct claim *claim)
{
	if (claim->pattern)
		regfree(&claim->compiled);
	claim->pattern = NULL;
}

bool claim_is_made(const struct claim *claim, const struct sweep_run *run)
{
	if (claim->off_why || run->is_hanging || (!claim->has_status && !claim->pattern))
		return false;
	if (claim->has_status && run->status != claim->status)
		return false;
	return !claim->pattern || regexec(&claim->compiled, run->out, 0, NULL, 0) == 0;
}

const char *claim_text(struct arena *arena, const struct claim *claim)
{
	const char *status = arena_printf(arena, "status %d", claim->status);

	if (!claim->pattern)
		return status;
	return arena_printf(arena, "%s%sa line that matches \"%s\"",
			    claim->has_status ? status : "", claim->has_status ? " and " : "",
			    claim->pattern);
}
