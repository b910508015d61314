/*
 * check.h - what AWS refuses when a policy is written.
 *
 * Every use of a policy has its own parser at AWS, with its own codes, texts
 * and order. The order and texts for IAM and trust policies are quoted from
 * AWS's answers; see docs/fidelity.md for what is assumed.
 */
#pragma once

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

enum { POLICY_MESSAGE_MAX = 1024, POLICY_DETAIL_MAX = 256 };

struct policy_check_options {
	enum policy_use use;
	size_t size_max; /* characters; 0: AWS's default quota for the use */
	/* Whether a principal exists; NULL: all do. @type is "AWS", "Service" or "Federated". */
	bool (*knows_principal)(void *context, const char *type, const char *text);
	void *context;
};

/* The first thing that is wrong. */
struct policy_problem {
	const char *code;                 /* AWS's error code */
	const char *reason;               /* Organizations' Reason, or NULL */
	int http_status;                  /* 400, or 409 for quotas of IAM */
	char message[POLICY_MESSAGE_MAX]; /* AWS's text */
	char detail[POLICY_DETAIL_MAX];   /* for people: what is wrong at that place */
	unsigned line, column;            /* from 1 */
};

/* Whether AWS would store the document. Fills @out_problem when it would not. */
MUST_USE bool policy_check(const struct policy_check_options *options, const char *text, size_t len,
			   struct policy_problem *out_problem);

/* The characters that count for IAM's quotas: all but white space. */
size_t policy_check_size(const char *text, size_t len);

/*
 * The use of a name: "managed", "inline", "trust", "session", "scp", "rcp",
 * "delegation", "resource". False if there is none of it.
 */
MUST_USE bool policy_use_find(const char *name, enum policy_use *out_use);
