#include "wire/arena.h"

#include <openssl/crypto.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 8 * 1024, ALIGNMENT = alignof(max_align_t) };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

static struct arena_block *block_add(struct arena *arena, size_t at_least)
{
	size_t size = arena->first ? arena->first->size * 2 : FIRST_BLOCK;
	struct arena_block *block;

	while (size < at_least)
		size *= 2;
	block = malloc(sizeof(*block) + size);
	if (!block)
		abort();
	block->next = arena->first;
	block->size = size;
	block->used = 0;
	arena->first = block;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->first;
	size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	void *memory;

	if (rounded < size || rounded > SIZE_MAX / 4)
		abort();
	if (!block || block->size - block->used < rounded)
		block = block_add(arena, rounded);
	memory = block->data + block->used;
	block->used += rounded;
	arena->used += rounded;
	return memset(memory, 0, rounded);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		abort();
	return arena_alloc(arena, total);
}

char *arena_strndup(struct arena *arena, const char *data, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	if (len)
		memcpy(copy, data, len);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

static char *print_in_block(struct arena *arena, const char *format, va_list arguments)
	PRINTF_LIKE(2, 0);

/* Most texts fit into what is left of the block, so they are written there at once. */
PRINTF_LIKE(2, 0)
static char *print_in_block(struct arena *arena, const char *format, va_list arguments)
{
	struct arena_block *block = arena->first;
	size_t room = block ? block->size - block->used : 0;
	char *text = room ? (char *)block->data + block->used : NULL;
	int len = vsnprintf(text, room, format, arguments);

	if (len < 0)
		abort();
	if ((size_t)len < room) {
		size_t rounded = ((size_t)len + ALIGNMENT) & ~(size_t)(ALIGNMENT - 1);

		block->used += rounded;
		arena->used += rounded;
		return text;
	}
	if (room)
		OPENSSL_cleanse(text, room); /* wiping ends where the block's use ends */
	return NULL;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, arguments);
	text = print_in_block(arena, format, again);
	va_end(again);
	if (text)
		return text;
	va_copy(again, arguments);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		abort();
	text = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, arguments);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return text;
}

static void blocks_free(struct arena_block *block)
{
	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->first;

	arena->used = 0;
	if (!kept)
		return;
	blocks_free(kept->next);
	kept->next = NULL;
	kept->used = 0;
}

void arena_wipe(struct arena *arena)
{
	for (struct arena_block *block = arena->first; block; block = block->next)
		OPENSSL_cleanse(block->data, block->used);
	arena_reset(arena);
}

void arena_done(struct arena *arena)
{
	blocks_free(arena->first);
	*arena = (struct arena){ 0 };
}
