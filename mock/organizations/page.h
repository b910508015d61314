/*
 * page.h - the pages of Organizations' lists.
 *
 * A page goes on after the sort key of the last item given, so an item that
 * is added or removed between two pages neither repeats nor hides another.
 * A token is opaque, carries that key, and is good for the operation,
 * organization and parameters it was made for and nothing else.
 */
#pragma once

#include "mock/call.h"
#include "mock/database.h"

struct page {
	int64_t limit;          /* rows to ask for: one more than the page holds */
	const char *after;      /* sort key of the last item given; "" on the first page */
	const char *scope;      /* what the token is bound to */
	const char *next_token; /* set by page_rows; NULL: this is the last page */
};

/*
 * Reads a request's NextToken and MaxResults. @scope names the organization
 * and the parameters that choose the list's items. False: the token is not
 * one of this list, and the call has failed with INVALID_NEXT_TOKEN.
 */
MUST_USE bool page_open(struct call *call, const char *token, struct api_integer max_results,
			const char *scope, struct page *out_page);

/*
 * Given how many rows there were, leaves the extra one out of @count; returns
 * whether there is a further page.
 */
bool page_cut(const struct page *page, size_t *count);

/*
 * The rows of an open page whose scope alone chooses them; returns how many.
 * The statement takes :scope, :after and :limit. Rows begin with their sort
 * key, a const char *.
 */
size_t page_rows(struct call *call, struct page *page, const char *sql,
		 const struct database_row *form, void *out_rows);

/* The NextToken after the item with this sort key. */
const char *page_token(struct call *call, const struct page *page, const char *key);

/* The same for lists ordered by a number; page_number reads it back. */
const char *page_token_number(struct call *call, const struct page *page, int64_t key);
int64_t page_number(const struct page *page);
