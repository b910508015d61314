/*
 * xml_reader.h - XML as a small tree.
 *
 * Reading is expat's; what is kept lives in an arena. Nothing outside the
 * document is ever read: a document type declaration is refused, and with it
 * every entity but XML's own five. Prefixes are kept in the names, attributes
 * are not kept: AWS says nothing in them that is needed.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"

enum { XML_DEPTH_MAX = 64, XML_SIZE_MAX = 64 * 1024 * 1024 };

struct xml_element {
	const char *name;
	const char *text; /* all characters directly in the element, "" if none */
	size_t text_len;
	struct xml_element *first, *last; /* children */
	struct xml_element *next;         /* sibling */
	size_t child_count;
};

/* Reads a document; the fault says line and column. The tree is owned by @arena. */
MUST_USE bool xml_read(struct arena *arena, const char *data, size_t len, struct fault *fault,
		       const struct xml_element **out_root);

/* The first child of that name, or NULL. A NULL element has no children. */
const struct xml_element *xml_child(const struct xml_element *element, const char *name);

/* The text of the first child of that name, or NULL if there is no such child. */
const char *xml_child_text(const struct xml_element *element, const char *name);
