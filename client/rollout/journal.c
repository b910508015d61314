#include "client/rollout/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/buffer.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

static const char *const event_names[] = {
	[JOURNAL_START] = "start", [JOURNAL_INTENT] = "intent", [JOURNAL_DONE] = "done",
	[JOURNAL_GONE] = "gone",   [JOURNAL_FAILED] = "failed", [JOURNAL_LOST] = "lost",
	[JOURNAL_END] = "end",
};

static void write_member(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, text);
}

/* The entry as one line with its line break. */
static void format_entry(const struct journal *journal, const struct journal_entry *entry,
			 struct buffer *line)
{
	char now[CLOCK_ISO_LEN + 1];
	struct json_writer json;

	clock_format_iso(clock_now_ms(&journal->clock), now);
	json_writer_init(&json, line, false);
	json_open_object(&json);
	write_member(&json, "time", now);
	write_member(&json, "event", event_names[entry->event]);
	write_member(&json, "plan", entry->plan_digest);
	write_member(&json, "account", entry->account_id);
	if (entry->credential) {
		write_member(&json, "kind", credential_kind_names[entry->credential->kind].key);
		write_member(&json, "id", entry->credential->id);
	}
	write_member(&json, "text", entry->text);
	json_close_object(&json);
	buffer_add_char(line, '\n');
}

bool journal_write(struct journal *journal, const struct journal_entry *entry, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct buffer line;
	ssize_t written;

	buffer_init(&line, &arena, 512);
	format_entry(journal, entry, &line);
	do {
		written = write(journal->file, line.data, line.len);
	} while (written < 0 && errno == EINTR);
	if (written != (ssize_t)line.len || fdatasync(journal->file) != 0)
		return fault_set_errno(fault, errno, "the journal cannot be written; stopped");
	return true;
}

/* All of the journal; NULL if it cannot be read. */
static char *read_all(struct arena *arena, const struct journal *journal, size_t *out_len)
{
	struct stat status;
	char *text;
	size_t used = 0;

	if (fstat(journal->file, &status) != 0 || status.st_size > JOURNAL_MAX)
		return NULL;
	text = arena_alloc(arena, (size_t)status.st_size + 1);
	while (used < (size_t)status.st_size) {
		ssize_t len = pread(journal->file, text + used, (size_t)status.st_size - used,
				    (off_t)used);

		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			return NULL;
		used += (size_t)len;
	}
	*out_len = used;
	return text;
}

/* The next whole line as JSON; NULL at the end. A line cut off by a crash is passed over. */
static const struct json_value *next_line(struct arena *arena, char **text)
{
	char *line;

	while ((line = strsep(text, "\n"))) {
		const struct json_value *value;
		struct fault fault;

		if (*line && json_read(arena, line, strlen(line), &fault, &value))
			return value;
	}
	return NULL;
}

/* An empty journal is ours to begin; one of another plan is not. */
static bool check_plan(struct arena *arena, struct journal *journal,
		       const struct journal_options *options, struct fault *fault)
{
	size_t len = 0;
	char *text = read_all(arena, journal, &len);
	const struct json_value *first;
	const char *digest;

	if (!text)
		return fault_set_errno(fault, errno, "cannot read the journal %s", options->path);
	/* A line that a crash cut off must not swallow the next one. */
	if (len > 0 && text[len - 1] != '\n' && write(journal->file, "\n", 1) != 1)
		return fault_set_errno(fault, errno, "cannot write the journal %s", options->path);
	first = next_line(arena, &text);
	digest = json_get_string(first, "plan");
	journal->is_resumed = first != NULL;
	if (!first || (digest && !strcmp(digest, options->plan_digest)))
		return true;
	return fault_set(fault, FAULT_STALE,
			 "the journal %s belongs to another plan; move it away first",
			 options->path);
}

bool journal_open(struct arena *arena, const struct journal_options *options,
		  struct journal *out_journal, struct fault *fault)
{
	const struct journal_entry start = { .event = JOURNAL_START,
					     .plan_digest = options->plan_digest };
	int file = open(options->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);

	*out_journal = (struct journal){ .file = file, .clock = options->clock };
	if (file < 0)
		return fault_set_errno(fault, errno, "cannot open the journal %s", options->path);
	if (flock(file, LOCK_EX | LOCK_NB) != 0)
		fault_set(fault, FAULT_LOCKED,
			  "another run of this plan holds %s; wait for it or stop it",
			  options->path);
	else if (check_plan(arena, out_journal, options, fault) &&
		 journal_write(out_journal, &start, fault))
		return true;
	journal_close(out_journal);
	return false;
}

static bool is_intent(const struct json_value *line, const char *account_id,
		      const struct credential *credential)
{
	const char *event = json_get_string(line, "event");
	const char *account = json_get_string(line, "account");
	const char *kind = json_get_string(line, "kind");
	const char *id = json_get_string(line, "id");

	if (!event || strcmp(event, event_names[JOURNAL_INTENT]) != 0 || !account ||
	    strcmp(account, account_id) != 0 || !kind ||
	    strcmp(kind, credential_kind_names[credential->kind].key) != 0)
		return false;
	return credential->id ? id && !strcmp(id, credential->id) : !id;
}

bool journal_has_intent(struct arena *arena, const struct journal *journal, const char *account_id,
			const struct credential *credential)
{
	size_t len = 0;
	char *text = read_all(arena, journal, &len);
	const struct json_value *line;

	while (text && (line = next_line(arena, &text)))
		if (is_intent(line, account_id, credential))
			return true;
	return false;
}

void journal_close(struct journal *journal)
{
	if (journal->file >= 0)
		close(journal->file);
	journal->file = -1;
}
