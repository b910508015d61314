#include "mock/namespace.h"

#include <stdlib.h>

#include "mock/authorize.h"
#include "mock/call.h"
#include "mock/database.h"
#include "mock/journal.h"
#include "mock/scenario.h"
#include "mock/tally.h"
#include "model/pattern.h"
#include "wire/sigv4_keys.h"

enum { SIGNING_KEYS = 1024 }; /* keys kept; one takes a third of a kilobyte */

/* Loads the scenario into a state in memory that resets come back to. */
static bool load_pristine(struct namespace *space, const struct namespace_options *options,
			  struct fault *fault)
{
	const struct scenario_options scenario = {
		.file = options->scenario,
		.has_clock = options->has_clock && options->is_clock_fixed,
		.has_seed = options->has_seed,
		.now_ms = options->now_ms,
		.seed = options->seed,
	};
	struct scenario_settings settings;

	if (!database_open(NULL, fault, &space->pristine) ||
	    !scenario_load(space->pristine, &scenario, fault, &settings))
		return false;
	if (!options->has_clock && settings.has_clock) {
		space->is_clock_fixed = true;
		space->fixed_ms = settings.now_ms;
	}
	if (options->has_seed)
		space->random = random_seeded(options->seed);
	else if (settings.has_seed)
		space->random = random_seeded(settings.seed);
	else
		space->random = random_system();
	return true;
}

static bool is_new(struct database *database)
{
	ARENA_AUTO(arena);
	struct call call = { .arena = &arena, .database = database };

	return !database_exists(&call, "SELECT 1 FROM account LIMIT 1 -- scan: one row is enough",
				DATABASE_NO_VALUES);
}

bool namespace_open(const struct namespace_options *options, struct fault *fault,
		    struct namespace **out_namespace)
{
	struct namespace *space = calloc(1, sizeof(*space));

	if (!space)
		abort();
	space->is_clock_fixed = options->is_clock_fixed;
	space->fixed_ms = options->now_ms;
	space->journal = journal_new();
	space->tally = tally_new();
	space->patterns = pattern_cache_new();
	space->authorizer = authorizer_new();
	space->signing_keys = sigv4_keys_new(SIGNING_KEYS);
	if (!load_pristine(space, options, fault) ||
	    !database_open(options->state, fault, &space->database) ||
	    (is_new(space->database) && !database_copy(space->database, space->pristine, fault))) {
		namespace_close(space);
		return false;
	}
	space->clock = space->is_clock_fixed ? clock_fixed(&space->fixed_ms) : clock_system();
	*out_namespace = space;
	return true;
}

void namespace_close(struct namespace *space)
{
	if (!space)
		return;
	database_close(space->database);
	database_close(space->pristine);
	journal_free(space->journal);
	tally_free(space->tally);
	pattern_cache_free(space->patterns);
	authorizer_free(space->authorizer);
	sigv4_keys_free(space->signing_keys);
	free(space);
}

bool namespace_reset(struct namespace *space, struct fault *fault)
{
	if (!database_copy(space->database, space->pristine, fault))
		return false;
	journal_clear(space->journal);
	tally_clear(space->tally);
	space->unrouted = 0;
	return true;
}
