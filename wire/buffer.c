#include "wire/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buffer_init(struct buffer *buffer, struct arena *arena, size_t capacity)
{
	buffer->arena = arena;
	buffer->capacity = capacity + 1;
	buffer->len = 0;
	buffer->data = arena_alloc(arena, buffer->capacity);
}

void buffer_grow(struct buffer *buffer, size_t len)
{
	size_t capacity = buffer->capacity;

	if (len > SIZE_MAX / 4 - buffer->len)
		abort();
	while (capacity - buffer->len <= len)
		capacity *= 2;
	buffer->data = arena_grow(buffer->arena, buffer->data, buffer->capacity, capacity);
	buffer->capacity = capacity;
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
	va_start(arguments, format);
	vsnprintf(buffer_extend(buffer, (size_t)len), (size_t)len + 1, format, arguments);
	va_end(arguments);
}
