/*
 * environment.h - the environment of a command inside a scenario.
 *
 * Nothing of the user's own AWS settings reaches the command: a scenario must
 * never be run against real AWS by accident, and a setting at home must not
 * change a verdict.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/*
 * A copy of @base (NULL-terminated "NAME=value") without any AWS_* variable,
 * with the endpoint, the credentials file of the scenario, an empty
 * configuration file beside it, the profile and us-east-1.
 * The folder of this program comes first in PATH, so that `mattock` is ours.
 */
char **environment_for_command(struct arena *arena, char *const *base, const char *url,
			       const char *credentials, const char *profile);
