/*
 * trail.h - the events that a run must have caused, beside those of a trail.
 *
 * An event of the trail that the list does not know was not the run's, or the
 * list is not of that run; one that the list must have and the trail has not
 * may still come, since CloudTrail is minutes late.
 */
#pragma once

#include "client/report/compare.h"
#include "client/report/saved_kinds.h"

/* {"Records": [...]}, as CloudTrail's log files are: each event has a place, a source and a name.
 */
MUST_USE bool trail_check(struct saved_reading *reading);

/* A list of report --format events: each event has a source and a name. */
MUST_USE bool trail_check_expected(struct saved_reading *reading);

/*
 * What differs. Each event of the trail is matched with one of the list, by its request id if the
 * list has that, otherwise by trail, name, target and access key, as often as the list allows.
 */
struct changes trail_compare(struct arena *arena, const struct saved *expected,
			     const struct saved *trail);
