#include "tests/support/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/rollout/journal.h"

static const struct credential key = { .kind = CREDENTIAL_ACCESS_KEY,
				       .id = "AKIAROOTKEY000000001" };
static const struct credential password = { .kind = CREDENTIAL_PASSWORD };

/* What happens to a journal of one run, which began the key's deletion, before it is opened. */
enum damage { NEVER_THERE, EMPTY, WHOLE, CUT_OFF, LINE_LOST, BYTE_CHANGED, NO_JOURNAL };

static const struct row {
	const char *name;
	enum damage damage;
	const char *plan;     /* of the run that opens it */
	bool is_held;         /* another run holds it */
	bool must_exist;      /* resume */
	enum fault_kind kind; /* FAULT_NONE: it opens */
	const char *message;  /* part of the fault's */
	bool is_resumed, has_key;
} rows[] = {
	{ .name = "a journal that another run holds names that run",
	  .damage = WHOLE,
	  .is_held = true,
	  .kind = FAULT_LOCKED,
	  .message = "since 2027-01-15T08:00:00Z, by arn:aws:iam::111111111111:user/anna" },
	{ .name = "a journal of another plan is refused",
	  .damage = WHOLE,
	  .plan = "another",
	  .kind = FAULT_STALE,
	  .message = "belongs to another plan" },
	{ .name = "a file that is no journal is refused",
	  .damage = NO_JOURNAL,
	  .kind = FAULT_STALE,
	  .message = "line 1 of the journal is no entry" },
	{ .name = "a lost line in the middle is refused with its number",
	  .damage = LINE_LOST,
	  .kind = FAULT_STALE,
	  .message = "line 2 of the journal does not follow" },
	{ .name = "a changed byte in the middle is refused",
	  .damage = BYTE_CHANGED,
	  .kind = FAULT_STALE,
	  .message = "line 3 of the journal does not follow" },
	{ .name = "nothing can be resumed where there is no journal",
	  .damage = NEVER_THERE,
	  .must_exist = true,
	  .kind = FAULT_REFUSED,
	  .message = "begin with `mattock apply`" },
	{ .name = "nothing can be resumed from an empty journal",
	  .damage = EMPTY,
	  .must_exist = true,
	  .kind = FAULT_REFUSED,
	  .message = "begin with `mattock apply`" },
	{ .name = "a journal that is not there is begun", .damage = NEVER_THERE },
	{ .name = "an empty journal is begun", .damage = EMPTY },
	{ .name = "what an earlier run began is found",
	  .damage = WHOLE,
	  .must_exist = true,
	  .is_resumed = true,
	  .has_key = true },
	{ .name = "a last line that a crash cut off is taken off",
	  .damage = CUT_OFF,
	  .is_resumed = true },
};

static const struct journal_entry intent = { .event = JOURNAL_INTENT,
					     .account_id = "222222222222",
					     .operation = "DeleteAccessKey",
					     .credential = &key };
static const struct journal_entry done = { .event = JOURNAL_DONE,
					   .account_id = "222222222222",
					   .operation = "DeleteAccessKey",
					   .credential = &key,
					   .request_id = "0a1b" };

/* The journal as the earlier run left it: a start, an intent and, unless it crashed, more. */
static void leave_journal(struct fixture *t, const struct journal_options *options,
			  enum damage damage)
{
	struct journal journal;
	struct fault fault;
	struct stat status;
	int file;

	if (damage == NEVER_THERE)
		return;
	file = open(options->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(file >= 0);
	close(file);
	if (damage == EMPTY)
		return;
	assert_true(journal_open(&t->arena, options, &journal, &fault));
	assert_true(journal_write(&journal, &intent, &fault));
	if (damage == CUT_OFF) {
		assert_int_equal(fstat(journal.file, &status), 0);
		assert_int_equal(ftruncate(journal.file, status.st_size - 5), 0);
	} else {
		assert_true(journal_write(&journal, &done, &fault));
	}
	journal_close(&journal);
}

/* Changes the file as nobody should. */
static void damage_journal(struct fixture *t, const char *path, enum damage damage)
{
	char *text = arena_alloc(&t->arena, 4096);
	FILE *file = fopen(path, "r+e");
	size_t len;
	char *second, *third;

	if (damage != LINE_LOST && damage != BYTE_CHANGED && damage != NO_JOURNAL) {
		if (file)
			fclose(file);
		return;
	}
	assert_non_null(file);
	len = fread(text, 1, 4095, file);
	text[len] = '\0';
	second = strchr(text, '\n') + 1;
	third = strchr(second, '\n') + 1;
	if (damage == BYTE_CHANGED)
		*strstr(second, "222222222222") = '3';
	else if (damage == LINE_LOST)
		memmove(second, third, strlen(third) + 1);
	else
		text = arena_strdup(&t->arena, "{\"anything\":1}\n");
	assert_int_equal(ftruncate(fileno(file), 0), 0);
	rewind(file);
	fputs(text, file);
	fclose(file);
}

static void opens(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char folder[] = "/tmp/journal_test_XXXXXX";
	int64_t now_ms = 1800000000000;
	struct journal_options options = { .plan_digest = "ours",
					   .caller_arn = "arn:aws:iam::111111111111:user/anna",
					   .clock = clock_fixed(&now_ms) };
	struct journal journal, other;
	struct fault fault = { 0 };
	bool is_open;

	assert_non_null(mkdtemp(folder));
	options.path = arena_printf(&t->arena, "%s/plan.journal", folder);
	leave_journal(t, &options, row->damage);
	damage_journal(t, options.path, row->damage);
	if (row->is_held)
		assert_true(journal_open(&t->arena, &options, &other, &fault));
	options.must_exist = row->must_exist;
	options.plan_digest = row->plan ? row->plan : options.plan_digest;
	is_open = journal_open(&t->arena, &options, &journal, &fault);
	if (row->is_held)
		journal_close(&other);
	if (is_open) {
		assert_int_equal(journal.is_resumed, row->is_resumed);
		assert_int_equal(journal_find(&journal, "222222222222", "DeleteAccessKey", &key) !=
					 NULL,
				 row->has_key);
		assert_null(
			journal_find(&journal, "222222222222", "DeleteLoginProfile", &password));
		assert_true(journal_write(&journal, &intent, &fault));
		journal_close(&journal);
		/* What was written now follows from what was there. */
		assert_true(journal_open(&t->arena, &options, &journal, &fault));
		assert_int_equal(
			journal_find(&journal, "222222222222", "DeleteAccessKey", &key)->event,
			JOURNAL_INTENT);
		journal_close(&journal);
	}
	unlink(options.path);
	rmdir(folder);
	assert_int_equal(is_open, !row->kind);
	if (!row->kind)
		return;
	assert_int_equal(fault.kind, row->kind);
	assert_non_null(strstr(fault.message, row->message));
}

int main(void)
{
	return check_table("client/rollout/journal", rows, opens);
}
