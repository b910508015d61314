#include "model/value.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "wire/clock.h"
#include "wire/encoding.h"

static bool is_present(const struct api_shape *shape, const void *slot)
{
	switch (shape->kind) {
	case API_STRING:
		return *(const char *const *)slot;
	case API_INTEGER:
	case API_LONG:
		return ((const struct api_integer *)slot)->is_set;
	case API_BOOLEAN:
		return ((const struct api_boolean *)slot)->is_set;
	case API_TIMESTAMP:
		return ((const struct api_timestamp *)slot)->is_set;
	case API_BLOB:
		return ((const struct api_blob *)slot)->data;
	case API_LIST_KIND:
	case API_MAP:
		return ((const struct api_list *)slot)->is_set ||
		       ((const struct api_list *)slot)->len;
	case API_STRUCTURE:
		return *(const void *const *)slot;
	}
	return false;
}

const void *value_get(const struct api_member *member, const void *structure)
{
	const void *slot = (const char *)structure + member->offset;

	if (!is_present(member->shape, slot))
		return NULL;
	return member->shape->kind == API_STRUCTURE ? *(const void *const *)slot : slot;
}

void *value_place(struct arena *arena, const struct api_member *member, void *structure)
{
	void *slot = (char *)structure + member->offset;
	void *made;

	if (member->shape->kind != API_STRUCTURE)
		return slot;
	made = arena_alloc(arena, member->shape->size);
	*(void **)slot = made;
	return made;
}

static size_t stride(const struct api_shape *shape)
{
	return shape->kind == API_MAP ? shape->entry_size : shape->item->size;
}

const void *value_item(const struct api_shape *shape, const void *list, size_t index)
{
	return (const char *)((const struct api_list *)list)->items + index * stride(shape);
}

void *value_item_place(const struct api_shape *shape, void *list, size_t index)
{
	return (char *)((struct api_list *)list)->items + index * stride(shape);
}

void value_list_make(struct arena *arena, const struct api_shape *shape, void *list, size_t len)
{
	struct api_list *made = list;

	made->is_set = true;
	made->len = len;
	made->items = arena_array(arena, len, stride(shape));
}

size_t value_list_len(const void *list)
{
	return ((const struct api_list *)list)->len;
}

bool value_is_scalar(const struct api_shape *shape)
{
	return shape->kind < API_LIST_KIND;
}

static const char *time_to_text(struct arena *arena, int64_t ms, enum value_time form)
{
	char text[CLOCK_HTTP_LEN + 1];

	if (form == VALUE_TIME_HTTP)
		clock_format_http(ms, text);
	else
		clock_format_iso(ms, text);
	return arena_strdup(arena, text);
}

const char *value_to_text(struct arena *arena, const struct api_shape *shape, const void *value,
			  enum value_time time_form)
{
	const struct api_blob *blob = value;

	switch (shape->kind) {
	case API_STRING:
		return *(const char *const *)value;
	case API_INTEGER:
	case API_LONG:
		return arena_printf(arena, "%" PRId64, ((const struct api_integer *)value)->value);
	case API_BOOLEAN:
		return ((const struct api_boolean *)value)->value ? "true" : "false";
	case API_TIMESTAMP:
		return time_to_text(arena, ((const struct api_timestamp *)value)->ms, time_form);
	case API_BLOB:
		return base64_encode(arena, blob->data, blob->len);
	default:
		return NULL;
	}
}

static bool integer_from_text(const struct api_shape *shape, const char *text, int64_t *out_value)
{
	const char *digits = text + (*text == '+' || *text == '-');
	long long value;

	if (!*digits || digits[strspn(digits, "0123456789")])
		return false;
	errno = 0;
	value = strtoll(text, NULL, 10);
	if (errno || (shape->kind == API_INTEGER && (value < INT32_MIN || value > INT32_MAX)))
		return false;
	*out_value = value;
	return true;
}

static bool boolean_from_text(const char *text, bool *out_value)
{
	*out_value = strcasecmp(text, "true") == 0 || strcmp(text, "1") == 0;
	return *out_value || strcasecmp(text, "false") == 0 || strcmp(text, "0") == 0;
}

bool value_seconds_to_ms(double seconds, int64_t *out_ms)
{
	if (!(seconds > -1e12 && seconds < 1e12))
		return false;
	*out_ms = (int64_t)(seconds * 1000 + (seconds < 0 ? -0.5 : 0.5));
	return true;
}

static bool time_from_text(const char *text, int64_t *out_ms)
{
	char *end;
	double seconds;

	if (clock_parse_iso(text, out_ms) || clock_parse_http(text, out_ms))
		return true;
	if (!isdigit((unsigned char)*text) && *text != '-')
		return false;
	seconds = strtod(text, &end);
	return !*end && value_seconds_to_ms(seconds, out_ms);
}

bool value_from_text(struct arena *arena, const struct api_shape *shape, const char *text,
		     void *out_value)
{
	struct api_integer integer = { .is_set = true };
	struct api_boolean boolean = { .is_set = true };
	struct api_timestamp timestamp = { .is_set = true };
	struct api_blob *blob = out_value;

	switch (shape->kind) {
	case API_STRING:
		*(const char **)out_value = text;
		return true;
	case API_INTEGER:
	case API_LONG:
		if (!integer_from_text(shape, text, &integer.value))
			return false;
		*(struct api_integer *)out_value = integer;
		return true;
	case API_BOOLEAN:
		if (!boolean_from_text(text, &boolean.value))
			return false;
		*(struct api_boolean *)out_value = boolean;
		return true;
	case API_TIMESTAMP:
		if (!time_from_text(text, &timestamp.ms))
			return false;
		*(struct api_timestamp *)out_value = timestamp;
		return true;
	case API_BLOB:
		return base64_decode(arena, text, strlen(text), (uint8_t **)(void *)&blob->data,
				     &blob->len);
	default:
		return false;
	}
}
