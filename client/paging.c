#include "client/paging.h"

#include <string.h>

bool paging_next(struct paging *paging, const char *token, struct fault *fault)
{
	const char *next = token && *token ? token : NULL;

	if (next && paging->token && strcmp(next, paging->token) == 0)
		return fault_set(fault, FAULT_INPUT,
				 "the list does not go on: the same page twice");
	if (++paging->pages > PAGING_PAGES_MAX)
		return fault_set(fault, FAULT_INPUT, "the list has over %d pages",
				 PAGING_PAGES_MAX);
	paging->token = next;
	return true;
}
