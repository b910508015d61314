#include "model/xml.h"

#include <string.h>

#include "model/value.h"

static void write_value(struct arena *arena, struct xml_writer *writer, const char *name,
			const struct api_shape *shape, const void *value);

static void write_items(struct arena *arena, struct xml_writer *writer, const char *name,
			const struct api_shape *shape, const void *list)
{
	const char *item_name = shape->is_flattened ? name : shape->item_name;

	if (shape->kind == API_MAP && !shape->is_flattened)
		item_name = "entry";
	for (size_t i = 0; i < value_list_len(list); i++) {
		const void *item = value_item(shape, list, i);

		if (shape->kind == API_LIST_KIND) {
			write_value(arena, writer, item_name, shape->item, item);
			continue;
		}
		xml_open(writer, item_name);
		xml_write_members(arena, writer, shape, item);
		xml_close(writer, item_name);
	}
}

static void write_value(struct arena *arena, struct xml_writer *writer, const char *name,
			const struct api_shape *shape, const void *value)
{
	const char *text;

	if (value_is_scalar(shape)) {
		text = value_to_text(arena, shape, value, VALUE_TIME_ISO);
		xml_text(writer, name, text ? text : "");
		return;
	}
	if (shape->is_flattened) {
		write_items(arena, writer, name, shape, value);
		return;
	}
	xml_open(writer, name);
	if (shape->kind == API_STRUCTURE)
		xml_write_members(arena, writer, shape, value);
	else
		write_items(arena, writer, name, shape, value);
	xml_close(writer, name);
}

void xml_write_members(struct arena *arena, struct xml_writer *writer,
		       const struct api_shape *shape, const void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const void *value = value_get(member, structure);

		if (value && member->location == API_IN_BODY)
			write_value(arena, writer, member->wire_name, member->shape, value);
	}
}

/* The elements of a list or map: the children of that name. */
static size_t count_items(const struct xml_element *parent, const char *name)
{
	size_t count = 0;

	for (const struct xml_element *at = parent->first; at; at = at->next)
		count += strcmp(at->name, name) == 0;
	return count;
}

static bool read_value(struct arena *arena, const struct xml_element *element,
		       const struct api_shape *shape, void *place);

static bool read_items(struct arena *arena, const struct xml_element *parent, const char *name,
		       const struct api_shape *shape, void *list)
{
	size_t i = 0;

	value_list_make(arena, shape, list, count_items(parent, name));
	for (const struct xml_element *at = parent->first; at; at = at->next) {
		void *item;

		if (strcmp(at->name, name) != 0)
			continue;
		item = value_item_place(shape, list, i++);
		if (shape->kind == API_MAP ? !xml_read_members(arena, at, shape, item)
					   : !read_value(arena, at, shape->item, item))
			return false;
	}
	return true;
}

static bool read_value(struct arena *arena, const struct xml_element *element,
		       const struct api_shape *shape, void *place)
{
	if (value_is_scalar(shape))
		return value_from_text(arena, shape, element->text, place);
	if (shape->kind == API_STRUCTURE)
		return xml_read_members(arena, element, shape, place);
	return read_items(arena, element, shape->kind == API_MAP ? "entry" : shape->item_name,
			  shape, place);
}

bool xml_read_members(struct arena *arena, const struct xml_element *element,
		      const struct api_shape *shape, void *structure)
{
	for (size_t i = 0; i < shape->member_count; i++) {
		const struct api_member *member = &shape->members[i];
		const struct xml_element *child = xml_child(element, member->wire_name);
		void *place;

		if (!child || member->location != API_IN_BODY)
			continue;
		place = value_place(arena, member, structure);
		if (member->shape->is_flattened
			    ? !read_items(arena, element, member->wire_name, member->shape, place)
			    : !read_value(arena, child, member->shape, place))
			return false;
	}
	return true;
}
