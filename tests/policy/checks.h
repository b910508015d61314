/*
 * checks.h - rows that check a document as AWS does when it is written.
 */
#pragma once

#include "policy/check.h"
#include "tests/support/check.h"

/* A document with single quotes, and AWS's text for it; NULL: it is stored. */
struct checks_row {
	const char *name;
	const char *document;
	const char *message;
	unsigned line, column; /* 0: not looked at */
};

/* Checks the fixture's row; a refusal has @code. Principals named "unknown" do not exist. */
void checks_run(void **state, enum policy_use use, const char *code);

/* The body of a table of one use. */
#define CHECKS_USE(NAME, USE, CODE)               \
	static void check_##NAME(void **state)    \
	{                                         \
		checks_run(state, (USE), (CODE)); \
	}
