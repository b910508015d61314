/*
 * last_access.h - when principals last called what, as IAM's reports of last accesses say it.
 *
 * Every request whose signature was good counts, also one that was refused
 * (documented). What is kept is a row of the state for each principal and
 * action, of a root user for each service. It is written at most once a
 * minute, so that a request that is like the last one costs a look at a table.
 */
#pragma once

#include "wire/base.h"

struct exchange;
struct last_access_filter;

/* What was noted within this minute. Free with last_access_filter_free, which takes NULL. */
struct last_access_filter *last_access_filter_new(void);
void last_access_filter_free(struct last_access_filter *filter);

/* Notes the call of an authenticated principal; of nobody's call nothing is kept. */
void last_access_note(struct exchange *exchange);
