#include "mock/overview.h"

#include "mock/call.h"
#include "mock/database.h"
#include "mock/namespace.h"
#include "wire/clock.h"

/* SQLite writes the JSON; the statements are files of their own. */
extern const char overview_organization_sql[], overview_accounts_sql[];

struct line {
	const char *json;
};

static const struct database_row form = {
	sizeof(struct line),
	(const struct database_column[]){
		{ "json", offsetof(struct line, json), COLUMN_TEXT },
		{ NULL, 0, COLUMN_TEXT },
	},
};

static void add_accounts(struct call *call, struct buffer *out)
{
	struct line *lines;
	size_t count =
		database_rows(call, overview_accounts_sql, DATABASE_NO_VALUES, &form, &lines);

	buffer_add_text(out, ",\n\"accounts\": [");
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s\n%s", i ? "," : "", lines[i].json);
	buffer_add_text(out, "\n]}\n");
}

void overview_write(struct namespace *space, struct arena *arena, struct buffer *out)
{
	struct call call = { .arena = arena, .database = space->database };
	char time[CLOCK_ISO_LEN + 1];
	const char *organization;

	clock_format_iso(namespace_now_ms(space), time);
	database_begin(space->database);
	organization = database_string(&call, overview_organization_sql, DATABASE_NO_VALUES);
	buffer_printf(out, "{\"clock\": \"%s\",\n\"organization\": %s", time,
		      organization ? organization : "null");
	add_accounts(&call, out);
	database_rollback(space->database);
}
