/*
 * graph_write.c - the forms of a graph.
 */
#include <string.h>

#include "client/text_width.h"
#include "client/text_wrap.h"
#include "scenarios/graph.h"
#include "wire/xml_writer.h"

enum { INDENT = 3, GAP = 2, LABEL_COLUMNS_MAX = 44, NOTE_COLUMNS_MIN = 24 };
enum { LINE_PX = 22, INDENT_PX = 22, LETTER_PX = 8, MARGIN_PX = 16, DOT_PX = 5 };

/* The lines of the tree down to @line itself, as they go past what stands below or beside it. */
static void add_bars(const struct graph_line *line, struct buffer *out)
{
	if (!line->parent)
		return;
	add_bars(line->parent, out);
	buffer_add_text(out, line->is_last ? "   " : "│  ");
}

/* The lines of the tree in front of a label. */
static void add_branches(const struct graph_line *line, struct buffer *out)
{
	if (!line->parent)
		return;
	add_bars(line->parent, out);
	buffer_add_text(out, line->is_last ? "└─ " : "├─ ");
}

static void add_blanks(struct buffer *out, size_t count)
{
	while (count-- > 0)
		buffer_add_char(out, ' ');
}

static size_t label_columns(const struct graph_line *line)
{
	return line->depth * INDENT + text_width(line->label);
}

/* Where the notes begin: behind the widest label that is not wider than most. */
static size_t notes_column(const struct graph *graph)
{
	size_t widest = 0;

	for (const struct graph_line *line = graph->first; line; line = line->next)
		if (label_columns(line) > widest && label_columns(line) <= LABEL_COLUMNS_MAX)
			widest = label_columns(line);
	return widest + GAP;
}

/* A new line of the text, on which the tree goes on and the note does at @column. */
static void go_on(const struct graph_line *line, size_t column, struct buffer *out)
{
	size_t used = line->depth * INDENT;

	buffer_add_char(out, '\n');
	add_bars(line, out);
	buffer_add_text(out, line->last_child ? "│" : " ");
	add_blanks(out, column > used + 1 ? column - used - 1 : 1);
}

/* The note beside its label, or below it where it does not fit. */
static void add_note(const struct graph *graph, const struct graph_line *line, size_t column,
		     size_t width, struct buffer *out)
{
	size_t label_end = label_columns(line);
	char *rest, *text;

	if (column < label_end + GAP)
		column = label_end + GAP;
	if (width && column + text_width(line->note) > width && column + NOTE_COLUMNS_MIN > width) {
		column = line->depth * INDENT + GAP;
		go_on(line, column, out);
	} else {
		add_blanks(out, column - label_end);
	}
	rest = arena_strdup(graph->arena,
			    text_wrap(graph->arena, line->note, width ? width - column : 0));
	buffer_add_text(out, strsep(&rest, "\n"));
	while ((text = strsep(&rest, "\n"))) {
		go_on(line, column, out);
		buffer_add_text(out, text);
	}
}

void graph_write_text(const struct graph *graph, size_t width, struct buffer *out)
{
	size_t column = notes_column(graph);

	for (const struct graph_line *line = graph->first; line; line = line->next) {
		add_branches(line, out);
		buffer_add_text(out, line->label);
		if (*line->note)
			add_note(graph, line, column, width, out);
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

static size_t y_of(const struct graph_line *line)
{
	return MARGIN_PX + line->place * LINE_PX;
}

static void draw_path(struct xml_writer *xml, const char *path)
{
	xml_open(xml, "path");
	xml_add_attribute(xml, "d", path);
	xml_add_attribute(xml, "fill", "none");
	xml_add_attribute(xml, "stroke", "#b0b8c0");
	xml_close(xml, "path");
}

/* Each piece of the tree is drawn once, or where pieces lie on each other they look thicker. */
static void draw_branches(const struct graph *graph, struct xml_writer *xml,
			  const struct graph_line *line)
{
	struct arena *arena = graph->arena;

	if (line->parent)
		draw_path(xml, arena_printf(arena, "M%zu %zuH%zu", x_of(line->parent), y_of(line),
					    x_of(line) - DOT_PX));
	if (line->last_child)
		draw_path(xml, arena_printf(arena, "M%zu %zuV%zu", x_of(line), y_of(line) + DOT_PX,
					    y_of(line->last_child)));
}

static void draw_text(const struct graph *graph, struct xml_writer *xml,
		      const struct graph_line *line)
{
	xml_open(xml, "text");
	add_number(xml, graph->arena, "x", x_of(line) + 2 * DOT_PX);
	add_number(xml, graph->arena, "y", y_of(line) + 4);
	xml_add_attribute(xml, "fill", line->is_at_risk ? "#b3261e" : "#202428");
	xml_close_with_text(xml, "text",
			    arena_printf(graph->arena, *line->note ? "%s · %s" : "%s%s",
					 line->label, line->note));
}

static void draw_line(const struct graph *graph, struct xml_writer *xml,
		      const struct graph_line *line)
{
	draw_branches(graph, xml, line);
	xml_open(xml, "circle");
	add_number(xml, graph->arena, "cx", x_of(line));
	add_number(xml, graph->arena, "cy", y_of(line));
	add_number(xml, graph->arena, "r", DOT_PX);
	xml_add_attribute(xml, "fill", line->is_at_risk ? "#b3261e" : colors[line->kind]);
	xml_close(xml, "circle");
	draw_text(graph, xml, line);
}

static size_t width_px(const struct graph *graph)
{
	size_t widest = 0;

	for (const struct graph_line *line = graph->first; line; line = line->next) {
		size_t letters = text_width(line->label) + text_width(line->note) + strlen(" . ");
		size_t width = x_of(line) + 2 * DOT_PX + letters * LETTER_PX;

		if (width > widest)
			widest = width;
	}
	return widest + MARGIN_PX;
}

void graph_write_svg(const struct graph *graph, struct buffer *out)
{
	struct arena *arena = graph->arena;
	struct xml_writer xml;

	buffer_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	xml_writer_init(&xml, out, false);
	xml_open(&xml, "svg");
	xml_add_attribute(&xml, "xmlns", "http://www.w3.org/2000/svg");
	add_number(&xml, arena, "width", width_px(graph));
	add_number(&xml, arena, "height", graph->count * LINE_PX + MARGIN_PX);
	xml_add_attribute(&xml, "font-family", "monospace");
	xml_add_attribute(&xml, "font-size", "13");
	xml_text(&xml, "title", graph->first ? graph->first->label : "nothing");
	/* Viewers that are dark would show dark letters on it. */
	xml_open(&xml, "rect");
	xml_add_attribute(&xml, "width", "100%");
	xml_add_attribute(&xml, "height", "100%");
	xml_add_attribute(&xml, "fill", "#ffffff");
	xml_close(&xml, "rect");
	for (const struct graph_line *line = graph->first; line; line = line->next)
		draw_line(graph, &xml, line);
	xml_close(&xml, "svg");
	buffer_add_char(out, '\n');
}
