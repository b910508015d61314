#include "client/renewal.h"

#include <assert.h>

enum { ADVISORY_PART = 4, MANDATORY_PART = 6 };

/* On the stack of the fiber that waits. */
struct renewal_waiter {
	struct fiber_event event;
	struct renewal_waiter *next;
};

static int64_t smaller(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

enum renewal_window renewal_window(int64_t left_ms, int64_t lifetime_ms)
{
	int64_t advisory_ms = RENEWAL_ADVISORY_MS, mandatory_ms = RENEWAL_MANDATORY_MS;

	if (lifetime_ms > 0) {
		advisory_ms = smaller(advisory_ms, lifetime_ms / ADVISORY_PART);
		mandatory_ms = smaller(mandatory_ms, lifetime_ms / MANDATORY_PART);
	}
	if (left_ms <= mandatory_ms)
		return RENEWAL_MANDATORY;
	return left_ms <= advisory_ms ? RENEWAL_ADVISORY : RENEWAL_NONE;
}

void renewal_wait(struct renewal *renewal, struct fibers *fibers)
{
	struct renewal_waiter waiter = { .next = renewal->first };

	if (!renewal->is_running)
		return;
	renewal->first = &waiter;
	fiber_wait(fibers, &waiter.event);
}

void renewal_begin(struct renewal *renewal)
{
	assert(!renewal->is_running);
	renewal->is_running = true;
}

void renewal_end(struct renewal *renewal, struct fibers *fibers)
{
	struct renewal_waiter *waiter = renewal->first;

	renewal->is_running = false;
	renewal->first = NULL;
	while (waiter) {
		struct renewal_waiter *next = waiter->next;

		fiber_signal(fibers, &waiter->event);
		waiter = next;
	}
}
