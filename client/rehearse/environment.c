#include "client/rehearse/environment.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "model/partition.h"

/* Not AWS_*, and yet they would send requests elsewhere or change what is written. */
static const char *const dropped[] = { "PATH=",        "http_proxy=", "https_proxy=", "HTTP_PROXY=",
				       "HTTPS_PROXY=", "all_proxy=",  "ALL_PROXY=",   "COLUMNS=" };

static bool is_kept(const char *variable)
{
	if (!strncmp(variable, "AWS_", 4))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(dropped); i++)
		if (!strncmp(variable, dropped[i], strlen(dropped[i])))
			return false;
	return true;
}

static const char *value_of(char *const *base, const char *name)
{
	size_t len = strlen(name);

	for (; *base; base++)
		if (!strncmp(*base, name, len) && (*base)[len] == '=')
			return *base + len + 1;
	return "";
}

/* The folder that this program was started from. */
static const char *program_folder(struct arena *arena)
{
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (len <= 0)
		return ".";
	self[len] = '\0';
	*strrchr(self, '/') = '\0';
	return arena_strdup(arena, self);
}

const char *environment_region(const struct json_value *scenario)
{
	const char *name = json_get_string(scenario, "partition");
	const struct partition *partition = partition_by_name(name ? name : "aws");

	/* The server has refused a scenario with another one. */
	return partition ? partition->default_region : "us-east-1";
}

char **environment_for_command(struct arena *arena, char *const *base,
			       const struct environment_place *place)
{
	char *const added[] = {
		arena_printf(arena, "PATH=%s:%s", program_folder(arena), value_of(base, "PATH")),
		arena_printf(arena, "AWS_ENDPOINT_URL=%s", place->url),
		arena_printf(arena, "AWS_SHARED_CREDENTIALS_FILE=%s", place->credentials),
		arena_printf(arena, "AWS_CONFIG_FILE=%s.config", place->credentials),
		arena_printf(arena, "AWS_PROFILE=%s", place->profile),
		arena_printf(arena, "AWS_REGION=%s", place->region),
		arena_printf(arena, "AWS_DEFAULT_REGION=%s", place->region),
		arena_strdup(arena, "AWS_EC2_METADATA_DISABLED=true"),
		arena_strdup(arena, "AWS_PAGER="),
	};
	size_t count = 0, used = 0;
	char **environment;

	while (base[count])
		count++;
	environment = arena_array(arena, count + ARRAY_LEN(added) + 1, sizeof(*environment));
	for (size_t i = 0; i < count; i++)
		if (is_kept(base[i]))
			environment[used++] = base[i];
	for (size_t i = 0; i < ARRAY_LEN(added); i++)
		environment[used++] = added[i];
	return environment;
}
