/*
 * scenario_words.h - the second words of `mattock scenario`.
 *
 * Each gets the words and options behind it, prints its result, and fills
 * @fault on failure.
 */
#pragma once

#include <signal.h>

#include "client/output.h"
#include "wire/arena.h"
#include "wire/fault.h"

struct scenario_request {
	char *const *words; /* NULL-terminated */
	size_t word_count;
	const char *svg;                          /* of graph: the file to write; NULL: text */
	enum output_form output;                  /* of ls */
	const volatile sig_atomic_t *interrupted; /* as in struct process_command */
};

MUST_USE bool scenario_ls(struct arena *arena, const struct scenario_request *request,
			  struct fault *fault);
MUST_USE bool scenario_show(struct arena *arena, const struct scenario_request *request,
			    struct fault *fault);
MUST_USE bool scenario_check(struct arena *arena, const struct scenario_request *request,
			     struct fault *fault);
MUST_USE bool scenario_init(struct arena *arena, const struct scenario_request *request,
			    struct fault *fault);
MUST_USE bool scenario_graph(struct arena *arena, const struct scenario_request *request,
			     struct fault *fault);
