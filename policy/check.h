/*
 * check.h - what AWS refuses when a policy is written.
 *
 * Every use of a policy has its own parser at AWS, with its own codes, texts
 * and order. The order and texts for IAM and trust policies are quoted from
 * AWS's answers; see docs/fidelity.md for what is assumed.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* What a document is written as. */
enum policy_use {
	POLICY_USE_MANAGED,
	POLICY_USE_INLINE,
	POLICY_USE_TRUST,
	POLICY_USE_SESSION,
	POLICY_USE_SCP,
	POLICY_USE_RCP,
	POLICY_USE_DELEGATION, /* of Organizations: PutResourcePolicy */
	POLICY_USE_RESOURCE,   /* a bucket's, a queue's */
	POLICY_USE_COUNT,
};

enum {
	POLICY_MESSAGE_MAX = 1024,
	POLICY_DETAIL_MAX = 256,
	POLICY_PROBLEMS_MAX = 1000, /* more are not told of one document */
};

struct policy_check_options {
	enum policy_use use;
	size_t size_max; /* characters; 0: AWS's default quota for the use */
	/* Whether a principal exists; NULL: all do. @type is "AWS", "Service" or "Federated". */
	bool (*knows_principal)(void *context, const char *type, const char *text);
	void *context;
};

/* Something that is wrong. */
struct policy_problem {
	const char *code;                 /* AWS's error code */
	const char *reason;               /* Organizations' Reason, or NULL */
	int http_status;                  /* 400, or 409 for quotas of IAM */
	char message[POLICY_MESSAGE_MAX]; /* AWS's text */
	char detail[POLICY_DETAIL_MAX];   /* for people: what is wrong at that place */
	unsigned line, column;            /* from 1; characters; of the whole text its start */
};

struct policy_problems {
	const struct policy_problem *items;
	size_t count; /* POLICY_PROBLEMS_MAX: there may be more */
};

/* Whether AWS would store the document. Fills @out_problem with what it answers otherwise. */
MUST_USE bool policy_check(const struct policy_check_options *options, const char *text, size_t len,
			   struct policy_problem *out_problem);

/*
 * All that is wrong, in the order of AWS's checks: the first problem is what
 * AWS answers, the others it would tell one after the other. A text that
 * breaks the grammar is not looked at further. Owned by @arena.
 */
void policy_check_all(const struct policy_check_options *options, struct arena *arena,
		      const char *text, size_t len, struct policy_problems *out_problems);

/* The characters that count for IAM's quotas: all but white space. */
size_t policy_check_size(const char *text, size_t len);

/*
 * The use of a name: "managed", "inline", "trust", "session", "scp", "rcp",
 * "delegation", "resource". False if there is none of it.
 */
MUST_USE bool policy_use_find(const char *name, enum policy_use *out_use);
