#include "mock/authorize.h"

#include <stdlib.h>

enum api_status authorize(struct exchange *exchange)
{
	UNUSED(exchange);
	return API_OK;
}

struct authorizer {
	char without_members;
};

struct authorizer *authorizer_new(void)
{
	return calloc(1, sizeof(struct authorizer));
}

void authorizer_free(struct authorizer *authorizer)
{
	free(authorizer);
}
