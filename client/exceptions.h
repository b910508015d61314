/*
 * exceptions.h - what is left out or protected, by whom, why and until when.
 *
 * Exclude files and protect files have one form: a section for each account,
 * and in a protect file also for each bucket or queue by its ARN, in which *
 * stands for anything. The settings are optional:
 *
 *	[111122223333]
 *	reason  = billing still needs the root user
 *	owner   = payments team
 *	expires = 2027-01-31
 *
 *	[arn:aws:s3:::*-tf-state]
 *	reason  = state of the infrastructure
 *
 * An exception past its end still holds, and is a finding: somebody must
 * decide again.
 */
#pragma once

#include "client/option.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { EXCEPTIONS_FILE_MAX = 4 * 1024 * 1024 };

/* Which sections a file may have. */
enum exceptions_kind {
	EXCEPTIONS_ACCOUNTS,  /* an exclude file */
	EXCEPTIONS_RESOURCES, /* a protect file: accounts, buckets and queues */
};

struct exception {
	const char *target;         /* an account id, or an ARN with * */
	const char *reason, *owner; /* NULL: not said */
	const char *expires;        /* as written; NULL: never */
	int64_t expires_ms;         /* 0: never */
	const char *source;         /* the option or the file */
};

struct exceptions {
	struct arena *arena; /* everything is in it */
	enum exceptions_kind kind;
	struct exception *items;
	size_t count;
};

/* An empty list. */
void exceptions_init(struct exceptions *exceptions, struct arena *arena, enum exceptions_kind kind);

/* One more. @target and @source are borrowed. */
struct exception *exceptions_add(struct exceptions *exceptions, const char *target,
				 const char *source);

/* Adds what the text of the file @source lists. FAULT_USAGE names file, line and what is wrong. */
MUST_USE bool exceptions_parse(struct exceptions *exceptions, const char *text, size_t len,
			       const char *source, struct fault *fault);

/* The same for each file that the option names. */
MUST_USE bool exceptions_read(struct exceptions *exceptions, const struct options *options,
			      enum option_id option, struct fault *fault);

/* The first exception for this account id or ARN, or NULL. */
const struct exception *exceptions_find(const struct exceptions *exceptions, const char *target);

bool exception_is_expired(const struct exception *exception, int64_t now_ms);

/* "<verb> by FILE: reason, owner OWNER; expired 2027-01-31", of what is said. */
const char *exception_text(struct arena *arena, const struct exception *exception, const char *verb,
			   int64_t now_ms);
