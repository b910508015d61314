/*
 * known.h - what is known of a thing: there, not there, or not known.
 *
 * "Could not look" is never shown as "nothing there": a zeroed struct known
 * is unknown.
 */
#pragma once

#include "client/table.h"
#include "wire/arena.h"
#include "wire/fault.h"

enum presence { PRESENCE_UNKNOWN, PRESENCE_ABSENT, PRESENCE_PRESENT };

struct known {
	enum presence presence;
	const char *reason; /* unknown: why; else NULL */
};

/* Present or absent. */
struct known known_is(bool is_present);

/* Unknown, for what @fault says. The text is copied to @arena. */
struct known known_not(struct arena *arena, const struct fault *fault);

/* "present", "absent" or "unknown". */
const char *known_text(const struct known *known);

/* As known_text, with the reason behind "unknown". */
const char *known_sentence(struct arena *arena, const struct known *known);
