#include "client/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "client/text_width.h"

enum { GAP = 2 };

static const char *const color_of_style[] = {
	[TABLE_PLAIN] = NULL,     [TABLE_GOOD] = "\033[32m", [TABLE_WARNING] = "\033[33m",
	[TABLE_BAD] = "\033[31m", [TABLE_FAINT] = "\033[2m",
};

void table_init(struct table *table, struct arena *arena, const struct table_column *columns,
		size_t column_count)
{
	assert(column_count <= TABLE_COLUMNS_MAX);
	*table = (struct table){ .arena = arena, .columns = columns, .column_count = column_count };
}

void table_init_made(struct table *table, const struct table_column *columns, size_t column_count,
		     const struct table_maker *maker)
{
	table_init(table, NULL, columns, column_count);
	table->maker = *maker;
	table->row_count = maker->count;
}

struct table_cell *table_add(struct table *table)
{
	struct table_row *row = arena_new(table->arena, struct table_row);

	if (table->last)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	table->row_count++;
	return row->cells;
}

/* A way through the rows; what is made for one is dropped with the next. */
struct walk {
	const struct table *table;
	size_t index; /* of the next row */
	struct arena arena;
	struct table_row made;
	const struct table_row *row; /* the current one; NULL before the first */
};

static void walk_done(struct walk *walk)
{
	arena_done(&walk->arena);
}

/* Released when the scope ends. */
#define WALK_AUTO(name, a_table) \
	__attribute__((cleanup(walk_done))) struct walk name = { .table = (a_table) }

/* The next row, or NULL behind the last. */
static const struct table_row *next_row(struct walk *walk)
{
	const struct table *table = walk->table;

	if (!table->maker.make) {
		walk->row = walk->row ? walk->row->next : table->first;
		return walk->row;
	}
	if (walk->index == table->maker.count)
		return NULL;
	arena_reset(&walk->arena);
	walk->made = (struct table_row){ 0 };
	table->maker.make(table->maker.context, walk->index++, &walk->arena, walk->made.cells);
	return &walk->made;
}

static const char *shown_text(struct arena *arena, const struct table_cell *cell)
{
	return cell->text ? text_printable(arena, cell->text) : "-";
}

/* Which columns a screen shows, and how wide. */
struct layout {
	bool is_shown[TABLE_COLUMNS_MAX];
	size_t widths[TABLE_COLUMNS_MAX];
};

/* Makes the columns at least as wide as what a row shows there. */
static void widen(const struct table *table, const struct table_row *row, size_t *widths)
{
	ARENA_AUTO(arena);

	for (size_t i = 0; i < table->column_count; i++) {
		size_t width;

		if (!table->columns[i].title)
			continue;
		width = text_width(shown_text(&arena, &row->cells[i]));
		if (width > widths[i])
			widths[i] = width;
	}
}

/* Also without a head the titles count, so that the parts of a list stand below each other. */
static void natural_widths(const struct table *table, size_t *out_widths)
{
	WALK_AUTO(walk, table);
	const struct table_row *row;

	for (size_t i = 0; i < table->column_count; i++)
		out_widths[i] = table->columns[i].title ? text_width(table->columns[i].title) : 0;
	while ((row = next_row(&walk)))
		widen(table, row, out_widths);
}

static size_t total_width(const struct table *table, const struct layout *layout)
{
	size_t total = 0;

	for (size_t i = 0; i < table->column_count; i++)
		if (layout->is_shown[i])
			total += layout->widths[i] + (total ? GAP : 0);
	return total;
}

/* Takes a column from the widest that may give one, until the line fits. */
static void narrow(const struct table *table, size_t line_width, struct layout *layout)
{
	size_t *widths = layout->widths;

	while (total_width(table, layout) > line_width) {
		size_t widest = table->column_count;

		for (size_t i = 0; i < table->column_count; i++) {
			size_t least = table->columns[i].min_width;

			if (!layout->is_shown[i] || !least || widths[i] <= least)
				continue;
			if (widest == table->column_count || widths[i] > widths[widest])
				widest = i;
		}
		if (widest == table->column_count)
			return;
		widths[widest]--;
	}
}

