#include "tests/support/check.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/output.h"
#include "client/table.h"

static const struct table_column columns[] = {
	{ .title = "ID", .key = "id" },
	{ .title = "NAME", .key = "name", .min_width = 5 },
	{ .title = "NOTE", .key = "note", .min_width = 8, .is_wrapped = true },
	{ .key = "count", .kind = TABLE_INTEGER },
	{ .key = "isOn", .kind = TABLE_BOOLEAN },
};

enum form { FORM_SCREEN, FORM_RECORD, FORM_CSV, FORM_JSON };

static const struct row {
	const char *name;
	enum form form;
	size_t width;
	bool has_color;
	const char *cells[ARRAY_LEN(columns)];
	const char *want;
} rows[] = {
	{ "a terminal's commands in a cell are not obeyed",
	  FORM_SCREEN,
	  0,
	  false,
	  { "1", "a\033[31mb\xff\xe2\x80\xae"
		 "c" },
	  "ID  NAME        NOTE\n1   a?[31mb??c  -\n" },
	{ "a formula in CSV is made harmless",
	  FORM_CSV,
	  0,
	  false,
	  { "1", "=1+1", "@x" },
	  "id,name,note,count,isOn\r\n1,\"'=1+1\",\"'@x\",,\r\n" },
	{ "a terminal's commands in CSV are not obeyed, and its line breaks stay",
	  FORM_CSV,
	  0,
	  false,
	  { "1", "a\033[31mb", "x\ny" },
	  "id,name,note,count,isOn\r\n1,a\\x1b[31mb,\"x\ny\",,\r\n" },
	{ "CSV quotes commas, quotes and line breaks",
	  FORM_CSV,
	  0,
	  false,
	  { "000000000012", "a,b", "say \"x\"\ny", "-3", "true" },
	  "id,name,note,count,isOn\r\n000000000012,\"a,b\",\"say \"\"x\"\"\ny\",-3,true\r\n" },
	{ "JSON has numbers, truth and null",
	  FORM_JSON,
	  0,
	  false,
	  { "1", NULL, "\"", "12", "false" },
	  "[{\"id\":\"1\",\"name\":null,\"note\":\"\\\"\",\"count\":12,\"isOn\":false}]" },
	{ "an absent cell is a dash on the screen",
	  FORM_SCREEN,
	  0,
	  false,
	  { NULL, "b", "c" },
	  "ID  NAME  NOTE\n-   b     c\n" },
	{ "without a bound nothing is cut",
	  FORM_SCREEN,
	  0,
	  false,
	  { "1", "a long name that goes on", "and a note" },
	  "ID  NAME                      NOTE\n1   a long name that goes on  and a note\n" },
	{ "a narrow screen cuts names and wraps notes",
	  FORM_SCREEN,
	  24,
	  false,
	  { "1", "abcdefghijklmnop", "one two three four" },
	  "ID  NAME       NOTE\n1   abcdefgh…  one two\n               three\n               "
	  "four\n" },
	{ "wide characters take two columns",
	  FORM_SCREEN,
	  0,
	  false,
	  { "1", "日本", "x" },
	  "ID  NAME  NOTE\n1   日本  x\n" },
	{ "a record has a line for each shown column",
	  FORM_RECORD,
	  0,
	  false,
	  { "1", "b", NULL },
	  "ID    1\nNAME  b\nNOTE  -\n" },
	{ "colour is around the text alone",
	  FORM_SCREEN,
	  0,
	  true,
	  { "1", "b", "c" },
	  "ID  NAME  NOTE\n\033[31m1\033[0m   b     c\n" },
};

static void write_table(const struct row *row, const struct table *table, FILE *stream,
			struct arena *arena)
{
	const struct table_look look = { row->width, row->has_color };
	struct buffer text;
	struct json_writer json;

	switch (row->form) {
	case FORM_SCREEN:
		table_write(table, stream, &look);
		break;
	case FORM_RECORD:
		table_write_record(table, stream, &look);
		break;
	case FORM_CSV:
		table_write_csv(table, stream);
		break;
	case FORM_JSON:
		buffer_init(&text, arena, 64);
		json_writer_init(&json, &text, false);
		table_write_json(table, &json);
		fputs(text.data, stream);
		break;
	}
}

/* The row's cells, with texts that live no longer than they must. */
static void fill(const void *context, size_t index, struct arena *arena, struct table_cell *cells)
{
	const struct row *row = context;

	UNUSED(index);
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		cells[i].text = arena_strdup(arena, row->cells[i]);
	cells[0].style = TABLE_BAD;
}

static const char *written(struct fixture *t, const struct row *row, const struct table *table)
{
	char *text = NULL;
	const char *got;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	write_table(row, table, stream, &t->arena);
	fclose(stream);
	got = arena_strdup(&t->arena, text);
	free(text);
	return got;
}

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct table_maker maker = { .count = 1, .make = fill, .context = row };
	struct table added, made;

	table_init(&added, &t->arena, columns, ARRAY_LEN(columns));
	fill(row, 0, &t->arena, table_add(&added));
	assert_string_equal(written(t, row, &added), row->want);
	table_init_made(&made, columns, ARRAY_LEN(columns), &maker);
	assert_string_equal(written(t, row, &made), row->want);
}

