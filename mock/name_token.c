#include "mock/name_token.h"

#include <string.h>

#include "wire/encoding.h"

const char *name_token_write(struct call *call, const char *name)
{
	return base64_encode(call->arena, name, strlen(name));
}

const char *name_token_read(struct call *call, const char *token)
{
	uint8_t *name;
	size_t len;

	if (!token)
		return "";
	if (!base64_decode(call->arena, token, strlen(token), &name, &len) || len == 0)
		return NULL;
	return (const char *)name;
}
