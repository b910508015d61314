/*
 * writer.h - one run at a time deletes in an organization, as far as this user's machine knows.
 *
 * The journal is the lock of a plan. Two plans of one organization, or two
 * copies of one, are kept apart by a file in the user's state folder, which
 * says who has it. What somebody does on another machine it does not know.
 */
#pragma once

#include "client/environment.h"
#include "wire/arena.h"
#include "wire/fault.h"

enum { WRITER_HOST_MAX = 256 };

struct writer {
	int file; /* -1: nothing is held */
};

/* Who wants to write, and where. Texts are borrowed. */
struct writer_wish {
	const char *organization_id;
	const char *holder; /* what others are told: "process 7 on host, since ..." */
};

/*
 * Takes the lock. FAULT_LOCKED names who has it; any other fault says why there can be no lock,
 * as where the home cannot be written. End with writer_done().
 */
MUST_USE bool writer_take(struct arena *arena, const struct environment *environment,
			  const struct writer_wish *wish, struct writer *out_writer,
			  struct fault *fault);

void writer_done(struct writer *writer);

/* This machine's name, or NULL. */
const char *writer_host(char name[WRITER_HOST_MAX]);
