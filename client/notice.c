#include "client/notice.h"

#include <stdarg.h>
#include <stdio.h>

void notice_say(const struct notice *notice, const char *format, ...)
{
	char text[NOTICE_TEXT_MAX];
	va_list arguments;

	if (!notice->say)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	notice->say(notice->context, text);
}
