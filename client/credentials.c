#include "client/credentials.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS = 4 }; /* a root session calls one service or two, the caller's own key three */

struct credentials *credentials_new(const char *access_key_id, const char *secret_access_key,
				    const char *session_token, const char *link)
{
	struct credentials *credentials = calloc(1, sizeof(*credentials));

	if (!credentials)
		abort();
	credentials->access_key_id = arena_strdup(&credentials->arena, access_key_id);
	credentials->secret_access_key = arena_strdup(&credentials->arena, secret_access_key);
	credentials->session_token = arena_strdup(&credentials->arena, session_token);
	credentials->link = arena_strdup(&credentials->arena, link);
	credentials->keys = sigv4_keys_new(KEYS);
	return credentials;
}

static struct credentials_step *copy_step(struct arena *arena, const struct credentials_step *step)
{
	struct credentials_step *copy = arena_new(arena, struct credentials_step);

	*copy = (struct credentials_step){ .link = arena_strdup(arena, step->link),
					   .text = arena_strdup(arena, step->text),
					   .profile = arena_strdup(arena, step->profile),
					   .role_arn = arena_strdup(arena, step->role_arn) };
	return copy;
}

void credentials_set_step(struct credentials *credentials, const struct credentials_step *step,
			  const struct credentials *source)
{
	struct arena *arena = &credentials->arena;
	struct credentials_step *last = copy_step(arena, step);

	credentials->steps = last;
	credentials->link = last->text;
	for (step = source ? source->steps : NULL; step; step = step->from) {
		struct credentials_step *copy = copy_step(arena, step);

		last->from = copy;
		last = copy;
		credentials->link =
			arena_printf(arena, "%s, from %s", credentials->link, step->text);
	}
}

/* Overwrites what they are. */
static void wipe(struct credentials *credentials)
{
	sigv4_keys_free(credentials->keys);
	arena_wipe(&credentials->arena);
	arena_done(&credentials->arena);
}

void credentials_free(struct credentials *credentials)
{
	if (!credentials)
		return;
	wipe(credentials);
	free(credentials);
}

void credentials_replace(struct credentials *credentials, struct credentials *newer)
{
	wipe(credentials);
	*credentials = *newer;
	free(newer);
}
