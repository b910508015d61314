/*
 * buffer.h - a text that grows at its end.
 *
 * The bytes live in an arena (owned by whoever owns that arena) and are
 * always followed by a NUL, so buffer.data is a C string at any time.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct buffer {
	struct arena *arena;
	char *data; /* NUL-terminated, never NULL after buffer_init */
	size_t len; /* without the NUL */
	size_t capacity;
};

/* An empty text with room for @capacity bytes before it has to move. */
void buffer_init(struct buffer *buffer, struct arena *arena, size_t capacity);

/* Appends @len bytes. */
void buffer_add(struct buffer *buffer, const void *data, size_t len);

/* Appends @len bytes for the caller to fill; good until the next addition. */
char *buffer_extend(struct buffer *buffer, size_t len);

/* Appends a C string. */
void buffer_add_text(struct buffer *buffer, const char *text);

/* Appends one byte. */
void buffer_add_char(struct buffer *buffer, char byte);

/* Appends a formatted text. */
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
