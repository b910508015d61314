#include "client/shared_text.h"

#include <string.h>

const char *shared_text_len(struct shared_texts *texts, const char *text, size_t len)
{
	const char **slot;
	size_t hash = 5381;

	if (!text)
		return NULL;
	for (size_t i = 0; i < len; i++)
		hash = hash * 33 + (unsigned char)text[i];
	slot = &texts->slots[hash % SHARED_TEXT_SLOTS];
	if (!*slot || strncmp(*slot, text, len) != 0 || (*slot)[len])
		*slot = arena_strndup(texts->arena, text, len);
	return *slot;
}

const char *shared_text(struct shared_texts *texts, const char *text)
{
	return text ? shared_text_len(texts, text, strlen(text)) : NULL;
}
