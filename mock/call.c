#include "mock/call.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

/* Whether the contract lists the error for the operation; a call of the mock's own has none. */
static bool is_listed(const struct api_operation *operation, const struct api_error *error)
{
	if (!operation)
		return true;
	for (const struct api_error *const *listed = operation->errors; *listed; listed++) {
		if (strcmp((*listed)->code, error->code) == 0)
			return true;
	}
	return false;
}

enum api_status call_fail(struct call *call, const struct api_error *error, const char *format, ...)
{
	va_list arguments;

	assert(is_listed(call->operation, error));
	va_start(arguments, format);
	call->error = (struct call_error){
		.code = error->code,
		.message = arena_vprintf(call->arena, format, arguments),
		.http_status = error->http_status,
	};
	va_end(arguments);
	return API_FAILED;
}

enum api_status call_fail_reason(struct call *call, const struct api_error *error,
				 const char *reason, const char *message)
{
	assert(is_listed(call->operation, error));
	call->error = (struct call_error){
		.code = error->code,
		.message = arena_strdup(call->arena, message),
		.reason = arena_strdup(call->arena, reason),
		.http_status = error->http_status,
	};
	return API_FAILED;
}

enum api_status call_fail_common(struct call *call, int http_status, const char *code,
				 const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	call->error = (struct call_error){
		.code = code,
		.message = format ? arena_vprintf(call->arena, format, arguments) : NULL,
		.http_status = http_status,
	};
	va_end(arguments);
	return API_FAILED;
}
