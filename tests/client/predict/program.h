/*
 * program.h - the program `mattock` where it needs no server.
 */
#pragma once

#include "client/process.h"
#include "wire/arena.h"

/*
 * Runs `mattock` with @words (NULL-terminated) and @input on its standard
 * input (NULL: nothing), 80 columns wide. Fails the test if it cannot start.
 */
void program_run(struct arena *arena, const char *const *words, const char *input,
		 struct process_result *out_result);

/*
 * What is wrong with a run; NULL if nothing is. @wants (NULL-terminated) are
 * texts of standard output, of standard error after "! ", and texts that must
 * not be in standard output after "~ ".
 */
const char *program_problem(struct arena *arena, const struct process_result *result, int status,
			    const char *const *wants);
