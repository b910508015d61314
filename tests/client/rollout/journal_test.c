#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/rollout/journal.h"

static const struct credential key = { .kind = CREDENTIAL_ACCESS_KEY,
				       .id = "AKIAROOTKEY000000001" };
static const struct credential password = { .kind = CREDENTIAL_PASSWORD };

static const struct row {
	const char *name;
	const char *left;     /* what an earlier run left in the file */
	bool is_held;         /* another run holds it */
	enum fault_kind kind; /* FAULT_NONE: it opens */
	bool is_resumed, has_key_intent;
} rows[] = {
	{ "a journal that another run holds is locked", "", true, FAULT_LOCKED, false, false },
	{ "a journal of another plan is refused", "{\"event\":\"start\",\"plan\":\"other\"}\n",
	  false, FAULT_STALE, false, false },
	{ "a file that is no journal is refused", "{\"anything\":1}\n", false, FAULT_STALE, false,
	  false },
	{ "an empty journal is begun", "", false, FAULT_NONE, false, false },
	{ "an intent of an earlier run is found",
	  "{\"event\":\"start\",\"plan\":\"ours\"}\n"
	  "{\"event\":\"intent\",\"account\":\"222222222222\",\"kind\":\"accessKey\","
	  "\"id\":\"AKIAROOTKEY000000001\"}\n",
	  false, FAULT_NONE, true, true },
	{ "a line that a crash cut off is passed over and does not swallow the next",
	  "{\"event\":\"start\",\"plan\":\"ours\"}\n{\"event\":\"intent\",\"acc", false, FAULT_NONE,
	  true, false },
};

static void opens(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	char path[] = "/tmp/journal_test_XXXXXX";
	int64_t now_ms = 1800000000000;
	struct journal_options options = { path, "ours", clock_fixed(&now_ms) };
	struct journal journal, other;
	struct fault fault = { 0 };
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, row->left, strlen(row->left)), strlen(row->left));
	close(file);
	if (row->is_held)
		assert_true(journal_open(&t->arena, &options, &other, &fault));
	assert_int_equal(journal_open(&t->arena, &options, &journal, &fault), !row->kind);
	if (row->is_held)
		journal_close(&other);
	if (row->kind) {
		assert_int_equal(fault.kind, row->kind);
		unlink(path);
		return;
	}
	assert_int_equal(journal.is_resumed, row->is_resumed);
	assert_int_equal(journal_has_intent(&t->arena, &journal, "222222222222", &key),
			 row->has_key_intent);
	assert_true(journal_write(&journal,
				  &(struct journal_entry){ .event = JOURNAL_INTENT,
							   .account_id = "222222222222",
							   .credential = &password },
				  &fault));
	assert_true(journal_has_intent(&t->arena, &journal, "222222222222", &password));
	assert_false(journal_has_intent(&t->arena, &journal, "333333333333", &password));
	journal_close(&journal);
	unlink(path);
}

int main(void)
{
	return check_table("client/rollout/journal", rows, opens);
}
