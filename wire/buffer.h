/*
 * buffer.h - a text that grows at its end.
 *
 * The bytes live in an arena (owned by whoever owns that arena) and are
 * always followed by a NUL, so buffer.data is a C string at any time.
 */
#pragma once

#include <string.h>

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

/* Makes room for more than @len further bytes; only for the functions below. */
void buffer_grow(struct buffer *buffer, size_t len);

/* Appends @len bytes for the caller to fill; good until the next addition. */
static inline char *buffer_extend(struct buffer *buffer, size_t len)
{
	char *place;

	if (len >= buffer->capacity - buffer->len)
		buffer_grow(buffer, len);
	place = buffer->data + buffer->len;
	buffer->len += len;
	place[len] = '\0';
	return place;
}

/* Appends @len bytes. */
static inline void buffer_add(struct buffer *buffer, const void *data, size_t len)
{
	char *place = buffer_extend(buffer, len);

	if (len)
		memcpy(place, data, len);
}

/* Appends a C string. */
static inline void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

/* Appends one byte. */
static inline void buffer_add_char(struct buffer *buffer, char byte)
{
	*buffer_extend(buffer, 1) = byte;
}

/* Appends a formatted text. */
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
