/*
 * xml.h - contract values as XML elements, for Query answers and REST-XML.
 */
#pragma once

#include "model/api.h"
#include "wire/arena.h"
#include "wire/xml_reader.h"
#include "wire/xml_writer.h"

/*
 * Writes the members of a structure that go into a body, in AWS's order, into
 * the element that is open.
 */
void xml_write_members(struct arena *arena, struct xml_writer *writer,
		       const struct api_shape *shape, const void *structure);

/*
 * Fills the body members of a zeroed structure from an element's children.
 * Unknown elements are ignored; false if a number, a time or base64 is none.
 */
MUST_USE bool xml_read_members(struct arena *arena, const struct xml_element *element,
			       const struct api_shape *shape, void *structure);
