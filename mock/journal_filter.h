/*
 * journal_filter.h - which entries of the journal somebody wants to see.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/fault.h"

struct journal;

/* NULL members do not limit. Texts may have * and ?. */
struct journal_filter {
	uint64_t after;        /* only entries with a higher number */
	bool has_after;        /* it was said */
	const char *operation; /* "iam:GetUser" */
	const char *account;   /* of who asked */
	const char *principal; /* the ARN of who asked */
	const char *status;    /* "403" */
	const char *error;     /* the code */
	const char *target; /* a text among the parameters, or the account of one that is an ARN */
};

/* Reads a query; FAULT_INPUT if `after` is no number. Texts are owned by @arena. */
MUST_USE bool journal_filter_read(struct arena *arena, const char *query, struct fault *fault,
				  struct journal_filter *out_filter);

/*
 * The first entry above *@number that is one of them, as JSON in @arena; false
 * if there is none. *@number becomes that of the entry, or of the journal's
 * last one.
 */
MUST_USE bool journal_filter_find(const struct journal_filter *filter,
				  const struct journal *journal, uint64_t *number,
				  struct arena *arena, struct buffer *out_entry);

/* Whether a text is the wanted one, in which * and ? stand for any characters. */
bool journal_text_matches(const char *wanted, const char *found);
