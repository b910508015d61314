#include "wire/http.h"

#include <string.h>
#include <strings.h>

void http_headers_add(struct http_headers *headers, struct arena *arena, const char *name,
		      const char *value)
{
	if (headers->count == headers->capacity) {
		size_t capacity = headers->capacity ? headers->capacity * 2 : 16;
		struct http_header *items = arena_array(arena, capacity, sizeof(*items));

		if (headers->count)
			memcpy(items, headers->items, headers->count * sizeof(*items));
		headers->items = items;
		headers->capacity = capacity;
	}
	headers->items[headers->count++] = (struct http_header){ .name = name, .value = value };
}

const char *http_headers_get(const struct http_headers *headers, const char *name)
{
	for (size_t i = 0; i < headers->count; i++)
		if (!strcasecmp(headers->items[i].name, name))
			return headers->items[i].value;
	return NULL;
}

size_t http_headers_count(const struct http_headers *headers, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < headers->count; i++)
		count += !strcasecmp(headers->items[i].name, name);
	return count;
}

bool http_media_type_is(const char *content_type, const char *media_type)
{
	size_t len;

	if (!content_type)
		return false;
	content_type += strspn(content_type, " \t");
	len = strcspn(content_type, "; \t");
	return len == strlen(media_type) && !strncasecmp(content_type, media_type, len);
}
