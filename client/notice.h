/*
 * notice.h - what a run says besides its result: one line, once.
 *
 * Library code has no stream; it is given a struct notice. main's writes to
 * standard error and drops repetitions.
 */
#pragma once

#include "wire/base.h"

enum { NOTICE_TEXT_MAX = 1024 };

struct notice {
	void (*say)(void *context, const char *text); /* NULL: nobody listens */
	void *context;
};

/* Says a formatted line, without a line break. */
void notice_say(const struct notice *notice, const char *format, ...) PRINTF_LIKE(2, 3);
