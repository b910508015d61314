/*
 * input.h - a file given on the command line, read whole.
 */
#pragma once

#include "client/command.h"

/* What a command reads at most: an audit of the largest organization is a fifth of it. */
enum { INPUT_MAX = 256 * 1024 * 1024 };

struct input {
	const char *name; /* for people: the path, or "<stdin>" */
	const char *text; /* NUL-terminated */
	size_t len;
};

/* Reads the file at @path, or standard input for "-", into the invocation's arena. */
MUST_USE bool input_read(const struct invocation *invocation, const char *path,
			 struct input *out_input, struct fault *fault);
