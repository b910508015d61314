/*
 * graph_write.c - the forms of a graph.
 */
#include <string.h>

#include "client/text_width.h"
#include "scenarios/graph.h"
#include "wire/xml_writer.h"

enum { INDENT = 3, LABEL_COLUMNS_MAX = 44 };
enum { LINE_PX = 22, INDENT_PX = 22, LETTER_PX = 8, MARGIN_PX = 16 };

/* The lines of the tree in front of a label. */
static void add_branches(const struct graph_line *line, struct buffer *out)
{
	if (!line->parent)
		return;
	if (line->parent->parent) {
		const struct graph_line *above = line->parent;
		struct {
			const char *text;
		} marks[64];
		size_t count = 0;

		for (; above->parent && count < ARRAY_LEN(marks); above = above->parent)
			marks[count++].text = above->is_last ? "   " : "│  ";
		while (count > 0)
			buffer_add_text(out, marks[--count].text);
	}
	buffer_add_text(out, line->is_last ? "└─ " : "├─ ");
}

static size_t label_columns(const struct graph_line *line)
{
	return line->depth * INDENT + text_width(line->label);
}

void graph_write_text(const struct graph *graph, struct buffer *out)
{
	size_t widest = 0;

	for (const struct graph_line *line = graph->first; line; line = line->next)
		if (label_columns(line) > widest && label_columns(line) <= LABEL_COLUMNS_MAX)
			widest = label_columns(line);
	for (const struct graph_line *line = graph->first; line; line = line->next) {
		add_branches(line, out);
		buffer_add_text(out, line->label);
		if (*line->note) {
			for (size_t at = label_columns(line); at < widest; at++)
				buffer_add_char(out, ' ');
			buffer_printf(out, "  %s", line->note);
		}
		buffer_add_char(out, '\n');
	}
}

static void add_number(struct xml_writer *xml, struct arena *arena, const char *name, size_t value)
{
	xml_add_attribute(xml, name, arena_printf(arena, "%zu", value));
}

static const char *const colors[] = {
	[GRAPH_ORGANIZATION] = "#1b3a57",
	[GRAPH_ROOT] = "#1b3a57",
	[GRAPH_UNIT] = "#4a7ba6",
	[GRAPH_ACCOUNT] = "#3c8d5a",
};

static size_t x_of(const struct graph_line *line)
{
	return MARGIN_PX + line->depth * INDENT_PX;
}

/* The number of a line, from 0. */
static size_t place_of(const struct graph *graph, const struct graph_line *wanted)
{
	size_t place = 0;

	for (const struct graph_line *line = graph->first; line != wanted; line = line->next)
		place++;
	return place;
}

static void draw_branch(const struct graph *graph, struct xml_writer *xml,
			const struct graph_line *line, size_t y)
{
	size_t from = MARGIN_PX + place_of(graph, line->parent) * LINE_PX + 5;

	xml_open(xml, "path");
	xml_add_attribute(xml, "d",
			  arena_printf(graph->arena, "M%zu %zuV%zuH%zu", x_of(line->parent), from,
				       y, x_of(line)));
	xml_add_attribute(xml, "fill", "none");
	xml_add_attribute(xml, "stroke", "#b0b8c0");
	xml_close(xml, "path");
}

static void draw_text(const struct graph *graph, struct xml_writer *xml,
		      const struct graph_line *line, size_t y)
{
	xml_open(xml, "text");
	add_number(xml, graph->arena, "x", x_of(line) + 10);
	add_number(xml, graph->arena, "y", y + 4);
	xml_add_attribute(xml, "fill", line->is_at_risk ? "#b3261e" : "#202428");
	xml_close_with_text(xml, "text",
			    arena_printf(graph->arena, *line->note ? "%s · %s" : "%s%s",
					 line->label, line->note));
}

static void draw_line(const struct graph *graph, struct xml_writer *xml,
		      const struct graph_line *line, size_t y)
{
	if (line->parent)
		draw_branch(graph, xml, line, y);
	xml_open(xml, "circle");
	add_number(xml, graph->arena, "cx", x_of(line));
	add_number(xml, graph->arena, "cy", y);
	add_number(xml, graph->arena, "r", 5);
	xml_add_attribute(xml, "fill", line->is_at_risk ? "#b3261e" : colors[line->kind]);
	xml_close(xml, "circle");
	draw_text(graph, xml, line, y);
}

static size_t width_px(const struct graph *graph)
{
	size_t widest = 0;

	for (const struct graph_line *line = graph->first; line; line = line->next) {
		size_t width = x_of(line) + 10 +
			       (text_width(line->label) + text_width(line->note) + 2) * LETTER_PX;

		if (width > widest)
			widest = width;
	}
	return widest + MARGIN_PX;
}

void graph_write_svg(const struct graph *graph, struct buffer *out)
{
	struct arena *arena = graph->arena;
	struct xml_writer xml;
	size_t y = MARGIN_PX;

	buffer_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	xml_writer_init(&xml, out, false);
	xml_open(&xml, "svg");
	xml_add_attribute(&xml, "xmlns", "http://www.w3.org/2000/svg");
	add_number(&xml, arena, "width", width_px(graph));
	add_number(&xml, arena, "height", graph->count * LINE_PX + MARGIN_PX);
	xml_add_attribute(&xml, "font-family", "monospace");
	xml_add_attribute(&xml, "font-size", "13");
	for (const struct graph_line *line = graph->first; line; line = line->next, y += LINE_PX)
		draw_line(graph, &xml, line, y);
	xml_close(&xml, "svg");
	buffer_add_char(out, '\n');
}
