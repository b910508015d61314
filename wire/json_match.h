/*
 * json_match.h - whether one JSON value is a part of another.
 */
#pragma once

#include "wire/base.h"
#include "wire/json_reader.h"

/*
 * True if @wanted is part of @found: a scalar equals it; an object's members
 * are all there and are parts; every item of an array is part of some item of
 * the found array (order and further items do not matter); an empty array is
 * found only in an empty array. Null also matches what is absent.
 */
bool json_match_is_part(const struct json_value *wanted, const struct json_value *found);

/*
 * The path of the first member of @wanted that is not part of @found, for
 * example ".accounts[0].root.keys"; "" if the values themselves differ.
 */
const char *json_match_first_difference(struct arena *arena, const struct json_value *wanted,
					const struct json_value *found);
