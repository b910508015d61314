#include "wire/xml_reader.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "wire/buffer.h"

/* What is known while a document is read. */
struct reader {
	struct arena *arena;
	struct fault *fault;
	XML_Parser parser;
	struct xml_element *root;
	struct xml_element *open[XML_DEPTH_MAX];
	struct buffer texts[XML_DEPTH_MAX]; /* of the open elements; no data until the first */
	unsigned depth;
	bool has_failed;
};

static void fail(struct reader *reader, const char *what)
{
	if (reader->has_failed)
		return;
	reader->has_failed = true;
	fault_set(reader->fault, FAULT_INPUT, "line %lu, column %lu: %s",
		  (unsigned long)XML_GetCurrentLineNumber(reader->parser),
		  (unsigned long)XML_GetCurrentColumnNumber(reader->parser) + 1, what);
	XML_StopParser(reader->parser, XML_FALSE);
}

/* @pairs are name, value, name, value, ..., NULL. */
static void add_attributes(struct reader *reader, struct xml_element *element,
			   const XML_Char **pairs)
{
	struct xml_attribute **end = &element->attributes;

	for (size_t i = 0; pairs[i]; i += 2) {
		struct xml_attribute *attribute = arena_new(reader->arena, struct xml_attribute);

		if (i / 2 == XML_ATTRIBUTES_MAX) {
			fail(reader, "the element has too many attributes");
			return;
		}
		attribute->name = arena_strdup(reader->arena, pairs[i]);
		attribute->value = arena_strdup(reader->arena, pairs[i + 1]);
		*end = attribute;
		end = &attribute->next;
	}
}

static void XMLCALL element_begins(void *context, const XML_Char *name, const XML_Char **pairs)
{
	struct reader *reader = context;
	struct xml_element *element;

	if (reader->has_failed)
		return;
	if (reader->depth == XML_DEPTH_MAX) {
		fail(reader, "the elements are nested too deep");
		return;
	}
	element = arena_new(reader->arena, struct xml_element);
	element->name = arena_strdup(reader->arena, name);
	element->text = "";
	add_attributes(reader, element, pairs);
	if (!reader->depth) {
		reader->root = element;
	} else {
		struct xml_element *parent = reader->open[reader->depth - 1];

		if (parent->last)
			parent->last->next = element;
		else
			parent->first = element;
		parent->last = element;
		parent->child_count++;
	}
	reader->texts[reader->depth] = (struct buffer){ 0 };
	reader->open[reader->depth++] = element;
}

static void XMLCALL element_ends(void *context, const XML_Char *name)
{
	struct reader *reader = context;
	struct buffer *text;

	UNUSED(name);
	if (reader->has_failed)
		return;
	text = &reader->texts[--reader->depth];
	if (text->data) {
		reader->open[reader->depth]->text = text->data;
		reader->open[reader->depth]->text_len = text->len;
	}
}

static void XMLCALL text_goes_on(void *context, const XML_Char *data, int len)
{
	struct reader *reader = context;
	struct buffer *text;

	if (reader->has_failed)
		return;
	text = &reader->texts[reader->depth - 1];
	if (!text->data)
		buffer_init(text, reader->arena, (size_t)len);
	buffer_add(text, data, (size_t)len);
}

static void XMLCALL doctype_begins(void *context, const XML_Char *name, const XML_Char *system_id,
				   const XML_Char *public_id, int has_internal_subset)
{
	UNUSED(name);
	UNUSED(system_id);
	UNUSED(public_id);
	UNUSED(has_internal_subset);
	fail(context, "a document type declaration is not allowed");
}

bool xml_read(struct arena *arena, const char *data, size_t len, struct fault *fault,
	      const struct xml_element **out_root)
{
	struct reader reader = { .arena = arena, .fault = fault };
	enum XML_Status status;

	if (len > XML_SIZE_MAX)
		return fault_set(fault, FAULT_INPUT, "the document is larger than %d bytes",
				 XML_SIZE_MAX);
	reader.parser = XML_ParserCreate("UTF-8");
	if (!reader.parser)
		abort();
	XML_SetUserData(reader.parser, &reader);
	XML_SetElementHandler(reader.parser, element_begins, element_ends);
	XML_SetCharacterDataHandler(reader.parser, text_goes_on);
	XML_SetStartDoctypeDeclHandler(reader.parser, doctype_begins);
	status = XML_Parse(reader.parser, data ? data : "", (int)len, XML_TRUE);
	if (status != XML_STATUS_OK)
		fail(&reader, XML_ErrorString(XML_GetErrorCode(reader.parser)));
	XML_ParserFree(reader.parser);
	if (reader.has_failed)
		return false;
	*out_root = reader.root;
	return true;
}

const struct xml_element *xml_child(const struct xml_element *element, const char *name)
{
	const struct xml_element *child = element ? element->first : NULL;

	while (child && strcmp(child->name, name) != 0)
		child = child->next;
	return child;
}

const char *xml_child_text(const struct xml_element *element, const char *name)
{
	const struct xml_element *child = xml_child(element, name);

	return child ? child->text : NULL;
}

const char *xml_attribute(const struct xml_element *element, const char *name)
{
	const struct xml_attribute *attribute = element ? element->attributes : NULL;

	while (attribute && strcmp(attribute->name, name) != 0)
		attribute = attribute->next;
	return attribute ? attribute->value : NULL;
}

const char *xml_local_name(const struct xml_element *element)
{
	const char *colon = strchr(element->name, ':');

	return colon ? colon + 1 : element->name;
}

const struct xml_element *xml_find_local(const struct xml_element *element, const char *name)
{
	while (element && strcmp(xml_local_name(element), name) != 0)
		element = element->next;
	return element;
}
