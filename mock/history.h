/*
 * history.h - what the last writes changed, so that a request can see the state before them.
 *
 * SQLite's session extension notes what each transaction changed. A view
 * takes changes of some tables back inside the request's transaction; when it
 * ends, the transaction is rolled back and what the request itself wrote
 * meanwhile is written again on the state as it is. So a view leaves nothing
 * behind, however it ends. Nothing is recorded unless somebody asks for it.
 */
#pragma once

#include "mock/database.h"

struct history;

enum {
	HISTORY_ENTRIES = 4096,           /* the oldest give way */
	HISTORY_BYTES = 64 * 1024 * 1024, /* of all entries */
};

/* When something was: by the monotonic clock and by the namespace's. */
struct history_time {
	int64_t real_ms, clock_ms;
};

/* Changes of some tables that are taken back while their age is in [from_ms, until_ms). */
struct history_window {
	const char *const *tables; /* NULL-terminated; NULL: all but sessions */
	bool is_by_clock;          /* ages are of the namespace's clock */
	int64_t from_ms, until_ms;
};

/* Begins to record. Free with history_free. */
struct history *history_new(struct database *database);
void history_free(struct history *history);

/* Forgets everything; after the state was replaced. */
void history_clear(struct history *history);

/* Keeps what has been committed since the last time. */
void history_record(struct history *history, struct history_time now);

/*
 * Takes back what falls into the windows; false, and nothing is done, if that
 * is nothing or SQLite cannot. Only inside database_begin; one view at a time.
 */
bool history_view_begin(struct history *history, const struct history_window *windows, size_t count,
			struct history_time now);

/*
 * Ends the view: the state is as it is, with what was written in the view.
 * False if that cannot be: then nothing of the request is left.
 */
MUST_USE bool history_view_end(struct history *history);
