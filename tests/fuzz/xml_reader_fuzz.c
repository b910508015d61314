#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "wire/xml_reader.h"

static size_t count_attributes(const struct xml_element *element)
{
	size_t total = 0;

	for (const struct xml_attribute *at = element->attributes; at; at = at->next) {
		assert(at->name && at->value && xml_attribute(element, at->name) == at->value);
		total++;
	}
	return total;
}

/* Counts a tree and checks its links. */
static size_t count(const struct xml_element *element, size_t depth)
{
	size_t total = 1, children = 0;

	assert(depth <= XML_DEPTH_MAX);
	assert(element->name && strlen(element->text) == element->text_len);
	for (const struct xml_element *child = element->first; child; child = child->next) {
		total += count(child, depth + 1);
		children++;
	}
	assert(children == element->child_count);
	assert(count_attributes(element) <= XML_ATTRIBUTES_MAX);
	return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct xml_element *root;
	struct fault fault = { 0 };
	ARENA_AUTO(arena);

	if (xml_read(&arena, (const char *)data, size, &fault, &root))
		assert(count(root, 1) <= size);
	else
		assert(fault.kind == FAULT_INPUT && fault.message[0]);
	return 0;
}
