/*
 * words.h - splits a command line into words without a shell.
 *
 * As Python's shlex in its POSIX mode, which botocore uses for
 * credential_process (compared with it in the tests): blanks separate; '...'
 * is as it stands; in "..." a backslash escapes " and \ only; outside of
 * quotes it escapes anything. Nothing is expanded.
 */
#pragma once

#include "wire/arena.h"
#include "wire/fault.h"

enum { WORDS_MAX = 256 };

/*
 * The words, NULL-terminated, in @arena. FAULT_CREDENTIALS if a quote or an
 * escape has no end, or if there is no word or more than WORDS_MAX.
 */
MUST_USE bool words_split(struct arena *arena, const char *text, struct fault *fault,
			  char ***out_words);
