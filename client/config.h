/*
 * config.h - the settings in AWS's two shared files.
 *
 * ~/.aws/config and ~/.aws/credentials (or AWS_CONFIG_FILE and
 * AWS_SHARED_CREDENTIALS_FILE) are read once. A profile of the credentials
 * file wins over the profile of the same name in the config file, as in the
 * AWS CLI. The texts hold secrets: config_done() overwrites them.
 */
#pragma once

#include "client/environment.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

struct config_entry;

/* One of the two files. */
enum config_file { CONFIG_FILE_CONFIG, CONFIG_FILE_CREDENTIALS };

/* Filled by config_load(). */
struct config {
	struct arena arena;
	const char *config_path, *credentials_path;
	const char *exposed_path; /* a file with secrets that others may read; NULL: none */
	struct config_entry *first, *last; /* private */
};

/* One setting and where it stands. */
struct config_value {
	const char *text; /* never NULL, may be "" */
	const char *path; /* of the file */
	size_t line;
};

/* A setting to look for. */
struct config_wanted {
	const char *profile, *name;
};

/*
 * Reads both files; a file that does not exist is empty. FAULT_USAGE on a line
 * that cannot be read or a file over 1 MiB, FAULT_SYSTEM if it cannot be opened.
 */
MUST_USE bool config_load(struct config *config, const struct environment *environment,
			  struct fault *fault);

/* Overwrites and frees. */
void config_done(struct config *config);

/* True if either file has the profile. */
bool config_has_profile(const struct config *config, const char *profile);

/* True if there is a section like [sso-session NAME]. */
bool config_has_section(const struct config *config, const char *kind, const char *section);

/* As config_find, of one file alone. */
bool config_find_in(const struct config *config, enum config_file file,
		    const struct config_wanted *wanted, struct config_value *out_value);

/* The setting @name of @profile; false if it is not there. */
bool config_find(const struct config *config, const char *profile, const char *name,
		 struct config_value *out_value);

/* The text of the setting, or NULL if it is absent or empty. */
const char *config_text(const struct config *config, const char *profile, const char *name);

/* True if the setting is "true", in any case. */
bool config_is_true(const struct config *config, const char *profile, const char *name);

/* As config_text, of a section like "services NAME" or "sso-session NAME". */
const char *config_section_text(const struct config *config, const char *kind, const char *section,
				const char *name);

/* The setting nested below @service ("sts") in [services @section], or NULL. */
const char *config_service_text(const struct config *config, const char *section,
				const char *service, const char *name);

/*
 * The profile to use: @option (may be NULL), else AWS_PROFILE, else
 * AWS_DEFAULT_PROFILE, else "default".
 */
const char *config_profile_name(const struct environment *environment, const char *option);
