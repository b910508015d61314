#include "mock/call.h"

#include <assert.h>
#include <stdarg.h>

/* A call of the mock's own has no operation and no list of errors. */
static bool may_answer(const struct call *call, const struct api_error *error)
{
	return !call->operation || api_operation_throws(call->operation, error);
}

enum api_status call_fail(struct call *call, const struct api_error *error, const char *format, ...)
{
	va_list arguments;

	assert(may_answer(call, error));
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
	assert(may_answer(call, error));
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

void call_fail_detail(struct call *call, struct call_detail detail)
{
	struct call_detail *details = call->error.details;

	for (size_t i = 0; i < CALL_DETAIL_MAX; i++) {
		if (!details[i].name) {
			details[i] = detail;
			return;
		}
	}
	assert(!"an error has too many details");
}
