/*
 * parameters.h - the input of an operation as JSON for people.
 */
#pragma once

#include "model/api.h"
#include "wire/json_writer.h"

/*
 * Writes a structure with the names of AWS's model. What is absent or what
 * the contract calls sensitive is left out; times are ISO 8601.
 */
void parameters_write(struct json_writer *json, const struct api_shape *shape, const void *value);
