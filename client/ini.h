/*
 * ini.h - reads AWS's configuration and credentials files.
 *
 * The dialect of the AWS SDKs: [section] lines, name = value or name: value,
 * comments that begin with # or ;, also after white space behind a value, and
 * indented lines that nest settings below a name without a value:
 *
 *	[services local]
 *	sts =
 *	  endpoint_url = http://127.0.0.1:4566
 *
 * It is ours because libinih, as Debian builds it, cuts lines at 197 bytes and
 * section names at 49: a session token or a long profile name would be changed
 * without a word.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

/* One setting. All texts live in the arena given to ini_parse(). */
struct ini_entry {
	const char *section; /* as written between the brackets; "" before the first */
	const char *parent;  /* nested: the name above, in lower case; else NULL */
	const char *name;    /* in lower case */
	const char *value;   /* without the white space around it; "" if there is none */
	size_t line, column; /* of the value, counted from 1; columns are bytes */
};

struct ini_reader {
	/* Called for each setting in the order of the file. */
	void (*entry)(void *context, const struct ini_entry *entry);
	/* Called at each header with its line; may be NULL. */
	void (*section)(void *context, const char *section, size_t line);
	void *context;
};

/*
 * Reads @len bytes. FAULT_USAGE names the line if one has not the form above;
 * its text is not repeated, because it may hold a secret.
 */
MUST_USE bool ini_parse(struct arena *arena, const char *text, size_t len,
			const struct ini_reader *reader, struct fault *fault);
