#include "client/config.h"

#include <string.h>
#include <strings.h>

#include "client/ini.h"
#include "client/secret_file.h"

enum { FILE_SIZE_MAX = 1024 * 1024 };

/* A setting, or with name NULL the header of a section. */
struct config_entry {
	const char *kind;    /* "profile", "services", "sso-session", ... */
	const char *section; /* the name behind the kind */
	const char *parent, *name, *value;
	const char *path;
	size_t line;
	bool is_credentials; /* from the credentials file */
	struct config_entry *next;
};

struct file_reader {
	struct config *config;
	const char *path;
	bool is_credentials;
	bool has_secret;
};

/* The text behind the kind, without the quotes that AWS allows around it. */
static const char *unquote(struct arena *arena, const char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	if (len >= 2 && (text[0] == '"' || text[0] == '\'') && text[len - 1] == text[0])
		return arena_strndup(arena, text + 1, len - 2);
	return text;
}

/*
 * The credentials file names profiles as they are, the config file as
 * "profile NAME" but for "default"; other sections are "kind NAME".
 */
static void split_section(const struct file_reader *reader, const char *section,
			  struct config_entry *entry)
{
	struct arena *arena = &reader->config->arena;
	size_t len = strcspn(section, " \t");

	entry->kind = "profile";
	entry->section = section;
	if (reader->is_credentials || (section[len] == '\0' && strcmp(section, "default") == 0))
		return;
	entry->kind = arena_strndup(arena, section, len);
	entry->section = unquote(arena, section + len);
}

static struct config_entry *append(const struct file_reader *reader, const char *section)
{
	struct config *config = reader->config;
	struct config_entry *entry = arena_new(&config->arena, struct config_entry);

	split_section(reader, section, entry);
	entry->path = reader->path;
	entry->is_credentials = reader->is_credentials;
	if (config->last)
		config->last->next = entry;
	else
		config->first = entry;
	config->last = entry;
	return entry;
}

static void on_section(void *context, const char *section, size_t line)
{
	UNUSED(line);
	append(context, section);
}

static void on_entry(void *context, const struct ini_entry *setting)
{
	struct file_reader *reader = context;
	struct config_entry *entry = append(reader, setting->section);

	reader->has_secret = reader->has_secret ||
			     strcmp(setting->name, "aws_secret_access_key") == 0;
	entry->parent = setting->parent;
	entry->name = setting->name;
	entry->value = setting->value;
	entry->line = setting->line;
}

static bool load_file(struct file_reader *reader, struct fault *fault)
{
	struct arena *arena = &reader->config->arena;
	const struct ini_reader ini = { .entry = on_entry,
					.section = on_section,
					.context = reader };
	struct secret_file file;

	/* That is how people say that there is none. */
	if (strcmp(reader->path, "/dev/null") == 0)
		return true;
	if (!secret_file_read(arena, reader->path, FILE_SIZE_MAX, &file, fault))
		return false;
	if (file.text && !ini_parse(arena, file.text, file.len, &ini, fault))
		return fault_prefix(fault, "%s", reader->path);
	if (reader->has_secret && file.is_open_to_others)
		reader->config->exposed_path = reader->path;
	return true;
}

static const char *path_of(struct arena *arena, const struct environment *environment,
			   const char *variable, const char *name)
{
	const char *path = environment_get(environment, variable);
	const char *home = environment_get(environment, "HOME");

	if (!path)
		return arena_printf(arena, "%s/.aws/%s", home ? home : "", name);
	if (path[0] == '~' && path[1] == '/' && home)
		return arena_printf(arena, "%s%s", home, path + 1);
	return arena_strdup(arena, path);
}

bool config_load(struct config *config, const struct environment *environment, struct fault *fault)
{
	struct file_reader reader = { .config = config };

	*config = (struct config){ 0 };
	config->config_path = path_of(&config->arena, environment, "AWS_CONFIG_FILE", "config");
	config->credentials_path =
		path_of(&config->arena, environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
	reader.path = config->config_path;
	if (!load_file(&reader, fault))
		return false;
	reader = (struct file_reader){ .config = config,
				       .path = config->credentials_path,
				       .is_credentials = true };
	return load_file(&reader, fault);
}

void config_done(struct config *config)
{
	arena_wipe(&config->arena);
	arena_done(&config->arena);
	*config = (struct config){ 0 };
}

static bool is_in(const struct config_entry *entry, const char *kind, const char *section)
{
	return strcmp(entry->kind, kind) == 0 && strcmp(entry->section, section) == 0;
}

bool config_has_profile(const struct config *config, const char *profile)
{
	return config_has_section(config, "profile", profile);
}

bool config_has_section(const struct config *config, const char *kind, const char *section)
{
	for (const struct config_entry *entry = config->first; entry; entry = entry->next)
		if (is_in(entry, kind, section))
			return true;
	return false;
}

/* The last one stands: later lines win, and the credentials file comes last. */
static const struct config_entry *find(const struct config *config,
				       const struct config_entry *wanted)
{
	const struct config_entry *found = NULL;

	for (const struct config_entry *entry = config->first; entry; entry = entry->next) {
		if (!entry->name || !is_in(entry, wanted->kind, wanted->section))
			continue;
		if (!entry->parent != !wanted->parent || strcmp(entry->name, wanted->name) != 0)
			continue;
		if (!entry->parent || strcmp(entry->parent, wanted->parent) == 0)
			found = entry;
	}
	return found;
}

static const char *text_of(const struct config_entry *entry)
{
	return entry && *entry->value ? entry->value : NULL;
}

bool config_find(const struct config *config, const char *profile, const char *name,
		 struct config_value *out_value)
{
	const struct config_entry *entry =
		find(config,
		     &(struct config_entry){ .kind = "profile", .section = profile, .name = name });

	if (!entry)
		return false;
	*out_value = (struct config_value){ .text = entry->value,
					    .path = entry->path,
					    .line = entry->line };
	return true;
}

bool config_find_in(const struct config *config, enum config_file file,
		    const struct config_wanted *wanted, struct config_value *out_value)
{
	bool is_credentials = file == CONFIG_FILE_CREDENTIALS, is_found = false;

	for (const struct config_entry *entry = config->first; entry; entry = entry->next) {
		if (entry->is_credentials != is_credentials || !entry->name || entry->parent)
			continue;
		if (!is_in(entry, "profile", wanted->profile) ||
		    strcmp(entry->name, wanted->name) != 0)
			continue;
		*out_value = (struct config_value){ entry->value, entry->path, entry->line };
		is_found = true;
	}
	return is_found;
}

const char *config_text(const struct config *config, const char *profile, const char *name)
{
	return config_section_text(config, "profile", profile, name);
}

bool config_is_true(const struct config *config, const char *profile, const char *name)
{
	const char *text = config_text(config, profile, name);

	return text && strcasecmp(text, "true") == 0;
}

const char *config_section_text(const struct config *config, const char *kind, const char *section,
				const char *name)
{
	return text_of(find(
		config, &(struct config_entry){ .kind = kind, .section = section, .name = name }));
}

const char *config_service_text(const struct config *config, const char *section,
				const char *service, const char *name)
{
	return text_of(find(config, &(struct config_entry){ .kind = "services",
							    .section = section,
							    .parent = service,
							    .name = name }));
}

const char *config_profile_name(const struct environment *environment, const char *option)
{
	const char *name = option ? option : environment_get(environment, "AWS_PROFILE");

	if (!name)
		name = environment_get(environment, "AWS_DEFAULT_PROFILE");
	return name ? name : "default";
}
