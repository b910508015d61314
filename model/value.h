/*
 * value.h - walking a C struct by its table row.
 *
 * A "value" is the address of what a list stores in place: of a const char *,
 * a struct api_integer, a list, or the structure itself. Only a member of
 * kind structure is stored as a pointer, and these functions follow it.
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"

/* The value of a member, or NULL if it is absent. */
const void *value_get(const struct api_member *member, const void *structure);

/* Where the value of a member is to be put; a structure is made, and zeroed. */
void *value_place(struct arena *arena, const struct api_member *member, void *structure);

/* Item @index of a list, or entry @index of a map. */
const void *value_item(const struct api_shape *shape, const void *list, size_t index);

/* Sets a list or map to @len zeroed items or entries. */
void value_list_make(struct arena *arena, const struct api_shape *shape, void *list, size_t len);

/* As value_item, to write to. */
void *value_item_place(const struct api_shape *shape, void *list, size_t index);

/* The number of items of a list or entries of a map. */
size_t value_list_len(const void *list);

/* How a time is written as text. */
enum value_time { VALUE_TIME_ISO, VALUE_TIME_HTTP };

/* Whether a shape has a text form: neither list nor map nor structure. */
bool value_is_scalar(const struct api_shape *shape);

/* The text of a scalar: decimal, "true", a time, base64, or the text itself. */
const char *value_to_text(struct arena *arena, const struct api_shape *shape, const void *value,
			  enum value_time time_form);

/*
 * Reads what value_to_text writes. Numbers may have a sign and leading zeros
 * and must fit the kind's size, booleans may be 1 and 0, a time may have
 * either form or be seconds since 1970 (recorded). False if the text has none of these forms;
 * nothing is stored then.
 */
MUST_USE bool value_from_text(struct arena *arena, const struct api_shape *shape, const char *text,
			      void *out_value);

/* Seconds since 1970 as milliseconds, rounded; false if they are no time that could be meant. */
MUST_USE bool value_seconds_to_ms(double seconds, int64_t *out_ms);
