/*
 * artifacts.h - what is kept of a scenario after its run, for people and for
 * whoever compares two runs.
 */
#pragma once

#include "client/process.h"
#include "client/rehearse/server.h"
#include "wire/buffer.h"

/* What the commands of one scenario wrote, in their order. */
struct artifacts {
	const char *folder;       /* where to keep it; NULL: nothing is kept */
	const char *name;         /* of the files, without their endings */
	struct buffer transcript; /* private */
};

/* @scenario_path names the files; NULL: "default". */
void artifacts_begin(struct artifacts *artifacts, struct arena *arena, const char *folder,
		     const char *scenario_path);

/* A command that was run, with what it wrote and its status. */
void artifacts_add(struct artifacts *artifacts, char *const *arguments,
		   const struct process_result *result);

/* Writes NAME.output, and NAME.journal.json with the server's journal. */
MUST_USE bool artifacts_write(struct artifacts *artifacts, struct arena *arena,
			      const struct server *server, struct fault *fault);
