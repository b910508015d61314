/*
 * option.h - the options of `mattock`, as one table.
 *
 * Parsing, help and completions read the same rows. To add an option: a name
 * in enum option_id, a row in option_table.c, and the name in the .options of each
 * command that takes it (the table.c of its folder). Options in the global group are taken
 * by every command.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum option_id {
	OPTION_END = 0, /* ends a command's list */

	/* global */
	OPTION_PROFILE,
	OPTION_REGION,
	OPTION_ENDPOINT_URL,
	OPTION_OUTPUT,
	OPTION_CA_BUNDLE,
	OPTION_CONNECT_TIMEOUT,
	OPTION_READ_TIMEOUT,
	OPTION_COLOR,
	OPTION_PARALLEL,
	OPTION_DEADLINE,
	OPTION_DEBUG,
	OPTION_CALLS,
	OPTION_HELP,
	OPTION_VERSION,

	/* which accounts */
	OPTION_ALL,
	OPTION_OU,
	OPTION_TAG,
	OPTION_NAME,
	OPTION_EXCLUDE,
	OPTION_EXCLUDE_FILE,
	OPTION_ACCOUNTS_FILE,
	OPTION_STATE,
	OPTION_ALLOW_EMPTY,
	OPTION_SORT,

	/* enable and disable */
	OPTION_SESSIONS,
	OPTION_CREDENTIALS,
	OPTION_TRUST,
	OPTION_DEREGISTER,
	OPTION_WAIT,
	OPTION_YES,

	/* results of earlier runs */
	OPTION_BASELINE,
	OPTION_FORMAT,
	OPTION_AUDIT,
	OPTION_PSEUDONYMS,
	OPTION_SNAPSHOT,

	/* plans and saved policies */
	OPTION_OUT,
	OPTION_PLAN,
	OPTION_KIND,
	OPTION_KEY_DAYS,
	OPTION_GATE_SCOPE,
	OPTION_VALID_HOURS,
	OPTION_DIGEST,
	OPTION_STATEMENT,
	OPTION_DRY_RUN,
	OPTION_MAILBOX_OK,

	/* applying a plan */
	OPTION_PROTECT_FILE,
	OPTION_CANARY,
	OPTION_WAVE,
	OPTION_MAX_FAILURES,
	OPTION_ON_STALE,
	OPTION_ORDER,
	OPTION_VERIFY_WAIT,
	OPTION_NO_SCP_CHECK,

	/* policies and predictions */
	OPTION_AS,
	OPTION_SCENARIO,
	OPTION_EXPECT,
	OPTION_TASK,
	OPTION_ATTACH,
	OPTION_TO,
	OPTION_DETACH,
	OPTION_FROM,

	OPTION_COUNT
};

/* The selection options, for a command's list. */
#define OPTIONS_SELECTION                                                                   \
	OPTION_ALL, OPTION_OU, OPTION_TAG, OPTION_NAME, OPTION_STATE, OPTION_ACCOUNTS_FILE, \
		OPTION_EXCLUDE, OPTION_EXCLUDE_FILE, OPTION_ALLOW_EMPTY

struct option {
	const char *name;     /* without the dashes */
	char letter;          /* short form, or 0 */
	const char *argument; /* "FILE" in help; NULL: a flag */
	const char *help;     /* one line */
	bool is_global;
	bool is_repeated;           /* each one counts; otherwise twice is an error */
	const char *const *choices; /* NULL-terminated, or NULL: any text */
	bool is_checked_by_command; /* it says more of other texts than the choices */
};

struct option_values {
	const char **items;
	size_t count;
};

/* What was given on the command line. */
struct options {
	struct option_values values[OPTION_COUNT];
};

struct command_line {
	struct options options;
	const char **words; /* what is no option, in order */
	size_t word_count;
};

/* The row of an option. */
const struct option *option_row(enum option_id id);

/*
 * Splits @arguments (without the program's name). "--" ends the options.
 * FAULT_USAGE names an unknown option and suggests one, and a missing, wrong
 * or repeated argument. Texts are borrowed from @arguments.
 */
MUST_USE bool options_parse(struct arena *arena, const char *const *arguments, size_t count,
			    struct command_line *out_line, struct fault *fault);

bool options_has(const struct options *options, enum option_id id);

/* The argument, or NULL if the option was not given. */
const char *options_text(const struct options *options, enum option_id id);

/* All arguments of a repeated option. */
const struct option_values *options_all(const struct options *options, enum option_id id);

/* Both ends belong to it. */
struct option_range {
	int64_t min, max;
};

/* The argument as a number in @range; @out_value is untouched if it was not given. */
MUST_USE bool options_integer(const struct options *options, enum option_id id,
			      struct option_range range, int64_t *out_value, struct fault *fault);
