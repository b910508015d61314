/*
 * arena.h - memory that is dropped as a whole.
 *
 * A request of the server and a call of the client each own one arena. What
 * is parsed, handled and encoded for it lives there and needs no free of its
 * own. Out of memory aborts: journals and transactions make that harmless.
 * An arena is used by one thread at a time.
 */
#pragma once

#include <stdarg.h>

#include "wire/base.h"

struct arena_block;

/* A zeroed struct is an empty arena, ready to use. */
struct arena {
	struct arena_block *first; /* the block in use, newest first */
	size_t used;               /* bytes handed out since the last reset */
};

/* An arena that is dropped when the scope ends. Not in tests: a failing assertion jumps out. */
#define ARENA_AUTO(name) __attribute__((cleanup(arena_done))) struct arena name = { 0 }

/* Zeroed memory of @size bytes, aligned for any type. Never NULL, also for size 0. */
void *arena_alloc(struct arena *arena, size_t size);

/*
 * The same bytes with room for @new_size, zeroed behind the first @size: in
 * place if nothing was handed out since, otherwise a copy.
 */
void *arena_grow(struct arena *arena, void *memory, size_t size, size_t new_size);

/* Zeroed memory for @count items of @size bytes each; aborts if the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* One zeroed object of type @type. */
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* Texts stand one behind the other: they are not aligned. */

/* A copy of the text; NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *text);

/* A NUL-terminated copy of @len bytes. */
char *arena_strndup(struct arena *arena, const char *data, size_t len);

/* The @count texts, 16 at most, one behind the other; a NULL is left out. */
char *arena_join(struct arena *arena, const char *const *texts, size_t count);

/* As arena_join, of the texts given. */
#define ARENA_JOIN(arena, ...)                                    \
	arena_join((arena), (const char *const[]){ __VA_ARGS__ }, \
		   ARRAY_LEN(((const char *const[]){ __VA_ARGS__ })))

/* A formatted text. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

/* Forgets everything handed out and keeps one block for the next use. */
void arena_reset(struct arena *arena);

/* As arena_reset, and overwrites what was handed out: for arenas that held secrets. */
void arena_wipe(struct arena *arena);

/* Frees everything. The arena is empty and may be used again. */
void arena_done(struct arena *arena);
