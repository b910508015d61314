/*
 * paging.h - the next page, without a loop that never ends.
 *
 *	struct paging paging = { 0 };
 *	do {
 *		in.next_token = paging.token;
 *		... the call ...
 *		if (!paging_next(&paging, out.next_token, fault))
 *			return false;
 *	} while (paging.token);
 */
#pragma once

#include "wire/base.h"
#include "wire/fault.h"

enum { PAGING_PAGES_MAX = 100 * 1000 };

struct paging {
	const char *token; /* of the page to ask for; NULL: the first, or no more */
	size_t pages;
};

/*
 * Takes the token of an answer; NULL or "" is the end. An empty page with a
 * token is not the end (documented). FAULT_INPUT if the same token comes
 * again or there is no end.
 */
MUST_USE bool paging_next(struct paging *paging, const char *token, struct fault *fault);
