#include "client/mailbox.h"

#include <string.h>
#include <strings.h>

#include "wire/base.h"

/*
 * Domains that no mail from outside reaches: set aside by RFC 2606, RFC 6761 and RFC 6762,
 * by ICANN for private use, or never delegated and common inside of companies.
 */
static const char *const unreachable[] = {
	"test",     "example", "invalid", "localhost", "local",
	"internal", "corp",    "home",    "lan",       "intranet",
};

const char *mailbox_doubt(struct arena *arena, const char *email)
{
	const char *at = email ? strrchr(email, '@') : NULL;
	const char *dot;

	if (!email)
		return "AWS did not say its address";
	if (!at || !at[1])
		return "its address has no domain";
	dot = strrchr(at, '.');
	if (!dot || !dot[1])
		return arena_printf(arena, "no mail reaches the domain %s, which has no dot",
				    at + 1);
	for (size_t i = 0; i < ARRAY_LEN(unreachable); i++)
		if (strcasecmp(dot + 1, unreachable[i]) == 0)
			return arena_printf(arena, "no mail reaches the domain %s", at + 1);
	return NULL;
}
