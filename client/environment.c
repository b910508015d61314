#include "client/environment.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *get_system(const void *context, const char *name)
{
	UNUSED(context);
	return getenv(name);
}

static const char *get_fixed(const void *context, const char *name)
{
	const char *const *pairs = context;

	for (size_t i = 0; pairs[i]; i += 2)
		if (strcmp(pairs[i], name) == 0)
			return pairs[i + 1];
	return NULL;
}

struct environment environment_system(void)
{
	return (struct environment){ .get = get_system, .variables = environ };
}

struct environment environment_fixed(const char *const *pairs)
{
	return (struct environment){ .get = get_fixed, .context = pairs };
}

char *const *environment_variables(const struct environment *environment, struct arena *arena)
{
	const char *const *pairs = environment->context;
	size_t count = 0;
	char **variables;

	if (environment->get == get_system)
		return environ;
	while (pairs[count])
		count++;
	variables = arena_array(arena, count / 2 + 1, sizeof(*variables));
	for (size_t i = 0; pairs[i]; i += 2)
		variables[i / 2] = arena_printf(arena, "%s=%s", pairs[i], pairs[i + 1]);
	return variables;
}

const char *environment_get(const struct environment *environment, const char *name)
{
	const char *value = environment->get(environment->context, name);

	return value && *value ? value : NULL;
}

bool environment_is_true(const struct environment *environment, const char *name)
{
	const char *value = environment_get(environment, name);

	return value && (strcasecmp(value, "true") == 0 || strcmp(value, "1") == 0);
}
