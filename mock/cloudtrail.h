/*
 * cloudtrail.h - the journal as CloudTrail would have it.
 *
 * Each request of a known caller becomes a management event of the caller's
 * account, in the form of CloudTrail's log files. A root session's events are
 * in the member account's trail, its AssumeRoot in that of who took it, and
 * both have its access key (documented). A role of another account is assumed
 * in two trails, with one sharedEventID (documented). What nobody has signed
 * is no event.
 */
#pragma once

#include "wire/arena.h"
#include "wire/buffer.h"
#include "wire/fault.h"

struct journal;

/* Which events are wanted; NULL texts ask for nothing. */
struct cloudtrail_filter {
	uint64_t after;            /* requests of the journal with a higher number */
	const char *account_id;    /* whose trail: recipientAccountId */
	const char *access_key_id; /* of the caller, or issued by the event */
	const char *event_id;
	const char *event_name;     /* "AssumeRoot" */
	const char *event_source;   /* "sts.amazonaws.com" */
	const char *username;       /* of a user, a role's session, or "root" */
	const char *read_only;      /* "true" or "false" */
	int64_t starts_ms, ends_ms; /* both are in it; the second is 0: there is no end */
};

/* Reads a query, with the names that LookupEvents has; FAULT_INPUT says which part is wrong. */
MUST_USE bool cloudtrail_filter_read(struct arena *arena, const char *query, struct fault *fault,
				     struct cloudtrail_filter *out_filter);

/* Appends {"Records": [...]}, oldest first. */
void cloudtrail_write(const struct journal *journal, const struct cloudtrail_filter *filter,
		      struct buffer *out);
