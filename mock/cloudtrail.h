/*
 * cloudtrail.h - the journal as CloudTrail would have it.
 *
 * Each request of a known caller becomes a management event of the caller's
 * account, in the form of CloudTrail's log files. A root session's events are
 * in the member account's trail, its AssumeRoot in that of who took it, and
 * both have its access key (documented). What nobody has signed is no event.
 */
#pragma once

#include "wire/buffer.h"

struct journal;

/* Which events are wanted; NULL texts ask for nothing. */
struct cloudtrail_filter {
	uint64_t after;            /* requests of the journal with a higher number */
	const char *account_id;    /* whose trail: recipientAccountId */
	const char *access_key_id; /* of the caller, or issued by the event */
	const char *event_name;    /* "AssumeRoot" */
};

/* Appends {"Records": [...]}, oldest first. */
void cloudtrail_write(const struct journal *journal, const struct cloudtrail_filter *filter,
		      struct buffer *out);
