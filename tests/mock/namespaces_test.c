/* When namespaces end: by their time, and with the connections that hold them. */
#include <string.h>

#include "mock/namespaces.h"
#include "tests/support/check.h"

enum { STEPS = 8, SECOND_MS = 1000, HELD_MS = NAMESPACE_HOLDER_S * SECOND_MS };

enum event { NOTHING, PASS, HOLD, LISTEN, RELEASE, LEAVE, END, AGAIN, IS_THERE, IS_GONE };

/* What happens to the namespace "test", one after another. */
static const struct row {
	const char *name;
	bool is_held;
	int64_t ttl_s;
	struct step {
		enum event event;
		int64_t ms; /* of PASS */
	} steps[STEPS];
} rows[] = {
	{ "one that nobody comes to hold ends after thirty seconds",
	  true,
	  0,
	  { { PASS, HELD_MS - 1 }, { IS_THERE, 0 }, { PASS, 1 }, { IS_GONE, 0 } } },
	{ "who only looks on does not hold it",
	  true,
	  0,
	  { { LISTEN, 0 }, { PASS, HELD_MS }, { IS_GONE, 0 } } },
	{ "who holds it at the last moment keeps it",
	  true,
	  0,
	  { { PASS, HELD_MS - 1 },
	    { HOLD, 0 },
	    { PASS, 24 * 3600 * SECOND_MS },
	    { IS_THERE, 0 } } },
	{ "it ends with the one that held it, early or late",
	  true,
	  0,
	  { { HOLD, 0 }, { PASS, 1 }, { RELEASE, 0 }, { IS_GONE, 0 } } },
	{ "of two the last one counts",
	  true,
	  0,
	  { { HOLD, 0 },
	    { HOLD, 0 },
	    { RELEASE, 0 },
	    { PASS, HELD_MS },
	    { IS_THERE, 0 },
	    { RELEASE, 0 },
	    { IS_GONE, 0 } } },
	{ "one that looks on and leaves ends nothing",
	  true,
	  0,
	  { { HOLD, 0 }, { LISTEN, 0 }, { LEAVE, 0 }, { IS_THERE, 0 } } },
	{ "the end of a held one's connection leaves its successor alone",
	  true,
	  0,
	  { { HOLD, 0 }, { END, 0 }, { AGAIN, 0 }, { RELEASE, 0 }, { IS_THERE, 0 } } },
	{ "its own time ends it, held or not",
	  true,
	  60,
	  { { HOLD, 0 },
	    { PASS, 60 * SECOND_MS - 1 },
	    { IS_THERE, 0 },
	    { PASS, 1 },
	    { IS_GONE, 0 } } },
	{ "one that is not to be held stays for its time alone",
	  false,
	  60,
	  { { PASS, HELD_MS }, { IS_THERE, 0 }, { PASS, 30 * SECOND_MS }, { IS_GONE, 0 } } },
	{ "and without a time for ever", false, 0, { { PASS, INT32_MAX }, { IS_THERE, 0 } } },
};

/* The namespaces with a clock that the test moves. */
struct stage {
	struct namespaces *namespaces;
	int64_t now_ms;
	uint64_t serial; /* of the namespace when it was last held or listened to */
	const struct row *row;
};

static void make(struct stage *stage)
{
	const struct namespaces_wanted wanted = { .name = "test",
						  .ttl_s = stage->row->ttl_s,
						  .is_held = stage->row->is_held };
	struct namespaces_entry *entry;
	struct fault fault;

	assert_true(namespaces_add(stage->namespaces, &wanted, &fault, &entry));
}

static void listen_to(struct stage *stage, bool holds)
{
	struct namespaces_entry *entry = namespaces_find(stage->namespaces, "test");
	struct fault fault;

	assert_non_null(entry);
	stage->serial = entry->serial;
	assert_true(namespaces_listen(stage->namespaces, entry, holds, &fault));
}

static void happen(struct stage *stage, const struct step *step)
{
	switch (step->event) {
	case PASS:
		stage->now_ms += step->ms;
		namespaces_expire(stage->namespaces);
		break;
	case HOLD:
	case LISTEN:
		listen_to(stage, step->event == HOLD);
		break;
	case RELEASE:
	case LEAVE:
		namespaces_unlisten(stage->namespaces, "test", stage->serial,
				    step->event == RELEASE);
		break;
	case END:
		assert_true(namespaces_remove(stage->namespaces, "test"));
		break;
	case AGAIN:
		make(stage);
		break;
	case IS_THERE:
		assert_non_null(namespaces_find(stage->namespaces, "test"));
		break;
	case IS_GONE:
		assert_null(namespaces_find(stage->namespaces, "test"));
		break;
	case NOTHING:
		break;
	}
}

static void ends(void **state)
{
	struct fixture *fixture = *state;
	struct stage stage = { .now_ms = 1, .row = fixture->row };
	const struct namespace_options options = { 0 };
	struct namespace *first;
	struct fault fault;

	assert_true(namespace_open(&options, &fault, &first));
	stage.namespaces = namespaces_new(first, clock_fixed(&stage.now_ms));
	make(&stage);
	for (size_t i = 0; i < STEPS; i++)
		happen(&stage, &stage.row->steps[i]);
	assert_non_null(namespaces_find(stage.namespaces, NAMESPACE_DEFAULT));
	namespaces_free(stage.namespaces);
}

int main(void)
{
	return check_table("mock/namespaces", rows, ends);
}
