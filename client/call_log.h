/*
 * call_log.h - every call that a run made, one JSON object a line.
 *
 * With the ids that AWS's own log has: of the request, and of the access key
 * it was signed with. Neither secrets nor parameters. Calls that nobody
 * answered are in it too, without a status.
 *
 *	{"schema":"mattock.calls/1"}
 *	{"time":...,"service":"iam","operation":"GetUser","region":...,"accessKeyId":...,
 *	 "attempt":1,"status":200,"error":null,"requestId":...}
 *	{"time":...,"session":"ASIA...","account":"111122223333","task":...,"requestId":...}
 *
 * The last form stands behind the AssumeRoot that made the session.
 */
#pragma once

#include "wire/base.h"
#include "wire/clock.h"
#include "wire/fault.h"

#define CALL_LOG_SCHEMA "mattock.calls/1"

struct call_log {
	int file; /* -1: nothing is logged */
	struct clock clock;
	int error; /* errno of the first line that could not be written; 0: none */
};

/* One attempt of a call. NULL texts are not known. */
struct call_note {
	const char *service, *operation, *region;
	const char *access_key_id;
	unsigned attempt;
	int status; /* of HTTP; 0: there was no answer */
	const char *error, *request_id;
};

/* A root session that was had. */
struct call_session {
	const char *access_key_id, *account_id;
	const char *task; /* "IAMAuditRootUserCredentials" */
	const char *request_id;
};

/* Makes the file, which must not be there, readable by its owner only. */
MUST_USE bool call_log_open(const char *path, struct clock clock, struct call_log *out_log,
			    struct fault *fault);

/* Appends a line; NULL logs are allowed. A failure is kept for call_log_close(). */
void call_log_call(struct call_log *log, const struct call_note *note);
void call_log_session(struct call_log *log, const struct call_session *session);

/* Makes it durable and closes it. False if a line is missing. A log that was never opened is fine.
 */
MUST_USE bool call_log_close(struct call_log *log, struct fault *fault);
