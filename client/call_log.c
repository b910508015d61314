#include "client/call_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/durable.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

static void write_number(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_integer(json, number);
}

/* Opens the line's object. */
static void begin_line(struct arena *arena, struct buffer *line, struct json_writer *json)
{
	buffer_init(line, arena, 512);
	json_writer_init(json, line, false);
	json_open_object(json);
}

static void end_line(struct call_log *log, struct buffer *line, struct json_writer *json)
{
	json_close_object(json);
	buffer_add_char(line, '\n');
	if (!durable_append(log->file, line->data, line->len) && !log->error)
		log->error = errno;
}

/* Opens the line of an event, which begins with its time. */
static void begin_event(const struct call_log *log, struct arena *arena, struct buffer *line,
			struct json_writer *json)
{
	char now[CLOCK_ISO_LEN + 1];

	begin_line(arena, line, json);
	clock_format_iso(clock_now_ms(&log->clock), now);
	write_text(json, "time", now);
}

bool call_log_open(const char *path, struct clock clock, struct call_log *out_log,
		   struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer line;
	struct json_writer json;
	int file =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);

	*out_log = (struct call_log){ .file = file, .clock = clock };
	if (file < 0)
		return fault_set_errno(fault, errno, "cannot make %s for the calls", path);
	begin_line(&arena, &line, &json);
	write_text(&json, "schema", CALL_LOG_SCHEMA);
	end_line(out_log, &line, &json);
	return true;
}

void call_log_call(struct call_log *log, const struct call_note *note)
{
	ARENA_AUTO(arena);
	struct buffer line;
	struct json_writer json;

	if (!log || log->file < 0)
		return;
	begin_event(log, &arena, &line, &json);
	write_text(&json, "service", note->service);
	write_text(&json, "operation", note->operation);
	write_text(&json, "region", note->region);
	write_text(&json, "accessKeyId", note->access_key_id);
	write_number(&json, "attempt", note->attempt);
	write_number(&json, "status", note->status);
	write_text(&json, "error", note->error);
	write_text(&json, "requestId", note->request_id);
	end_line(log, &line, &json);
}

void call_log_session(struct call_log *log, const struct call_session *session)
{
	ARENA_AUTO(arena);
	struct buffer line;
	struct json_writer json;

	if (!log || log->file < 0)
		return;
	begin_event(log, &arena, &line, &json);
	write_text(&json, "session", session->access_key_id);
	write_text(&json, "account", session->account_id);
	write_text(&json, "task", session->task);
	write_text(&json, "requestId", session->request_id);
	end_line(log, &line, &json);
}

bool call_log_close(struct call_log *log, struct fault *fault)
{
	int error = log->error;

	if (log->file < 0)
		return true;
	if (fsync(log->file) != 0 && !error)
		error = errno;
	if (close(log->file) != 0 && !error)
		error = errno;
	log->file = -1;
	return !error || fault_set_errno(fault, error,
					 "the file of --calls is not whole: it cannot be written");
}
