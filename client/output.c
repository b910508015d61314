#include "client/output.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/text_width.h"
#include "client/text_wrap.h"
#include "wire/buffer.h"

enum { WIDTH_DEFAULT = 80, WIDTH_MIN = 40, WIDTH_MAX = 500, SCHEMA_MAX = 64 };

static const char *const form_names[] = {
	[OUTPUT_TABLE] = "table",
	[OUTPUT_JSON] = "json",
	[OUTPUT_JSON_LINES] = "jsonl",
	[OUTPUT_CSV] = "csv",
};

static const char *const color_names[] = {
	[OUTPUT_COLOR_AUTOMATIC] = "auto",
	[OUTPUT_COLOR_ALWAYS] = "always",
	[OUTPUT_COLOR_NEVER] = "never",
};

bool output_form_parse(const char *text, enum output_form *out_form)
{
	for (size_t i = 0; i < ARRAY_LEN(form_names); i++) {
		if (strcmp(text, form_names[i]) == 0) {
			*out_form = (enum output_form)i;
			return true;
		}
	}
	return false;
}

bool output_color_parse(const char *text, enum output_color *out_color)
{
	for (size_t i = 0; i < ARRAY_LEN(color_names); i++) {
		if (strcmp(text, color_names[i]) == 0) {
			*out_color = (enum output_color)i;
			return true;
		}
	}
	return false;
}

void output_set_color(struct output *output, enum output_color color)
{
	if (color != OUTPUT_COLOR_AUTOMATIC)
		output->look.has_color = color == OUTPUT_COLOR_ALWAYS;
}

size_t output_columns(FILE *stream)
{
	struct winsize size = { 0 };

	return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static size_t terminal_width(FILE *stream, const struct environment *environment)
{
	const char *columns = environment_get(environment, "COLUMNS");
	long width = columns ? strtol(columns, NULL, 10) : 0;

	if (width <= 0)
		width = (long)output_columns(stream);
	if (width <= 0)
		return WIDTH_DEFAULT;
	return (size_t)(width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width);
}

bool output_can_draw(FILE *stream, const struct environment *environment)
{
	const char *terminal = environment_get(environment, "TERM");

	return fileno(stream) >= 0 && isatty(fileno(stream)) && terminal &&
	       strcmp(terminal, "dumb") != 0;
}

struct output output_for_stream(FILE *stream, enum output_form form,
				const struct environment *environment)
{
	struct output output = { .stream = stream, .form = form };
	const char *no_color = environment_get(environment, "NO_COLOR");
	bool is_terminal = fileno(stream) >= 0 && isatty(fileno(stream));

	/* Whoever exports COLUMNS wants it kept to, also by what is piped. */
	if (is_terminal || environment_get(environment, "COLUMNS"))
		output.look.width = terminal_width(stream, environment);
	output.look.has_color = (!no_color || !*no_color) && output_can_draw(stream, environment);
	return output;
}

void output_write_schema(struct json_writer *json, const char *kind)
{
	char schema[SCHEMA_MAX];

	snprintf(schema, sizeof(schema), "mattock.%s/%d", kind, OUTPUT_SCHEMA_VERSION);
	json_key(json, "schema");
	json_string(json, schema);
}

void output_event(const struct output *output, const struct output_event *event)
{
	ARENA_AUTO(arena);
	struct buffer text;
	struct json_writer json;

	if (output->form != OUTPUT_JSON_LINES)
		return;
	buffer_init(&text, &arena, 4096);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	output_write_schema(&json, event->kind);
	json_key(&json, "event");
	json_string(&json, event->name);
	event->write_json(event->context, &json);
	json_close_object(&json);
	fprintf(output->stream, "%s\n", text.data);
	fflush(output->stream);
}

static void write_document(const struct output_document *document, struct json_writer *json)
{
	json_open_object(json);
	output_write_schema(json, document->kind);
	if (document->write_json) {
		document->write_json(document->context, json);
	} else {
		if (document->record && document->record->first)
			table_write_json_members(document->record, document->record->first, json);
		if (document->rows) {
			json_key(json, document->rows_key);
			table_write_json(document->rows, json);
		}
	}
	json_close_object(json);
	buffer_add_char(json->out, '\n');
}

char *output_json(struct arena *arena, const struct output_document *document)
{
	struct buffer text;
	struct json_writer json;

	buffer_init(&text, arena, 4096);
	json_writer_init(&json, &text, true);
	write_document(document, &json);
	return text.data;
}

static void write_json(const struct output *output, const struct output_document *document)
{
	ARENA_AUTO(arena);
	struct buffer text;
	struct json_writer json;

	buffer_init(&text, &arena, 4096);
	json_writer_init_stream(&json, &text, output->stream, output->form == OUTPUT_JSON);
	write_document(document, &json);
	json_writer_end(&json);
}

static void write_json_lines(const struct output *output, const struct output_document *document)
{
	if (document->write_end)
		output_event(output, &(struct output_event){ .kind = document->kind,
							     .name = "end",
							     .write_json = document->write_end,
							     .context = document->context });
	else
		write_json(output, document);
}

static void write_csv(const struct output *output, const struct output_document *document)
{
	if (document->rows)
		table_write_csv(document->rows, output->stream);
	else if (document->record)
		table_write_csv(document->record, output->stream);
}

static void write_screen(const struct output *output, const struct output_document *document)
{
	ARENA_AUTO(arena);
	bool has_rows = document->rows && document->rows->row_count > 0;

	if (document->record)
		table_write_record(document->record, output->stream, &output->look);
	if (document->record && has_rows)
		fputc('\n', output->stream);
	if (document->rows && (has_rows || (!document->record && !document->footer)))
		table_write(document->rows, output->stream, &output->look);
	if (document->footer)
		fprintf(output->stream, "%s%s\n", has_rows ? "\n" : "",
			text_wrap(&arena, document->footer, output->look.width));
	if (document->body)
		fprintf(output->stream, "%s\n", text_printable(&arena, document->body));
}

void output_document(const struct output *output, const struct output_document *document)
{
	switch (output->form) {
	case OUTPUT_TABLE:
		write_screen(output, document);
		break;
	case OUTPUT_JSON:
		write_json(output, document);
		break;
	case OUTPUT_JSON_LINES:
		write_json_lines(output, document);
		break;
	case OUTPUT_CSV:
		write_csv(output, document);
		break;
	}
	fflush(output->stream);
}

void output_line(const struct output *output, const char *text)
{
	ARENA_AUTO(arena);

	fprintf(output->stream, "%s\n", text_printable(&arena, text));
	fflush(output->stream);
}
