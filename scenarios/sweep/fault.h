/*
 * fault.h - the ways in which `mattock sweep` lets a call go wrong.
 *
 * One table; the columns of the matrix are its rows. What each does is an
 * action of the mock's fault rules, as docs/scenarios.md lists them.
 */
#pragma once

#include "model/api.h"
#include "scenarios/sweep/call.h"
#include "wire/arena.h"
#include "wire/base.h"

/* The name of the one rule that a sweep adds. */
#define SWEEP_RULE "sweep"

/* How long a fault goes on. */
enum sweep_length {
	SWEEP_ONCE,    /* for that one request */
	SWEEP_FOREVER, /* also for all later calls of the operation by the account */
};

struct sweep_fault {
	char letter;         /* its column */
	const char *name;    /* of the option --fault */
	const char *meaning; /* in words */
	const char *action;  /* a rule's "do", as JSON */
	/* The same for services that speak JSON; NULL: no other. */
	const char *action_for_json;
	/* Whether the operation can go wrong in this way; NULL: all can. */
	bool (*is_possible)(const struct api_operation *operation);
	enum sweep_length length;
	bool is_before_caller; /* the mock asks such a rule before it knows the account */
	bool looks_true;       /* the answer comes whole; if it is false, nobody can tell by it */
	bool waits;            /* most commands then wait, for an answer or before another try */
};

extern const struct sweep_fault sweep_faults[];
extern const size_t sweep_fault_count;

/* The fault of that name, or NULL. */
const struct sweep_fault *sweep_fault_by_name(const char *name);

/*
 * A list with the one rule that lets exactly this call go wrong in this way,
 * in the form of POST /_mattock/faults; NULL if the operation never does.
 */
const char *sweep_fault_rules(struct arena *arena, const struct sweep_fault *fault,
			      const struct sweep_call *call);
