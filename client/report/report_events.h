/*
 * report_events.h - events of CloudTrail that are expected, and how they are written.
 */
#pragma once

#include "client/report/report.h"
#include "wire/json_writer.h"

enum { EVENT_NO_LIMIT = -1 };

/* One event, or several that are alike. NULL texts are not known. */
struct expected_event {
	const char *source, *name;
	const char *account_id; /* in whose trail */
	const char *task;       /* of AssumeRoot */
	const char *target_id;  /* of AssumeRoot: the member account */
	const char *credential_id;
	const char *request_id, *error, *time;
	const char *access_key_id;  /* that signed it */
	const char *session_key_id; /* of AssumeRoot: the key it gave */
	const char *region;         /* of the call; NULL: IAM's, or not known */
	int at_least, at_most;      /* EVENT_NO_LIMIT */
	bool is_of_caller;          /* not of a root session */
	const char *note;
};

/* The events of one file, while they are written. */
struct expected_writing {
	const struct report *report;
	const struct saved *saved;
	struct json_writer *json;
};

/* Writes one. */
void expected_event_add(const struct expected_writing *writing, const struct expected_event *event);

/* Those of a file of --calls: one for each call. */
void expected_events_of_calls(const struct expected_writing *writing);
