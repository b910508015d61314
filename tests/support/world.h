/*
 * world.h - signed requests through the whole pipeline, as stories.
 *
 * A world is a namespace with a scenario of tests/data, without sockets. A
 * step names a caller, an operation, its input and the answer it must get:
 * the request is written by the codec, signed, and answered by every stage.
 * Callers are the scenario's, by the names there, and the sessions that
 * earlier steps of the story took.
 */
#pragma once

#include "mock/namespaces.h"
#include "mock/pipeline.h"
#include "tests/support/check.h"
#include "wire/sigv4.h"

enum { WORLD_CALLERS = 12, WORLD_STEPS = 14, WORLD_KEPT = 8 };

struct world_caller {
	const char *name;
	struct sigv4_credentials credentials;
};

struct world {
	struct arena *arena;
	struct namespace *space;
	struct pipeline pipeline;
	struct world_caller callers[WORLD_CALLERS];
	size_t caller_count;
	struct world_kept {
		const char *name, *value;
	} kept[WORLD_KEPT];
	size_t kept_count;
};

struct world_step {
	const char *caller; /* "admin"; "": the request is not signed */
	/* "sts:AssumeRoot"; "@REGION" behind it: not us-east-1; "later": @input milliseconds */
	const char *operation;
	const char *input; /* JSON; ' stands for ", {NAME} for what was kept */
	/*
	 * JSON with ' for ", or "STATUS CODE: message"; a final * is anything, and with one
	 * before it too it is a part of the answer. {NAME} as in @input.
	 */
	const char *answer;
	const char *as;   /* the answer's credentials are a caller of this name from now on */
	const char *keep; /* "job=JobId": a text of the answer, or one deeper in it: "Job.Id" */
};

struct world_story {
	const char *name;
	struct world_step steps[WORLD_STEPS]; /* ended by a NULL caller */
};

/* Opens a world of a scenario below tests/data, its clock at HANDLERS_NOW_MS. */
void world_start(struct world *world, struct arena *arena, const char *scenario);
void world_stop(struct world *world);

/*
 * Asks one question, as the members of a step have it: the answer is JSON, or
 * "STATUS CODE: message". Requests come from 127.0.0.1 with the agent world/1.0.
 */
const char *world_ask(struct world *world, const char *caller, const char *operation,
		      const char *input);

/* A text, where ' stands for ", as part of a text in the input of a question. */
const char *world_quote(struct arena *arena, const char *text);

/* Gives the credentials in an answer of STS a name to ask with. */
void world_become(struct world *world, const char *name, const char *answer);

/* A body for check_table: the row is a story in the world of conditions_state.json. */
void world_body(void **state);

/* Runs a story; fails the test where an answer is another one. */
void world_tell(struct world *world, const struct world_story *story);
