#include "wire/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 8 * 1024, LAST_BLOCK = 1024 * 1024, ALIGNMENT = alignof(max_align_t) };
enum { JOIN_MAX = 16 };

/* What is behind @used is zero: a block begins so, and a reset clears what was handed out. */
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

	/* Twice the one before, so that there are few, but not for ever: half of it may stay idle.
	 */
	if (size > LAST_BLOCK)
		size = LAST_BLOCK;
	while (size < at_least)
		size *= 2;
	block = calloc(1, sizeof(*block) + size);
	if (!block)
		abort();
	block->next = arena->first;
	block->size = size;
	arena->first = block;
	return block;
}

static size_t round_up(size_t size)
{
	return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* @size bytes at the next place; only that place's alignment is sure. */
static void *take(struct arena *arena, size_t padding, size_t size)
{
	struct arena_block *block = arena->first;
	void *memory;

	if (size > SIZE_MAX / 4)
		abort();
	if (!block || block->size - block->used < padding + size) {
		block = block_add(arena, size);
		padding = 0;
	}
	memory = block->data + block->used + padding;
	block->used += padding + size;
	arena->used += padding + size;
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const struct arena_block *block = arena->first;

	return take(arena, block ? round_up(block->used) - block->used : 0, size ? size : 1);
}

void *arena_grow(struct arena *arena, void *memory, size_t size, size_t new_size)
{
	struct arena_block *block = arena->first;
	size_t more = new_size - size;
	void *moved;

	if (block && size > 0 && (unsigned char *)memory + size == block->data + block->used &&
	    more <= block->size - block->used) {
		block->used += more;
		arena->used += more;
		return memory;
	}
	moved = arena_alloc(arena, new_size);
	memcpy(moved, memory, size);
	return moved;
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
	char *copy = take(arena, 0, len + 1);

	if (len)
		memcpy(copy, data, len);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_join(struct arena *arena, const char *const *texts, size_t count)
{
	size_t lens[JOIN_MAX], len = 0;
	char *joined, *at;

	assert(count <= JOIN_MAX);
	for (size_t i = 0; i < count; i++) {
		lens[i] = texts[i] ? strlen(texts[i]) : 0;
		len += lens[i];
	}
	joined = at = take(arena, 0, len + 1);
	for (size_t i = 0; i < count; i++) {
		if (lens[i])
			memcpy(at, texts[i], lens[i]);
		at += lens[i];
	}
	return joined;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	struct arena_block *block = arena->first;
	size_t room = block ? block->size - block->used : 0;
	char *place = room ? (char *)block->data + block->used : NULL;
	va_list again;
	char *text;
	int len;

	va_copy(again, arguments);
	len = vsnprintf(place, room, format, again);
	va_end(again);
	if (len < 0)
		abort();
	if ((size_t)len < room) /* as it is for most texts */
		return take(arena, 0, (size_t)len + 1);
	if (room)
		explicit_bzero(place, room);
	text = take(arena, 0, (size_t)len + 1);
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

/* The compiler may not leave it out before a free. */
static void block_clear(struct arena_block *block)
{
	explicit_bzero(block->data, block->used);
	block->used = 0;
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
	block_clear(kept);
}

void arena_wipe(struct arena *arena)
{
	for (struct arena_block *block = arena->first; block; block = block->next)
		block_clear(block);
	arena_reset(arena);
}

void arena_done(struct arena *arena)
{
	blocks_free(arena->first);
	*arena = (struct arena){ 0 };
}
