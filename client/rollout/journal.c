#include "client/rollout/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/durable.h"
#include "client/rollout/journal_read.h"
#include "client/rollout/writer.h"
#include "wire/buffer.h"
#include "wire/json_writer.h"

static const char *const event_names[JOURNAL_EVENTS] = {
	[JOURNAL_START] = "start", [JOURNAL_INTENT] = "intent", [JOURNAL_DONE] = "done",
	[JOURNAL_GONE] = "gone",   [JOURNAL_FAILED] = "failed", [JOURNAL_LOST] = "lost",
	[JOURNAL_END] = "end",
};

const char *journal_event_name(enum journal_event event)
{
	return event_names[event];
}

static void write_member(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, text);
}

/* What every line begins with. */
static void begin_line(const struct journal *journal, enum journal_event event,
		       struct json_writer *json)
{
	char now[CLOCK_ISO_LEN + 1];

	clock_format_iso(clock_now_ms(&journal->clock), now);
	json_open_object(json);
	write_member(json, "previous", journal->head);
	write_member(json, "time", now);
	write_member(json, "event", event_names[event]);
}

/* Ends the line and makes it durable. */
static bool end_line(struct journal *journal, struct json_writer *json, struct fault *fault)
{
	struct buffer *line = json->out;

	json_close_object(json);
	sha256_hex(line->data, line->len, journal->head);
	buffer_add_char(line, '\n');
	if (!journal->broken_by && (!durable_append(journal->file, line->data, line->len) ||
				    fdatasync(journal->file) != 0))
		journal->broken_by = errno;
	if (journal->broken_by)
		return fault_set_errno(fault, journal->broken_by,
				       "stopped: the journal cannot be written, and nothing is "
				       "deleted that cannot be recorded first");
	return true;
}

bool journal_write(struct journal *journal, const struct journal_entry *entry, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer line;
	struct json_writer json;

	buffer_init(&line, &arena, 512);
	json_writer_init(&json, &line, false);
	begin_line(journal, entry->event, &json);
	write_member(&json, "account", entry->account_id);
	write_member(&json, "operation", entry->operation);
	if (entry->credential) {
		write_member(&json, "kind", credential_kind_names[entry->credential->kind].key);
		write_member(&json, "id", entry->credential->id);
	}
	write_member(&json, "requestId", entry->request_id);
	write_member(&json, "text", entry->text);
	return end_line(journal, &json, fault);
}

/* The line that says which run this is: who is refused by its lock reads it. */
static bool write_start(struct journal *journal, const struct journal_options *options,
			struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer line;
	struct json_writer json;
	char host[WRITER_HOST_MAX];

	buffer_init(&line, &arena, 512);
	json_writer_init(&json, &line, false);
	begin_line(journal, JOURNAL_START, &json);
	write_member(&json, "plan", options->plan_digest);
	write_member(&json, "caller", options->caller_arn);
	write_member(&json, "host", writer_host(host));
	json_key(&json, "process");
	json_integer(&json, getpid());
	write_member(&json, "program", "mattock " MATTOCK_VERSION);
	return end_line(journal, &json, fault);
}

/* All of the journal; NULL if it cannot be read. */
static char *read_all(struct arena *arena, const struct journal *journal, size_t *out_len)
{
	struct stat status;
	char *text;
	size_t used = 0;

	if (fstat(journal->file, &status) != 0)
		return NULL;
	if (status.st_size > JOURNAL_MAX) {
		errno = EFBIG;
		return NULL;
	}
	text = arena_alloc(arena, (size_t)status.st_size + 1);
	while (used < (size_t)status.st_size) {
		ssize_t len = pread(journal->file, text + used, (size_t)status.st_size - used,
				    (off_t)used);

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return NULL;
		if (len == 0)
			break;
		used += (size_t)len;
	}
	*out_len = used;
	return text;
}

