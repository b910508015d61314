#define SQLITE_ENABLE_SESSION        1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "mock/history.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	struct history_time time;
	void *inverse; /* the changeset that takes it back; SQLite's memory */
	int len;
};

struct history {
	struct database *database;
	sqlite3_session *session;              /* since the last record */
	sqlite3_session *view;                 /* what is written in a view; or NULL */
	struct entry entries[HISTORY_ENTRIES]; /* number N is in slot N % HISTORY_ENTRIES */
	uint64_t first, last;                  /* numbers kept; none if last < first */
	size_t bytes;
};

/* Sessions are never taken back, and there are many. */
static int is_recorded(void *context, const char *table)
{
	UNUSED(context);
	return strcmp(table, "session") != 0;
}

static sqlite3_session *session_new(struct history *history)
{
	sqlite3_session *session;

	if (sqlite3session_create(database_handle(history->database), "main", &session) !=
		    SQLITE_OK ||
	    sqlite3session_attach(session, NULL) != SQLITE_OK)
		abort();
	return session;
}

static void session_free(sqlite3_session **session)
{
	if (*session)
		sqlite3session_delete(*session);
	*session = NULL;
}

static void begin_recording(struct history *history)
{
	history->session = session_new(history);
	sqlite3session_table_filter(history->session, is_recorded, NULL);
}

struct history *history_new(struct database *database)
{
	struct history *history = calloc(1, sizeof(*history));

	if (!history)
		abort();
	history->database = database;
	history->first = 1;
	begin_recording(history);
	return history;
}

static void drop_first(struct history *history)
{
	struct entry *entry = &history->entries[history->first++ % HISTORY_ENTRIES];

	history->bytes -= (size_t)entry->len;
	sqlite3_free(entry->inverse);
	*entry = (struct entry){ .len = 0 };
}

static void drop_all(struct history *history)
{
	session_free(&history->view);
	session_free(&history->session);
	while (history->first <= history->last)
		drop_first(history);
}

void history_free(struct history *history)
{
	if (!history)
		return;
	drop_all(history);
	free(history);
}

void history_clear(struct history *history)
{
	if (!history)
		return;
	drop_all(history);
	begin_recording(history);
}

/* What a session noted, or NULL if it comes to nothing. SQLite's memory. */
static void *changeset_of(sqlite3_session *session, int *out_len)
{
	void *changes = NULL;

	*out_len = 0;
	if (sqlite3session_isempty(session))
		return NULL;
	if (sqlite3session_changeset(session, out_len, &changes) != SQLITE_OK)
		abort();
	if (*out_len > 0)
		return changes;
	sqlite3_free(changes);
	return NULL;
}

static void keep(struct history *history, struct entry entry)
{
	while (history->first <= history->last &&
	       (history->last - history->first + 1 == HISTORY_ENTRIES ||
		history->bytes + (size_t)entry.len > HISTORY_BYTES))
		drop_first(history);
	history->entries[++history->last % HISTORY_ENTRIES] = entry;
	history->bytes += (size_t)entry.len;
}

void history_record(struct history *history, struct history_time now)
{
	struct entry entry = { .time = now };
	void *changes;
	int len;

	if (sqlite3session_isempty(history->session))
		return;
	changes = changeset_of(history->session, &len);
	session_free(&history->session);
	begin_recording(history);
	if (!changes)
		return;
	if (sqlite3changeset_invert(len, changes, &entry.len, &entry.inverse) != SQLITE_OK)
		abort();
	sqlite3_free(changes);
	keep(history, entry);
}

/* An entry and the windows that may take a part of it back. */
struct filter {
	const struct history_window *windows;
	size_t count;
	int64_t real_age_ms, clock_age_ms;
};

static bool covers(const struct filter *filter, const struct history_window *window)
{
	int64_t age_ms = window->is_by_clock ? filter->clock_age_ms : filter->real_age_ms;

	return age_ms >= window->from_ms && age_ms < window->until_ms;
}

static bool has_table(const struct history_window *window, const char *table)
{
	const char *const *at = window->tables;

	if (!at)
		return true;
	while (*at && strcmp(*at, table) != 0)
		at++;
	return *at;
}

