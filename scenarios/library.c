#include "scenarios/library.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenarios/file.h"
#include "wire/json_reader.h"

#define INSTALLED "/../share/mattock/scenarios"
#define ENDING    ".json"

static const char *library_folder(struct arena *arena)
{
	const char *named = getenv("MATTOCK_SCENARIOS");
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (named)
		return named;
	if (len <= 0)
		return ".";
	self[len] = '\0';
	*strrchr(self, '/') = '\0';
	return arena_printf(arena, "%s" INSTALLED, self);
}

static bool has_ending(const char *name)
{
	size_t len = strlen(name), ending = strlen(ENDING);

	return len > ending && strcmp(name + len - ending, ENDING) == 0;
}

static int is_scenario(const struct dirent *entry)
{
	/* The folder of an installation has the schema too. */
	return entry->d_name[0] != '.' && has_ending(entry->d_name) &&
	       !strstr(entry->d_name, ".schema.");
}

static bool read_entry(struct arena *arena, const char *path, struct library_entry *out_entry,
		       struct fault *fault)
{
	const char *text = file_read(arena, path, fault);
	const struct json_value *root;

	if (!text)
		return false;
	if (!json_read(arena, text, strlen(text), fault, &root))
		return fault_prefix(fault, "%s", path);
	*out_entry = (struct library_entry){ .name = file_base_name(arena, path),
					     .path = path,
					     .title = json_get_string(root, "name"),
					     .story = json_get_string(root, "story") };
	return true;
}

bool library_read(struct arena *arena, struct library *out_library, struct fault *fault)
{
	struct dirent **found;
	int count;
	bool is_read = true;

	*out_library = (struct library){ .folder = library_folder(arena) };
	count = scandir(out_library->folder, &found, is_scenario, alphasort);
	if (count < 0)
		return fault_set_errno(fault, errno, "no library of scenarios in %s",
				       out_library->folder);
	out_library->entries = arena_array(arena, (size_t)count + 1, sizeof(struct library_entry));
	for (int i = 0; i < count; i++) {
		const char *path =
			arena_printf(arena, "%s/%s", out_library->folder, found[i]->d_name);

		is_read = is_read && read_entry(arena, path,
						&out_library->entries[out_library->count++], fault);
		free(found[i]);
	}
	free(found);
	return is_read;
}

bool library_find(struct arena *arena, const char *name, const char **out_path, struct fault *fault)
{
	*out_path = name;
	if (strchr(name, '/') || has_ending(name))
		return true;
	*out_path = arena_printf(arena, "%s/%s" ENDING, library_folder(arena), name);
	if (access(*out_path, R_OK) == 0)
		return true;
	return fault_set(
		fault, FAULT_USAGE,
		"no scenario %s in the library; `mattock scenario ls` lists it, and a file's "
		"name ends in " ENDING,
		name);
}
