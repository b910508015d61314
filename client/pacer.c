#include "client/pacer.h"

#include <stdlib.h>
#include <string.h>

#include "client/pace.h"

/*
 * The buckets of accounts that are done with are dropped when there are many:
 * those that nobody waits for and that refused nothing lately.
 */
enum { SLOTS = 1024, BUCKETS_SWEEP = 2048, KEEP_MS = 60 * 1000, LOOK_AGAIN_MS = 50 };

/* Lives on the stack of whoever waits. */
struct waiter {
	bool is_repeated;
	struct fiber_event turn; /* set when it is the first */
	struct waiter *next;
};

struct bucket {
	char *service, *account;
	struct pace pace;
	struct waiter *first;
	struct bucket *next; /* in its slot */
};

struct pacer {
	struct fibers *fibers;
	struct clock clock;
	struct bucket *slots[SLOTS];
	size_t count;
};

struct pacer *pacer_new(struct fibers *fibers, struct clock clock)
{
	struct pacer *pacer = calloc(1, sizeof(*pacer));

	if (!pacer)
		abort();
	pacer->fibers = fibers;
	pacer->clock = clock;
	return pacer;
}

static void bucket_free(struct bucket *bucket)
{
	free(bucket->service);
	free(bucket->account);
	free(bucket);
}

/* Takes the buckets out that are not kept. */
static void sweep(struct pacer *pacer, bool (*is_kept)(const struct bucket *, int64_t))
{
	int64_t now_ms = clock_now_ms(&pacer->clock);

	for (size_t i = 0; i < SLOTS; i++) {
		struct bucket **link = &pacer->slots[i];

		while (*link) {
			struct bucket *bucket = *link;

			if (is_kept(bucket, now_ms)) {
				link = &bucket->next;
				continue;
			}
			*link = bucket->next;
			bucket_free(bucket);
			pacer->count--;
		}
	}
}

static bool keeps_none(const struct bucket *bucket, int64_t now_ms)
{
	UNUSED(bucket);
	UNUSED(now_ms);
	return false;
}

static bool keeps_needed(const struct bucket *bucket, int64_t now_ms)
{
	return bucket->first ||
	       (bucket->pace.is_limited && now_ms - bucket->pace.last_ms < KEEP_MS);
}

void pacer_free(struct pacer *pacer)
{
	if (!pacer)
		return;
	sweep(pacer, keeps_none);
	free(pacer);
}

static size_t slot_of(const struct pacer_key *key)
{
	size_t hash = 5381;

	for (const char *at = key->service; *at; at++)
		hash = hash * 33 + (unsigned char)*at;
	for (const char *at = key->account; *at; at++)
		hash = hash * 33 + (unsigned char)*at;
	return hash % SLOTS;
}

static struct bucket *find(const struct pacer *pacer, const struct pacer_key *key)
{
	struct bucket *bucket = pacer->slots[slot_of(key)];

	while (bucket && (strcmp(bucket->service, key->service) != 0 ||
			  strcmp(bucket->account, key->account) != 0))
		bucket = bucket->next;
	return bucket;
}

static struct bucket *find_or_add(struct pacer *pacer, const struct pacer_key *key)
{
	struct bucket *bucket = find(pacer, key);
	size_t slot = slot_of(key);

	if (bucket)
		return bucket;
	if (pacer->count >= BUCKETS_SWEEP)
		sweep(pacer, keeps_needed);
	bucket = calloc(1, sizeof(*bucket));
	if (!bucket)
		abort();
	bucket->service = strdup(key->service);
	bucket->account = strdup(key->account);
	if (!bucket->service || !bucket->account)
		abort();
	pace_init(&bucket->pace, clock_now_ms(&pacer->clock));
	bucket->next = pacer->slots[slot];
	pacer->slots[slot] = bucket;
	pacer->count++;
	return bucket;
}

/* Behind those of its kind; who was refused before goes before who was not. */
static void queue_up(struct bucket *bucket, struct waiter *waiter)
{
	struct waiter **link = &bucket->first;

	if (*link) /* the first one is taking its token already */
		link = &(*link)->next;
	while (*link && ((*link)->is_repeated || !waiter->is_repeated))
		link = &(*link)->next;
	waiter->next = *link;
	*link = waiter;
}

/* The first of the queue takes its token; false if the deadline comes first. */
static bool take_turn(struct pacer *pacer, struct bucket *bucket, int64_t deadline_ms)
{
	for (;;) {
		int64_t now_ms = clock_now_ms(&pacer->clock);
		int64_t wait_ms;

		if (deadline_ms && now_ms >= deadline_ms)
			return false;
		wait_ms = pace_take(&bucket->pace, now_ms);
		if (wait_ms == 0)
			return true;
		/* The rate may have grown meanwhile. */
		if (wait_ms > LOOK_AGAIN_MS)
			wait_ms = LOOK_AGAIN_MS;
		if (deadline_ms && wait_ms > deadline_ms - now_ms)
			wait_ms = deadline_ms - now_ms;
		fiber_sleep(pacer->fibers, wait_ms);
	}
}

bool pacer_wait(struct pacer *pacer, const struct pacer_key *key, bool is_repeated,
		int64_t deadline_ms)
{
	struct bucket *bucket = find_or_add(pacer, key);
	struct waiter self = { .is_repeated = is_repeated };
	bool has_token;

	queue_up(bucket, &self);
	if (bucket->first != &self)
		fiber_wait(pacer->fibers, &self.turn);
	has_token = take_turn(pacer, bucket, deadline_ms);
	bucket->first = self.next;
	if (bucket->first)
		fiber_signal(pacer->fibers, &bucket->first->turn);
	return has_token;
}

void pacer_learn(struct pacer *pacer, const struct pacer_key *key, int64_t sent_ms, bool is_refused)
{
	struct bucket *bucket = find_or_add(pacer, key);

	pace_learn(&bucket->pace, sent_ms, clock_now_ms(&pacer->clock), is_refused);
}

double pacer_rate(const struct pacer *pacer, const struct pacer_key *key)
{
	const struct bucket *bucket = find(pacer, key);

	return bucket ? pace_rate(&bucket->pace, clock_now_ms(&pacer->clock)) : 0;
}