/* SQLite asks whether to apply the changes of a table. */
static int is_taken_back(void *context, const char *table)
{
	const struct filter *filter = context;

	for (size_t i = 0; i < filter->count; i++) {
		if (covers(filter, &filter->windows[i]) && has_table(&filter->windows[i], table))
			return 1;
	}
	return 0;
}

/* A view that skips some changes may find a row otherwise than it left it: that row stays. */
static int leave_row(void *context, int conflict, sqlite3_changeset_iter *change)
{
	UNUSED(context);
	UNUSED(conflict);
	UNUSED(change);
	return SQLITE_CHANGESET_OMIT;
}

static int refuse(void *context, int conflict, sqlite3_changeset_iter *change)
{
	UNUSED(context);
	UNUSED(conflict);
	UNUSED(change);
	return SQLITE_CHANGESET_ABORT;
}

/* Columns that only tell of the last use come last in these tables. */
static const struct {
	const char *table;
	int first_column;
} uses[] = {
	{ "access_key", 6 },
	{ "iam_role", 9 },
};
static const char accesses[] = "last_access"; /* tells of nothing else */

/* Most changes note the use of a key, which nobody misses. */
static bool is_use(sqlite3_changeset_iter *change, const char *table, int operation)
{
	int count = 0;

	if (strcmp(table, accesses) == 0)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(uses); i++) {
		if (strcmp(uses[i].table, table) == 0)
			count = uses[i].first_column;
	}
	for (int column = 0; column < count && operation == SQLITE_UPDATE; column++) {
		sqlite3_value *value = NULL;

		if (sqlite3changeset_new(change, column, &value) == SQLITE_OK && value)
			return false;
	}
	return count > 0 && operation == SQLITE_UPDATE;
}

static bool touches(const struct entry *entry, struct filter *filter)
{
	sqlite3_changeset_iter *change;
	bool is_found = false;

	if (sqlite3changeset_start(&change, entry->len, entry->inverse) != SQLITE_OK)
		abort();
	while (!is_found && sqlite3changeset_next(change) == SQLITE_ROW) {
		const char *table;
		int columns, operation, is_indirect;

		sqlite3changeset_op(change, &table, &columns, &operation, &is_indirect);
		is_found = is_taken_back(filter, table) && !is_use(change, table, operation);
	}
	sqlite3changeset_finalize(change);
	return is_found;
}

/* A transaction that only read so far has not begun for SQLite. */
static bool begin(sqlite3 *handle)
{
	return !sqlite3_get_autocommit(handle) ||
	       sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
}

/* The newest first. False if SQLite cannot, for a disk that is full. */
static bool take_back(struct history *history, struct filter *filter, struct history_time now,
		      size_t *out_taken)
{
	sqlite3 *handle = database_handle(history->database);

	*out_taken = 0;
	for (uint64_t number = history->last; number >= history->first; number--) {
		struct entry *entry = &history->entries[number % HISTORY_ENTRIES];

		filter->real_age_ms = now.real_ms - entry->time.real_ms;
		filter->clock_age_ms = now.clock_ms - entry->time.clock_ms;
		if (!touches(entry, filter))
			continue;
		if (((*out_taken)++ == 0 && !begin(handle)) ||
		    sqlite3changeset_apply(handle, entry->len, entry->inverse, is_taken_back,
					   leave_row, filter) != SQLITE_OK)
			return false;
	}
	return true;
}

/* The transaction as it was before the view. */
static void restart(struct history *history)
{
	database_rollback(history->database);
	database_begin(history->database);
	database_forget(history->database);
}

bool history_view_begin(struct history *history, const struct history_window *windows, size_t count,
			struct history_time now)
{
	struct filter filter = { .windows = windows, .count = count };
	size_t taken;
	bool is_done = take_back(history, &filter, now, &taken);

	if (!is_done)
		restart(history);
	if (!is_done || taken == 0)
		return false;
	database_forget(history->database);
	history->view = session_new(history);
	return true;
}

bool history_view_end(struct history *history)
{
	sqlite3 *handle = database_handle(history->database);
	bool is_kept = !database_problem(history->database);
	void *changes;
	int len;

	changes = changeset_of(history->view, &len);
	session_free(&history->view);
	restart(history);
	if (changes && is_kept)
		is_kept = begin(handle) && sqlite3changeset_apply(handle, len, changes, NULL,
								  refuse, NULL) == SQLITE_OK;
	sqlite3_free(changes);
	database_forget(history->database);
	return is_kept;
}
