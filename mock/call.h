/*
 * call.h - one request on its way through the mock.
 *
 * A handler gets a call and its input, runs inside the request's transaction
 * and answers with API_OK and a filled output, or with call_fail(). It never
 * sees HTTP, never decides authorization (the contract's authorize lines do)
 * and never asks for the time or for chance anywhere but here.
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"
#include "wire/base.h"

struct database;
struct federated_identity;
struct journal;
struct principal;
struct random_source;

/* Who signed the request; filled by the authenticate stage. All strings live in the call's arena.
 */
enum principal_kind {
	PRINCIPAL_ANONYMOUS,         /* only for operations that take no signature */
	PRINCIPAL_ROOT,              /* an account's root user with a long-term key */
	PRINCIPAL_USER,              /* an IAM user with a long-term key */
	PRINCIPAL_USER_SESSION,      /* GetSessionToken */
	PRINCIPAL_ROLE_SESSION,      /* AssumeRole and its relatives */
	PRINCIPAL_ROOT_SESSION,      /* AssumeRoot: a member's root user under a task policy */
	PRINCIPAL_FEDERATED_SESSION, /* GetFederationToken */
	PRINCIPAL_WEB_IDENTITY, /* the bearer of a token or assertion, before it has a session */
};

struct principal {
	enum principal_kind kind;
	const char *account_id;
	const char *arn;          /* as messages and GetCallerIdentity show it */
	const char *policy_arn;   /* aws:PrincipalArn: the role's ARN for a role session */
	const char *user_id;      /* aws:userid */
	const char *unique_id;    /* AIDA..., AROA... of the user or role; root: the account id */
	const char *name;         /* user or role name; NULL for root */
	const char *session_name; /* role session or federated user; otherwise NULL */
	const char *access_key_id;
	const char *organization_id;     /* NULL: in no organization */
	const char *task_policy_arn;     /* PRINCIPAL_ROOT_SESSION only */
	const char *session_policy;      /* a document, or NULL */
	const char *session_policy_arns; /* JSON list */
	const char *session_tags;        /* JSON object */
	const char *transitive_tags;     /* JSON list */
	const char *session_claims;      /* JSON object of condition keys */
	const char *source_identity;     /* or NULL */
	const char *federated_provider;  /* ARN of who vouched for a role session, or NULL */
	const char *boundary_arn;        /* or NULL */
	int64_t issued_ms;               /* of a session; 0 for long-term keys */
	int64_t expires_ms;
	int64_t mfa_ms; /* when MFA was given; 0: without */
	bool is_management_account;
	bool is_service_linked_role;
	const struct federated_identity *federated; /* PRINCIPAL_WEB_IDENTITY only, else NULL */
};

/* More of an error than code and message: S3's <BucketName> and <Region>, and header fields. */
struct call_detail {
	const char *name;
	const char *value;
	bool is_header; /* a field of the answer's header; otherwise an element of its body */
};

enum { CALL_DETAIL_MAX = 4 };

/* The error a call ends with, as the write stage puts it on the wire. */
struct call_error {
	const char *code;
	const char *message; /* NULL: the answer has no message element */
	const char *reason;  /* Organizations; otherwise NULL */
	int http_status;
	struct call_detail details[CALL_DETAIL_MAX]; /* ended by a NULL name, or full */
};

struct call {
	struct arena *arena;       /* the request's; everything a handler allocates */
	struct database *database; /* the namespace's state, inside a transaction */
	struct random_source *random;
	struct journal *journal; /* of the namespace */
	int64_t now_ms;          /* the namespace's clock when the request came */
	const struct api_operation *operation;
	const struct principal *principal;
	const char *partition; /* of the namespace, "aws-us-gov"; NULL: "aws" */
	const char *region;    /* of the credential scope, "us-east-1" */
	const char *host;      /* the Host header, without port */
	const char *base_url;  /* "http://127.0.0.1:4000", for URLs in answers */
	const char *request_id;
	const char *source_ip;
	const char *user_agent;
	struct call_error error; /* set by call_fail */
};

/*
 * Ends the call with an AWS error that the contract lists for this operation
 * (asserted). The message is AWS's own wording. Returns API_FAILED.
 */
enum api_status call_fail(struct call *call, const struct api_error *error, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* The same with Organizations' Reason. */
enum api_status call_fail_reason(struct call *call, const struct api_error *error,
				 const char *reason, const char *message);

/*
 * Ends the call with one of the errors that every operation of a service may
 * give though no operation lists them: AccessDenied, ValidationError,
 * InvalidParameterValue and the like.
 */
enum api_status call_fail_common(struct call *call, int http_status, const char *code,
				 const char *format, ...) PRINTF_LIKE(4, 5);

/* Adds a detail to the error that call_fail or call_fail_common has just set. */
void call_fail_detail(struct call *call, struct call_detail detail);
