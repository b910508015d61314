#include "client/page.h"

#include <string.h>

static const void *place_of(const struct api_operation *operation, const void *output,
			    const char *name)
{
	const struct api_member *member = name ? api_member_by_name(operation->output, name) : NULL;

	return member ? (const char *)output + member->offset : NULL;
}

static bool leaves_out_empty_lists(const struct api_operation *operation)
{
	return strcmp(operation->service->name, "sqs") == 0;
}

bool page_check(const struct api_operation *operation, const void *output, struct fault *fault)
{
	const struct api_paging *paging = &operation->paging;
	const struct api_list *list = place_of(operation, output, paging->result);
	const struct api_boolean *more = place_of(operation, output, paging->more);
	const char *const *token = place_of(operation, output, paging->output_token);

	if (list && !list->is_set && !leaves_out_empty_lists(operation))
		return fault_set(fault, FAULT_INPUT, "the answer lacks %s", paging->result);
	if (more && more->value && token && (!*token || !**token))
		return fault_set(fault, FAULT_INPUT,
				 "the answer says that there is more, and lacks %s to ask for it",
				 paging->output_token);
	return true;
}