/* Takes over what earlier runs left; one of another plan is refused. */
static bool take_past(struct arena *arena, struct journal *journal,
		      const struct journal_options *options, struct fault *fault)
{
	ARENA_AUTO(reading);
	struct journal_past past;
	size_t len = 0;
	char *text = read_all(&reading, journal, &len);

	if (!text)
		return fault_set_errno(fault, errno, "cannot read the journal %s", options->path);
	if (!journal_read(arena, text, len, &past, fault))
		return fault_prefix(fault, "%s", options->path);
	if (past.plan_digest && strcmp(past.plan_digest, options->plan_digest) != 0)
		return fault_set(fault, FAULT_STALE,
				 "the journal %s belongs to another plan; move it away first",
				 options->path);
	if (past.whole_len < len && ftruncate(journal->file, (off_t)past.whole_len) != 0)
		return fault_set_errno(fault, errno, "cannot write the journal %s", options->path);
	memcpy(journal->head, past.head, sizeof(journal->head));
	journal->records = past.records;
	journal->record_count = past.record_count;
	journal->is_resumed = past.plan_digest != NULL;
	if (options->must_exist && !journal->is_resumed)
		return fault_set(fault, FAULT_REFUSED,
				 "%s holds no run to go on with; begin with `mattock apply`",
				 options->path);
	return true;
}

/* Says who has the lock, as far as the journal tells. Always false. */
static bool refuse_locked(struct arena *arena, const struct journal *journal, const char *path,
			  struct fault *fault)
{
	struct journal_past past = { 0 };
	struct fault unread;
	size_t len = 0;
	char *text = read_all(arena, journal, &len);

	if (!text || !journal_read(arena, text, len, &past, &unread) || !past.since)
		return fault_set(fault, FAULT_LOCKED,
				 "another run holds %s; wait for it or stop it", path);
	return fault_set(fault, FAULT_LOCKED,
			 "another run holds %s: process %" PRId64 " on %s, since %s, by %s; wait "
			 "for it or stop it",
			 path, past.process, past.host ? past.host : "an unnamed host", past.since,
			 past.caller_arn ? past.caller_arn : "an unnamed caller");
}

bool journal_open(struct arena *arena, const struct journal_options *options,
		  struct journal *out_journal, struct fault *fault)
{
	int flags = O_RDWR | O_APPEND | O_CLOEXEC | (options->must_exist ? 0 : O_CREAT);
	int file = open(options->path, flags, S_IRUSR | S_IWUSR);
	bool is_open;

	*out_journal = (struct journal){ .file = file, .clock = options->clock };
	if (file < 0 && options->must_exist && errno == ENOENT)
		return fault_set(fault, FAULT_REFUSED,
				 "there is no run to go on with: %s is not there; begin with "
				 "`mattock apply`",
				 options->path);
	if (file < 0)
		return fault_set_errno(fault, errno, "cannot open the journal %s", options->path);
	if (flock(file, LOCK_EX | LOCK_NB) != 0)
		is_open = refuse_locked(arena, out_journal, options->path, fault);
	else if (!durable_sync_folder(arena, options->path))
		is_open = fault_set_errno(fault, errno, "cannot write beside %s", options->path);
	else
		is_open = take_past(arena, out_journal, options, fault) &&
			  write_start(out_journal, options, fault);
	if (!is_open)
		journal_close(out_journal);
	return is_open;
}

const struct journal_record *journal_find(const struct journal *journal, const char *account_id,
					  const char *operation,
					  const struct credential *credential)
{
	const struct journal_record wanted = {
		.account_id = account_id,
		.operation = operation,
		.id = credential->id ? credential->id : "",
	};

	if (!journal->record_count)
		return NULL;
	return bsearch(&wanted, journal->records, journal->record_count, sizeof(wanted),
		       journal_record_compare);
}

void journal_close(struct journal *journal)
{
	if (journal->file >= 0)
		close(journal->file);
	journal->file = -1;
}
