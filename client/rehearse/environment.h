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
#include "wire/json_reader.h"

/* Where the command's requests go, and as whom. */
struct environment_place {
	const char *url, *credentials; /* of the server; see struct server */
	const char *profile;           /* the caller */
	const char *region;
};

/* The first region of the scenario's partition. */
const char *environment_region(const struct json_value *scenario);

/* A variable that is set; a list ends with one whose name is NULL. */
struct environment_setting {
	const char *name, *value;
};

/* Whether "NAME=value" leads to another AWS, or to a proxy on the way. */
bool environment_is_ambient(const char *variable);

/* What leads there: endpoint, credentials file, profile and region, for every AWS SDK. */
const struct environment_setting *environment_settings(struct arena *arena,
						       const struct environment_place *place);

/*
 * A copy of @base (NULL-terminated "NAME=value") without any AWS_* variable,
 * with the endpoint, the credentials file of the scenario, an empty
 * configuration file beside it, the profile and the partition's first region.
 * The folder of this program comes first in PATH, so that `mattock` is ours.
 */
char **environment_for_command(struct arena *arena, char *const *base,
			       const struct environment_place *place);
