#include "wire/secrecy.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#ifndef __has_feature
#define __has_feature(name) 0
#endif

void secrecy_close_process(void)
{
	struct rlimit no_core = { 0 };

	setrlimit(RLIMIT_CORE, &no_core);
/* The sanitizer's search for leaks reads the process from outside. */
#if !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
	prctl(PR_SET_DUMPABLE, 0);
#endif
}
