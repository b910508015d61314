/*
 * json.h - contract values as JSON, for JSON 1.0, 1.1 and REST-JSON.
 *
 * null is as good as absent and unknown members are ignored (recorded).
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"
#include "wire/fault.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

/* Writes a structure's body members as an object. */
void json_write_structure(struct arena *arena, struct json_writer *writer,
			  const struct api_shape *shape, const void *structure);

/*
 * Fills the body members of a zeroed structure from an object. The fault
 * names the member whose value is of another kind.
 */
MUST_USE bool json_read_structure(struct arena *arena, const struct json_value *object,
				  const struct api_shape *shape, struct fault *fault,
				  void *structure);

/*
 * Fills a zeroed input from an object that somebody wrote by hand, as in a
 * scenario: every member by AWS's name, wherever a request carries it. A
 * member that the operation does not have is a fault.
 */
MUST_USE bool json_read_input(struct arena *arena, const struct json_value *object,
			      const struct api_operation *operation, struct fault *fault, void *in);
