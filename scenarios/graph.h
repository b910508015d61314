/*
 * graph.h - an organization as a tree: the root, its units, the accounts with
 * their root credentials, and the control policies where they are attached.
 *
 * It is made of the mock's own state (GET /_mattock/state), so templates are
 * accounts and defaults are what they come to.
 */
#pragma once

#include "wire/arena.h"
#include "wire/buffer.h"
#include "wire/json_reader.h"

enum graph_kind { GRAPH_ORGANIZATION, GRAPH_ROOT, GRAPH_UNIT, GRAPH_ACCOUNT };

struct graph_line {
	enum graph_kind kind;
	size_t depth, place; /* below the first line, and its number, both from 0 */
	bool is_last;        /* of its parent's children */
	bool is_at_risk;     /* an account with root credentials */
	const char *label;   /* "222222222222 shop", printable */
	const char *note;    /* "password, 1 key"; "" if there is nothing to say */
	struct graph_line *parent, *last_child, *next;
};

struct graph {
	struct arena *arena;
	struct graph_line *first, *last;
	size_t count;
};

/* Reads the state; the lines are in the order of the drawing. */
void graph_read(struct arena *arena, const struct json_value *state, struct graph *out_graph);

/*
 * As text, a line each; what says more than @width columns hold goes on below. A width of 0 breaks
 * nothing.
 */
void graph_write_text(const struct graph *graph, size_t width, struct buffer *out);

/* As a standalone SVG document. */
void graph_write_svg(const struct graph *graph, struct buffer *out);
