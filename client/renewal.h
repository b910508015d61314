/*
 * renewal.h - when the caller's credentials are renewed, and by whom.
 *
 * In the advisory window one fiber takes new ones while the others go on with
 * what there is; in the mandatory window they wait for it. The windows are
 * those of the SDKs, 15 and 10 minutes before the end (documented); credentials
 * that live for less than an hour have them at a fourth and a sixth of their
 * life, or a role's shortest session would be renewed before every call.
 */
#pragma once

#include "client/fiber.h"
#include "wire/base.h"
#include "wire/fault.h"

enum {
	RENEWAL_ADVISORY_MS = 15 * 60 * 1000,
	RENEWAL_MANDATORY_MS = 10 * 60 * 1000,
	RENEWAL_PAUSE_MS = 60 * 1000, /* after a failed attempt in the advisory window */
};

enum renewal_window { RENEWAL_NONE, RENEWAL_ADVISORY, RENEWAL_MANDATORY };

struct renewal_waiter;

/* Who renews now. A zeroed struct is nobody. */
struct renewal {
	bool is_running;
	int64_t not_before_ms;        /* of the monotonic clock; 0: at any time */
	struct fault failure;         /* of the last one, if it failed */
	struct renewal_waiter *first; /* private */
};

/* The window that @left_ms before the end of @lifetime_ms (0: not known) is in. */
enum renewal_window renewal_window(int64_t left_ms, int64_t lifetime_ms);

/* Waits until the renewal that is running has ended. */
void renewal_wait(struct renewal *renewal, struct fibers *fibers);

/* Begins one; nobody may be at it. */
void renewal_begin(struct renewal *renewal);

/* Ends it, and lets those who wait go on. */
void renewal_end(struct renewal *renewal, struct fibers *fibers);
