/*
 * exchange.h - one request as the stages of the pipeline see it.
 *
 * Every stage has the same form: `enum api_status stage(struct exchange *)`.
 * It fills what it is for, or sets exchange->call.error with one of the
 * call_fail functions and answers API_FAILED; then the write stage puts the
 * error on the wire. All memory is the request's arena, exchange->call.arena.
 */
#pragma once

#include "mock/call.h"
#include "mock/consistency.h"
#include "mock/injection/injection.h"
#include "mock/server.h"
#include "wire/buffer.h"
#include "wire/sigv4_verify.h"

struct api_problem;
struct namespace;

struct exchange {
	struct namespace *space;
	const struct server_request *request;

	int64_t handled_us; /* when its handling began, by clock_monotonic_us */
	const char *path;   /* of the request, without what names the namespace */

	/* Filled by route. */
	const struct api_service *service;     /* NULL: not known which */
	const struct api_operation *operation; /* NULL: unknown, or control */
	uint64_t ordinal;                      /* calls of it before this one */
	struct http_request message;           /* as the contract's templates have it */
	struct sigv4_claim claim;              /* what the request says of its signature, */
	enum sigv4_result claim_result;        /* and whether it could be read */

	/* Filled by authenticate; call.principal points here. */
	struct principal principal;
	bool is_use_due;               /* the use of the key is to be noted */
	const char *canonical_request; /* after a signature that did not match, */
	const char *string_to_sign;    /* for the journal; otherwise NULL */

	/* Filled by read: the operation's C structs. */
	void *input, *output;

	/* Filled by authorize, for the journal: see decision_record.h. */
	struct buffer decisions; /* its data is NULL if nothing was decided */
	/* Of a refusal that GetRequestAuthorizationDetails may be asked about; or NULL. */
	const char *authorization_id, *authorization_details;
	const char *trail_message; /* what CloudTrail says of a refusal that says less, or NULL */

	struct call call; /* call.error after a stage has failed */
	struct http_response response;

	/* Filled by fault rules. */
	struct injection_hits hits;
	struct server_delivery delivery;
	int64_t skew_ms; /* of the clock, for signatures and Date */

	struct consistency_view view; /* of an older state */
	bool is_committed;            /* the work was done and is kept */
};

/* Ends the call with a problem the codec or the check found. Returns API_FAILED. */
enum api_status exchange_fail(struct exchange *exchange, const struct api_problem *problem);
