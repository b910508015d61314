#include "wire/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *buffer, struct arena *arena, size_t capacity)
{
	buffer->arena = arena;
	buffer->capacity = capacity + 1;
	buffer->len = 0;
	buffer->data = arena_alloc(arena, buffer->capacity);
}

static void buffer_grow(struct buffer *buffer, size_t len)
{
	size_t capacity = buffer->capacity;

	if (len > SIZE_MAX / 4 - buffer->len)
		abort();
	while (capacity - buffer->len <= len)
		capacity *= 2;
	buffer->data = arena_grow(buffer->arena, buffer->data, buffer->capacity, capacity);
	buffer->capacity = capacity;
}

/* Makes room for @len more bytes and the NUL. */
static inline void buffer_reserve(struct buffer *buffer, size_t len)
{
	if (len >= buffer->capacity - buffer->len)
		buffer_grow(buffer, len);
}

void buffer_add(struct buffer *buffer, const void *data, size_t len)
{
	buffer_reserve(buffer, len);
	if (len)
		memcpy(buffer->data + buffer->len, data, len);
	buffer->len += len;
	buffer->data[buffer->len] = '\0';
}

char *buffer_extend(struct buffer *buffer, size_t len)
{
	char *place;

	buffer_reserve(buffer, len);
	place = buffer->data + buffer->len;
	buffer->len += len;
	buffer->data[buffer->len] = '\0';
	return place;
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char byte)
{
	buffer_reserve(buffer, 1);
	buffer->data[buffer->len++] = byte;
	buffer->data[buffer->len] = '\0';
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int len;

	/* Most texts fit into the room there is. */
	va_start(arguments, format);
	len = vsnprintf(buffer->data + buffer->len, buffer->capacity - buffer->len, format,
			arguments);
	va_end(arguments);
	if (len < 0)
		abort();
	if ((size_t)len < buffer->capacity - buffer->len) {
		buffer->len += (size_t)len;
		return;
	}
	buffer_reserve(buffer, (size_t)len);
	va_start(arguments, format);
	vsnprintf(buffer->data + buffer->len, (size_t)len + 1, format, arguments);
	va_end(arguments);
	buffer->len += (size_t)len;
}