/* Shows an optional column if there is room beside what is shown already. */
static void show_optional(const struct table *table, size_t column, size_t line_width,
			  struct layout *layout)
{
	size_t natural = layout->widths[column], least = table->columns[column].min_width;

	layout->is_shown[column] = true;
	if (!line_width)
		return;
	if (least && least < natural)
		layout->widths[column] = least;
	layout->is_shown[column] = total_width(table, layout) <= line_width;
	layout->widths[column] = natural;
}

/* A width of 0 has room for everything. */
static struct layout lay_out(const struct table *table, size_t line_width)
{
	struct layout layout = { 0 };

	natural_widths(table, layout.widths);
	for (size_t i = 0; i < table->column_count; i++)
		layout.is_shown[i] = table->columns[i].title && !table->columns[i].is_optional;
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].title && table->columns[i].is_optional)
			show_optional(table, i, line_width, &layout);
	if (line_width)
		narrow(table, line_width, &layout);
	return layout;
}

/* The bytes of @text for a line of @width columns: to the last blank that fits. */
static size_t wrap_bytes(const char *text, size_t width)
{
	size_t bytes = text_fit(text, width), blank = bytes;

	if (text[bytes] == '\0' || text[bytes] == ' ')
		return bytes;
	while (blank > 0 && text[blank - 1] != ' ')
		blank--;
	return blank > 0 ? blank : bytes ? bytes : 1;
}

static size_t text_len_without_blanks(const char *text, size_t len)
{
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return len;
}

/* Takes from *@text what stands in this line of a cell. */
static const char *take_line(struct arena *arena, const struct table_column *column, size_t width,
			     const char **text)
{
	size_t bytes;
	const char *line;

	if (!column->is_wrapped) {
		line = text_cut(arena, *text, width);
		*text = "";
		return line;
	}
	bytes = wrap_bytes(*text, width);
	line = arena_strndup(arena, *text, text_len_without_blanks(*text, bytes));
	*text += bytes;
	*text += strspn(*text, " ");
	return line;
}

static void put_cell(FILE *stream, const char *text, enum table_style style, bool has_color)
{
	const char *color = has_color && *text ? color_of_style[style] : NULL;

	fprintf(stream, "%s%s%s", color ? color : "", text, color ? "\033[0m" : "");
}

/* Writes a line of each cell until none has more. @texts is used up. */
static void write_line(const struct table *table, const struct table_cell *cells,
		       const struct layout *layout, const struct table_look *look, FILE *stream)
{
	ARENA_AUTO(arena);
	const char *texts[TABLE_COLUMNS_MAX];
	bool has_more = true;

	for (size_t i = 0; i < table->column_count; i++)
		texts[i] = layout->is_shown[i] ? shown_text(&arena, &cells[i]) : "";
	while (has_more) {
		size_t blanks = 0;

		has_more = false;
		for (size_t i = 0; i < table->column_count; i++) {
			size_t width = layout->widths[i];
			const char *line;

			if (!layout->is_shown[i])
				continue;
			line = take_line(&arena, &table->columns[i], width, &texts[i]);
			has_more = has_more || *texts[i];
			if (*line) {
				fprintf(stream, "%*s", (int)blanks, "");
				put_cell(stream, line, cells[i].style, look->has_color);
				blanks = 0;
			}
			blanks += width - text_width(line) + GAP;
		}
		fputc('\n', stream);
	}
}

void table_write_list(const struct table *table, FILE *stream, const struct table_look *look)
{
	WALK_AUTO(walk, table);
	struct layout layout = lay_out(table, look->width);
	const struct table_row *row;

	while ((row = next_row(&walk)))
		write_line(table, row->cells, &layout, look, stream);
}

/* Neither a value nor the dash that says there is none. */
static bool is_blank(const struct table_cell *cell)
{
	return cell->text && !*cell->text;
}

