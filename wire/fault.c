#include "wire/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool fault_set(struct fault *fault, enum fault_kind kind, const char *format, ...)
{
	va_list arguments;

	*fault = (struct fault){ .kind = kind };
	va_start(arguments, format);
	vsnprintf(fault->message, sizeof(fault->message), format, arguments);
	va_end(arguments);
	return false;
}

bool fault_set_errno(struct fault *fault, int error, const char *format, ...)
{
	va_list arguments;
	size_t len;

	*fault = (struct fault){ .kind = FAULT_SYSTEM };
	va_start(arguments, format);
	vsnprintf(fault->message, sizeof(fault->message), format, arguments);
	va_end(arguments);
	len = strlen(fault->message);
	snprintf(fault->message + len, sizeof(fault->message) - len, ": %s", strerror(error));
	return false;
}

bool fault_prefix(struct fault *fault, const char *format, ...)
{
	char rest[FAULT_MESSAGE_MAX];
	va_list arguments;
	size_t len;

	memcpy(rest, fault->message, sizeof(rest));
	va_start(arguments, format);
	vsnprintf(fault->message, sizeof(fault->message), format, arguments);
	va_end(arguments);
	len = strlen(fault->message);
	snprintf(fault->message + len, sizeof(fault->message) - len, ": %s", rest);
	return false;
}
