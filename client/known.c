#include "client/known.h"

#include "client/fault_text.h"

static const char *const texts[] = {
	[PRESENCE_UNKNOWN] = "unknown",
	[PRESENCE_ABSENT] = "absent",
	[PRESENCE_PRESENT] = "present",
};

struct known known_is(bool is_present)
{
	return (struct known){ .presence = is_present ? PRESENCE_PRESENT : PRESENCE_ABSENT };
}

struct known known_not(struct arena *arena, const struct fault *fault)
{
	return (struct known){ .reason = fault_text_short(arena, fault) };
}

const char *known_text(const struct known *known)
{
	return texts[known->presence];
}

const char *known_sentence(struct arena *arena, const struct known *known)
{
	if (known->presence != PRESENCE_UNKNOWN || !known->reason)
		return known_text(known);
	return arena_printf(arena, "unknown: %s", known->reason);
}