/* One row as lines of title and value. */
static void write_record(const struct table *table, const struct table_row *row, FILE *stream,
			 const struct table_look *look)
{
	static const struct table_column record_columns[] = {
		{ .title = "" },
		{ .title = "", .min_width = 20, .is_wrapped = true },
	};
	ARENA_AUTO(arena);
	struct table record;

	table_init(&record, &arena, record_columns, ARRAY_LEN(record_columns));
	for (size_t i = 0; i < table->column_count; i++) {
		struct table_cell *cells;

		if (!table->columns[i].title || is_blank(&row->cells[i]))
			continue;
		cells = table_add(&record);
		cells[0].text = table->columns[i].title;
		cells[1] = row->cells[i];
	}
	table_write_list(&record, stream, look);
}

void table_write_record(const struct table *table, FILE *stream, const struct table_look *look)
{
	WALK_AUTO(walk, table);
	const struct table_row *row = next_row(&walk);

	if (row)
		write_record(table, row, stream, look);
}

void table_write(const struct table *table, FILE *stream, const struct table_look *look)
{
	WALK_AUTO(walk, table);
	struct layout layout = lay_out(table, look->width);
	struct table_row head = { 0 };
	const struct table_row *row;
	const char *gap = "";

	for (size_t i = 0; i < table->column_count; i++)
		head.cells[i].text = table->columns[i].title;
	if (!look->width || total_width(table, &layout) <= look->width) {
		write_line(table, head.cells, &layout, look, stream);
		while ((row = next_row(&walk)))
			write_line(table, row->cells, &layout, look, stream);
		return;
	}
	for (; (row = next_row(&walk)); gap = "\n") {
		fputs(gap, stream);
		write_record(table, row, stream, look);
	}
}

/* A text that a spreadsheet would take for a formula gets an apostrophe before it. */
static void write_csv_cell(FILE *stream, enum table_kind kind, const char *text)
{
	ARENA_AUTO(arena);
	bool is_formula = text && kind == TABLE_TEXT && *text && strchr("=+-@\t\r", *text);

	if (!text)
		return;
	text = text_escaped(&arena, text, "\r\n\t"); /* somebody may look at it on a terminal */
	if (!is_formula && !strpbrk(text, ",\"\r\n")) {
		fputs(text, stream);
		return;
	}
	fputs(is_formula ? "\"'" : "\"", stream);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', stream);
		fputc(*text, stream);
	}
	fputc('"', stream);
}

void table_write_csv(const struct table *table, FILE *stream)
{
	WALK_AUTO(walk, table);
	const struct table_row *row;
	const char *comma = "";

	for (size_t i = 0; i < table->column_count; i++) {
		if (!table->columns[i].key)
			continue;
		fprintf(stream, "%s%s", comma, table->columns[i].key);
		comma = ",";
	}
	fputs("\r\n", stream);
	while ((row = next_row(&walk))) {
		comma = "";
		for (size_t i = 0; i < table->column_count; i++) {
			if (!table->columns[i].key)
				continue;
			fputs(comma, stream);
			write_csv_cell(stream, table->columns[i].kind, row->cells[i].text);
			comma = ",";
		}
		fputs("\r\n", stream);
	}
}

void table_write_json_members(const struct table *table, const struct table_row *row,
			      struct json_writer *json)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const char *text = row->cells[i].text;

		if (!table->columns[i].key)
			continue;
		json_key(json, table->columns[i].key);
		if (text && table->columns[i].kind == TABLE_INTEGER)
			json_integer(json, strtoll(text, NULL, 10));
		else if (text && table->columns[i].kind == TABLE_BOOLEAN)
			json_boolean(json, strcmp(text, "true") == 0);
		else
			json_string(json, text);
	}
}

void table_write_json(const struct table *table, struct json_writer *json)
{
	WALK_AUTO(walk, table);
	const struct table_row *row;

	json_open_array(json);
	while ((row = next_row(&walk))) {
		json_open_object(json);
		table_write_json_members(table, row, json);
		json_close_object(json);
	}
	json_close_array(json);
}
