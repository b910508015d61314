/*
 * signing.h - signed requests for tests of the authenticate stage.
 *
 * A row says how a request is signed and what is done to it afterwards. The
 * state holds the keys that signing.c lists; each has the same secret.
 */
#pragma once

#include "mock/exchange.h"
#include "mock/namespace.h"
#include "tests/support/check.h"
#include "tests/support/handlers.h"

#define SIGNING_SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

struct signing_row {
	const char *name;
	const char *service;             /* "iam" */
	const char *operation;           /* NULL: the first of the service */
	const char *query;               /* NULL: none */
	const char *key;                 /* NULL: AKIAUSER */
	const char *secret;              /* NULL: SIGNING_SECRET */
	const char *token;               /* NULL: none */
	const char *region, *signed_for; /* NULL: us-east-1, the service */
	const char *host;                /* NULL: 127.0.0.1 */
	const char *authorization;       /* instead of the one that was signed; "" takes it away */
	const char *add_header;          /* X-Amz-Target, added after signing */
	const char *given;               /* more SQL before the request */
	int64_t ago_ms;                  /* when it was signed */
	unsigned expires_s;              /* presigned */
	bool without_date, without_hash, with_other_body;
	int status; /* of the refusal, with what follows */
	const char *code;
	const char *message; /* the whole of it, or its beginning when it ends in "=" */
	const char *detail;  /* an element that must be there */
	const char *arn;     /* of the principal when it is accepted */
};

/* A namespace with nothing but what the stage looks at. */
struct signing_world {
	struct handlers_fixture fixture;
	struct namespace space;
	struct server_request request;
	struct exchange exchange;
};

/* A world whose exchange has come as far as the route stage; end it with handlers_stop. */
struct signing_world *signing_start(struct arena *arena, const struct signing_row *row);

/* The body of a table of refusals: the request of the row is refused as the row says. */
void signing_is_refused(void **state);
