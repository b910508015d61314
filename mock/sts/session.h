/*
 * session.h - issuing temporary credentials.
 *
 * Every operation of STS that hands out credentials comes here, so that all
 * sessions are rows of one kind and their number is bounded in one place.
 */
#pragma once

#include "mock/call.h"

/*
 * The most sessions a namespace holds; beyond it the ones issued first are
 * forgotten, now and then, so that some more may be there for a while.
 * Expired ones are kept for a day at least, so that a client that uses one is
 * told that it expired and not that it never was.
 */
enum { SESSION_MAX = 100000 };

/* What a session is to be. Texts are borrowed; NULL is absent unless said otherwise. */
struct session_request {
	const char *kind;       /* a value of session.kind: "role", "root", "user", "federated" */
	const char *account_id; /* whose principal the session is */
	const char *issuer_id;  /* unique id of the role or user; root: the account id */
	const char *name;
	const char *policy;
	const char *policy_arns;     /* JSON list; NULL is an empty one */
	const char *task_policy_arn; /* kind "root" */
	const char *source_identity;
	const char *federated_provider; /* ARN, kind "role" */
	const char *claims;             /* JSON object; NULL is an empty one */
	const char *tags;               /* JSON object; NULL is an empty one */
	const char *transitive_tags;    /* JSON list; NULL is an empty one */
	int64_t duration_s;
	int64_t mfa_ms; /* when MFA was given; 0: without */
};

/* Credentials as STS answers them; texts live in the call's arena. */
struct session_credentials {
	const char *access_key_id;
	const char *secret;
	const char *token;
	int64_t expires_ms; /* whole seconds */
};

/* Issues a session now and stores it. */
void session_issue(struct call *call, const struct session_request *request,
		   struct session_credentials *out_credentials);
