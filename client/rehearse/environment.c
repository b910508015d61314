#include "client/rehearse/environment.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "model/partition.h"

enum { ENVIRONMENT_ADDED_MAX = 16 };

/* Not AWS_*, and yet they would send requests elsewhere. */
static const char *const ambient[] = { "AWS_",         "http_proxy=", "https_proxy=", "HTTP_PROXY=",
				       "HTTPS_PROXY=", "all_proxy=",  "ALL_PROXY=" };

/* They are ours to set, or change what is written. */
static const char *const dropped[] = { "PATH=", "COLUMNS=" };

bool environment_is_ambient(const char *variable)
{
	for (size_t i = 0; i < ARRAY_LEN(ambient); i++)
		if (!strncmp(variable, ambient[i], strlen(ambient[i])))
			return true;
	return false;
}

static bool is_kept(const char *variable)
{
	for (size_t i = 0; i < ARRAY_LEN(dropped); i++)
		if (!strncmp(variable, dropped[i], strlen(dropped[i])))
			return false;
	return !environment_is_ambient(variable);
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

const struct environment_setting *environment_settings(struct arena *arena,
						       const struct environment_place *place)
{
	const struct environment_setting settings[] = {
		{ "AWS_ENDPOINT_URL", place->url },
		{ "AWS_SHARED_CREDENTIALS_FILE", place->credentials },
		{ "AWS_CONFIG_FILE", arena_printf(arena, "%s.config", place->credentials) },
		{ "AWS_PROFILE", place->profile },
		{ "AWS_REGION", place->region },
		{ "AWS_DEFAULT_REGION", place->region },
		{ "AWS_EC2_METADATA_DISABLED", "true" },
		{ "AWS_PAGER", "" },
		{ NULL, NULL },
	};
	struct environment_setting *copy = arena_array(arena, ARRAY_LEN(settings), sizeof(*copy));

	memcpy(copy, settings, sizeof(settings));
	return copy;
}

char **environment_for_command(struct arena *arena, char *const *base,
			       const struct environment_place *place)
{
	const struct environment_setting *settings = environment_settings(arena, place);
	size_t count = 0, used = 0;
	char **environment;

	while (base[count])
		count++;
	environment = arena_array(arena, count + ENVIRONMENT_ADDED_MAX + 1, sizeof(*environment));
	for (size_t i = 0; i < count; i++)
		if (is_kept(base[i]))
			environment[used++] = base[i];
	environment[used++] =
		arena_printf(arena, "PATH=%s:%s", program_folder(arena), value_of(base, "PATH"));
	for (; settings->name; settings++)
		environment[used++] = arena_printf(arena, "%s=%s", settings->name, settings->value);
	return environment;
}
