/*
 * xml_reader.h - XML as a small tree.
 *
 * Reading is expat's; what is kept lives in an arena. Nothing outside the
 * document is ever read: a document type declaration is refused, and with it
 * every entity but XML's own five. Prefixes are kept in the names, of elements
 * and of attributes.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { XML_DEPTH_MAX = 64, XML_ATTRIBUTES_MAX = 64, XML_SIZE_MAX = 64 * 1024 * 1024 };

struct xml_attribute {
	const char *name;
	const char *value;
	struct xml_attribute *next;
};

struct xml_element {
	const char *name;
	const char *text; /* all characters directly in the element, "" if none */
	size_t text_len;
	struct xml_element *first, *last; /* children */
	struct xml_element *next;         /* sibling */
	size_t child_count;
	struct xml_attribute *attributes; /* in the order they stand, XML_ATTRIBUTES_MAX at most */
};

/* Reads a document; the fault says line and column. The tree is owned by @arena. */
MUST_USE bool xml_read(struct arena *arena, const char *data, size_t len, struct fault *fault,
		       const struct xml_element **out_root);

/* The first child of that name, or NULL. A NULL element has no children. */
const struct xml_element *xml_child(const struct xml_element *element, const char *name);

/* The text of the first child of that name, or NULL if there is no such child. */
const char *xml_child_text(const struct xml_element *element, const char *name);

/* The value of the attribute of that name, or NULL. A NULL element has none. */
const char *xml_attribute(const struct xml_element *element, const char *name);

/* The name of an element without its prefix. */
const char *xml_local_name(const struct xml_element *element);

/*
 * The first of @element and the siblings behind it whose name without its
 * prefix is @name, or NULL: how documents are read whose writers choose their
 * prefixes. Which namespace a prefix stands for is not looked at.
 */
const struct xml_element *xml_find_local(const struct xml_element *element, const char *name);