static const struct table_column fitted_columns[] = {
	{ .title = "ID", .key = "id" },
	{ .title = "UNIT", .key = "unit", .min_width = 4, .is_optional = true },
	{ .title = "SCREEN" },
	{ .title = "WHY", .min_width = 6, .is_wrapped = true, .is_optional = true },
	{ .key = "csv" },
};

static const struct fit_row {
	const char *name;
	enum form form;
	size_t width;
	const char *want;
} fit_rows[] = {
	{ "a column without a title is for tools, one without a key for people", FORM_CSV, 0,
	  "id,unit,csv\r\n000000000012,/Work/Prod,5\r\n" },
	{ "JSON has the columns with keys", FORM_JSON, 0,
	  "[{\"id\":\"000000000012\",\"unit\":\"/Work/Prod\",\"csv\":\"5\"}]" },
	{ "without a bound optional columns are there", FORM_SCREEN, 0,
	  "ID            UNIT        SCREEN   WHY\n"
	  "000000000012  /Work/Prod  present  blocked by a policy\n" },
	{ "where there is room optional columns are there, narrowed", FORM_SCREEN, 44,
	  "ID            UNIT       SCREEN   WHY\n"
	  "000000000012  /Work/Pr…  present  blocked by\n"
	  "                                  a policy\n" },
	{ "the first optional column comes before the second", FORM_SCREEN, 34,
	  "ID            UNIT        SCREEN\n000000000012  /Work/Prod  present\n" },
	{ "an optional column that fits with its least width is narrowed", FORM_SCREEN, 28,
	  "ID            UNIT   SCREEN\n000000000012  /Wor…  present\n" },
	{ "an optional column that does not fit is left out", FORM_SCREEN, 26,
	  "ID            SCREEN\n000000000012  present\n" },
	{ "a table too wide for the screen becomes lines", FORM_SCREEN, 20,
	  "ID      000000000012\nUNIT    /Work/Prod\nSCREEN  present\n"
	  "WHY     blocked by a policy\n" },
};

static void fits(void **state)
{
	struct fixture *t = *state;
	const struct fit_row *fit = t->row;
	const struct row row = { .form = fit->form, .width = fit->width };
	struct table table;
	struct table_cell *cells;
	char *text = NULL;
	const char *got;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	table_init(&table, &t->arena, fitted_columns, ARRAY_LEN(fitted_columns));
	cells = table_add(&table);
	cells[0].text = "000000000012";
	cells[1].text = "/Work/Prod";
	cells[2].text = "present";
	cells[3].text = "blocked by a policy";
	cells[4].text = "5";
	write_table(&row, &table, stream, &t->arena);
	fclose(stream);
	got = arena_strdup(&t->arena, text);
	free(text);
	assert_string_equal(got, fit->want);
}

static const struct document_row {
	const char *name;
	enum output_form form;
	bool has_record, has_rows;
	const char *want;
} document_rows[] = {
	{ "JSON begins with its schema and its version", OUTPUT_JSON, true, true,
	  "{\n  \"schema\": \"mattock.test/1\",\n  \"id\": \"1\",\n  \"rows\": [\n    "
	  "{\n      \"id\": \"1\"\n    }\n  ]\n}\n" },
	{ "an empty list is a list", OUTPUT_JSON, false, false,
	  "{\n  \"schema\": \"mattock.test/1\",\n  \"rows\": []\n}\n" },
	{ "JSON lines of a result without events are one line", OUTPUT_JSON_LINES, true, true,
	  "{\"schema\":\"mattock.test/1\",\"id\":\"1\",\"rows\":[{\"id\":\"1\"}]}\n" },
	{ "CSV of nothing has its head", OUTPUT_CSV, false, false, "id\r\n" },
	{ "people get the record, the rows and the footer", OUTPUT_TABLE, true, true,
	  "ID  1\n\nID\n1\n\nThe end.\n" },
};

static void shows(void **state)
{
	struct fixture *t = *state;
	const struct document_row *row = t->row;
	struct table record, table;
	char *text = NULL;
	const char *got;
	size_t len = 0;
	struct output output = { .stream = open_memstream(&text, &len), .form = row->form };
	struct output_document document = {
		.kind = "test", .rows_key = "rows", .rows = &table, .footer = "The end."
	};

	table_init(&record, &t->arena, columns, 1);
	table_init(&table, &t->arena, columns, 1);
	table_add(&record)[0].text = "1";
	if (row->has_rows)
		table_add(&table)[0].text = "1";
	if (row->has_record)
		document.record = &record;
	output_document(&output, &document);
	fclose(output.stream);
	got = arena_strdup(&t->arena, text);
	free(text);
	assert_string_equal(got, row->want);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, writes),
		CHECK_TABLE(fit_rows, fits),
		CHECK_TABLE(document_rows, shows),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return check_tables("client/table", tables, ARRAY_LEN(tables));
}
