/*
 * shared_text.h - one copy of a text that many have.
 *
 * Thousands of accounts have few states, units and domains. A text that was
 * asked for lately is found again; one that was displaced by another is copied
 * once more, so that the memory for finding is small and bounded.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

enum { SHARED_TEXT_SLOTS = 256 };

/* Set the arena; the rest is zero. */
struct shared_texts {
	struct arena *arena;                  /* of the copies */
	const char *slots[SHARED_TEXT_SLOTS]; /* by their hash; private */
};

/* The @len bytes as a text in the arena. NULL stays NULL. */
const char *shared_text_len(struct shared_texts *texts, const char *text, size_t len);

/* The same of a C string. */
const char *shared_text(struct shared_texts *texts, const char *text);
