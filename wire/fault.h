/*
 * fault.h - why something could not be done.
 *
 * A function that can fail returns false and fills a struct fault, which the
 * caller owns. Library code never prints: a fault travels up to main, the
 * request pipeline or the runner, and is said once. No secret goes into one.
 */
#pragma once

#include "wire/base.h"

/* What a caller may want to tell apart. */
enum fault_kind {
	FAULT_NONE = 0,
	FAULT_USAGE,       /* the command line or a setting is wrong */
	FAULT_INPUT,       /* a file, document or message does not have its form */
	FAULT_SYSTEM,      /* the operating system said no */
	FAULT_CREDENTIALS, /* no credentials, or they cannot be had */
	FAULT_TRANSPORT,   /* no answer, or not known whether there was one */
	FAULT_CONNECTION,  /* the way is barred (a certificate, a proxy); a repetition is, too */
	FAULT_SERVICE,     /* AWS (or the mock) answered with an error */
	FAULT_REFUSED,     /* a safety rule of ours refuses */
	FAULT_LOCKED,      /* another run holds the lock */
	FAULT_STALE,       /* a plan that is stale, expired or of another organization */
	FAULT_INTERRUPTED, /* a signal asked us to stop */
	FAULT_DEADLINE,    /* the run's time is over */
};

enum {
	FAULT_MESSAGE_MAX = 1024,
	FAULT_CODE_MAX = 96,
	FAULT_ID_MAX = 128,
	FAULT_OPERATION_MAX = 64,
	FAULT_REGION_MAX = 32,
};

struct fault {
	enum fault_kind kind;
	int http_status;                     /* FAULT_SERVICE: the status; otherwise 0 */
	char code[FAULT_CODE_MAX];           /* FAULT_SERVICE: AWS's error code; else "" */
	char reason[FAULT_CODE_MAX];         /* Organizations' Reason, or "" */
	char request_id[FAULT_ID_MAX];       /* of the answer, or "" */
	char operation[FAULT_OPERATION_MAX]; /* "AssumeRoot", if a call failed; else "" */
	char region[FAULT_REGION_MAX];       /* where S3 says the bucket is, or "" */
	bool is_outcome_unknown;         /* a write was sent that may or may not have happened */
	char message[FAULT_MESSAGE_MAX]; /* for people: what, where, what to do */
};

/* Fills @fault and returns false, so that a function may `return fault_set(...)`. */
bool fault_set(struct fault *fault, enum fault_kind kind, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* As fault_set(FAULT_SYSTEM), followed by ": " and the text of errno @error. */
bool fault_set_errno(struct fault *fault, int error, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts "<text>: " before the message, as a fault travels up. Returns false. */
bool fault_prefix(struct fault *fault, const char *format, ...) PRINTF_LIKE(2, 3);
