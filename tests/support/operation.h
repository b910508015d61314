/*
 * operation.h - tests of handlers as short conversations.
 *
 * A story is a few steps on one state. A step calls an operation, from the
 * check of its input to its handler but without a server and without policies,
 * and says what the answer must be. Real requests over the real server are the
 * matter of conversation.h.
 */
#pragma once

#include "tests/support/check.h"
#include "tests/support/handlers.h"

enum { OPERATION_STEPS = 8 };

struct operation_step {
	const char *operation;
	const char *input; /* JSON; ' stands for " */
	const char
		*answer; /* JSON with ' for ", or "CODE: message"; a final * stands for anything */
};

struct operation_story {
	const char *name;
	const char *given;                            /* SQL before the first step, or NULL */
	struct operation_step steps[OPERATION_STEPS]; /* ended by a NULL operation */
};

/* What the operation answers, in the form of operation_step.answer with real quotes. */
const char *operation_answer(struct handlers_fixture *handlers, const char *service,
			     const char *operation, const char *input);

/* A copy of the text in which every ' is a ". */
char *operation_quotes(struct arena *arena, const char *text);

/* Fails the test unless @answer is as @expected says; "*PART*" is anywhere in it. */
void operation_expect(struct arena *arena, const char *expected, const char *answer);

/* Runs a story of one service. */
void operation_tell(struct handlers_fixture *handlers, const char *service,
		    const struct operation_story *story);
