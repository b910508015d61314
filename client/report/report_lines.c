/*
 * report_lines.c - CSV and JSON lines: one record a line.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/report/report.h"
#include "client/table.h"
#include "wire/json_writer.h"

enum column {
	FILE_KIND,
	ORGANIZATION,
	TAKEN,
	ACCOUNT,
	NAME,
	PATH,
	KIND,
	ID,
	STATE,
	WORD,
	WHY,
	FACTS,
	COLUMNS
};

static const struct table_column columns[COLUMNS] = {
	[FILE_KIND] = { .key = "source" }, [ORGANIZATION] = { .key = "organizationId" },
	[TAKEN] = { .key = "taken" },      [ACCOUNT] = { .key = "accountId" },
	[NAME] = { .key = "name" },        [PATH] = { .key = "path" },
	[KIND] = { .key = "kind" },        [ID] = { .key = "id" },
	[STATE] = { .key = "state" },      [WORD] = { .key = "result" },
	[WHY] = { .key = "why" },          [FACTS] = { .key = "facts" },
};

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static struct table make_table(const struct report *report)
{
	struct table table;

	table_init(&table, report->arena, columns, COLUMNS);
	for (size_t i = 0; i < report->file_count; i++) {
		const struct saved *saved = &report->files[i];

		for (size_t k = 0; k < saved->records.count; k++) {
			const struct record *record = &saved->records.items[k];
			const char *const texts[COLUMNS] = {
				[FILE_KIND] = saved->kind,
				[ORGANIZATION] = saved->organization_id,
				[TAKEN] = saved->taken,
				[ACCOUNT] = or_null(record->account_id),
				[NAME] = or_null(record->account_name),
				[PATH] = or_null(record->path),
				[KIND] = or_null(record->kind),
				[ID] = or_null(record->id),
				[STATE] = record_state_name(record->state),
				[WORD] = record->word,
				[WHY] = record->why,
				[FACTS] = record->facts,
			};
			struct table_cell *cells = table_add(&table);

			for (size_t c = 0; c < COLUMNS; c++)
				cells[c].text = texts[c];
		}
	}
	return table;
}

void report_csv(const struct report *report, struct buffer *out)
{
	const struct table table = make_table(report);
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	table_write_csv(&table, stream);
	fclose(stream);
	buffer_add(out, text, len);
	free(text);
}

void report_jsonl(const struct report *report, struct buffer *out)
{
	const struct table table = make_table(report);

	for (const struct table_row *row = table.first; row; row = row->next) {
		struct json_writer json;

		json_writer_init(&json, out, false);
		json_open_object(&json);
		output_write_schema(&json, "record");
		table_write_json_members(&table, row, &json);
		json_close_object(&json);
		buffer_add_char(out, '\n');
	}
}
