#include "mock/namespace.h"

#include <malloc.h>
#include <stdlib.h>

#include "mock/authorize.h"
#include "mock/call.h"
#include "mock/caller_cache.h"
#include "mock/database.h"
#include "mock/injection/injection.h"
#include "mock/journal.h"
#include "mock/last_access.h"
#include "mock/organizations/creation.h"
#include "mock/scenario.h"
#include "mock/setting.h"
#include "mock/tally.h"
#include "model/pattern.h"
#include "wire/sigv4_keys.h"

enum { SIGNING_KEYS = 1024 }; /* keys kept; one takes a third of a kilobyte */

/* A state in memory as the scenario describes it. */
static bool load_scenario(const struct namespace_options *options, const struct namespace *space,
			  struct fault *fault, struct database **out_database,
			  struct scenario_settings *out_settings)
{
	const struct scenario_options scenario = {
		.file = options->scenario,
		.text = options->text,
		.text_len = options->text_len,
		.has_clock = options->has_clock && options->clock.mode == NAMESPACE_CLOCK_FROZEN,
		.has_seed = options->has_seed,
		.now_ms = options->clock.frozen_ms,
		.seed = options->seed,
		.injection = space ? space->injection : NULL,
		.tally = space ? space->tally : NULL,
	};

	*out_database = NULL;
	return database_open(NULL, fault, out_database) &&
	       scenario_load(*out_database, &scenario, fault, out_settings);
}

/* The scenario's clock and seed hold where the command line has none. */
static void apply_settings(struct namespace *space, const struct namespace_options *options,
			   const struct scenario_settings *settings)
{
	if (options->has_clock)
		space->clock = options->clock;
	else if (settings->has_clock)
		space->clock = settings->clock;
	space->unrouted = settings->unrouted;
	space->consistency = settings->consistency;
	if (options->has_seed)
		space->random = random_seeded(options->seed);
	else if (settings->has_seed)
		space->random = random_seeded(settings->seed);
	else
		space->random = random_system();
	space->random.starts = settings->starts;
}

static bool is_new(struct database *database)
{
	ARENA_AUTO(arena);
	struct call call = { .arena = &arena, .database = database };

	return !database_exists(&call, "SELECT 1 FROM account LIMIT 1 -- scan: one row is enough",
				DATABASE_NO_VALUES);
}

/* A seed's streams begin anew with each start, and must not draw what is in the state already. */
static bool note_starts(struct namespace *space, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct call call = { .arena = &arena, .database = space->database };

	if (!space->random.starts)
		return true;
	database_begin(space->database);
	database_run(
		&call,
		"INSERT OR REPLACE INTO setting (name, value) VALUES ('state.starts', :starts)",
		DATABASE_VALUES(database_integer("starts", (int64_t)space->random.starts)));
	return database_commit(space->database) ||
	       fault_set(fault, FAULT_SYSTEM, "%s", database_problem(space->database));
}

static bool count_start(struct namespace *space, struct fault *fault)
{
	ARENA_AUTO(arena);
	struct call call = { .arena = &arena, .database = space->database };

	database_begin(space->database);
	space->random.starts = (uint64_t)database_number(
		&call, "SELECT CAST(value AS INTEGER) + 1 FROM setting WHERE name = 'state.starts'",
		DATABASE_NO_VALUES, 1);
	database_rollback(space->database);
	return note_starts(space, fault);
}

/* The state in the file; a new file begins as @loaded. */
static bool open_file(struct namespace *space, const char *path, struct database *loaded,
		      struct fault *fault)
{
	if (!database_open(path, fault, &space->database))
		return false;
	return is_new(space->database) ? database_copy(space->database, loaded, fault)
				       : count_start(space, fault);
}

static bool load(struct namespace *space, const struct namespace_options *options,
		 struct fault *fault)
{
	struct scenario_settings settings = { 0 };
	struct database *loaded;
	bool is_open;

	if (!load_scenario(options, space, fault, &loaded, &settings)) {
		database_close(loaded);
		return false;
	}
	apply_settings(space, options, &settings);
	is_open = !options->scenario || database_open_copy(loaded, fault, &space->pristine);
	if (options->state) {
		is_open = is_open && open_file(space, options->state, loaded, fault);
		database_close(loaded);
	} else {
		space->database = loaded;
	}
	malloc_trim(0); /* what loading took is not needed again */
	return is_open;
}

static struct namespace *namespace_new(void)
{
	struct namespace *space = calloc(1, sizeof(*space));

	if (!space)
		abort();
	space->journal = journal_new();
	space->injection = injection_new();
	space->tally = tally_new();
	space->first_tally = tally_new();
	space->patterns = pattern_cache_new();
	space->authorizer = authorizer_new();
	space->callers = caller_cache_new();
	space->accesses = last_access_filter_new();
	space->due_version = UINT64_MAX;
	space->signing_keys = sigv4_keys_new(SIGNING_KEYS);
	return space;
}

/* What a reset brings back beside the state. */
static void keep_beginning(struct namespace *space)
{
	space->first_clock = space->clock;
	space->first_consistency = space->consistency;
	space->first_unrouted = space->unrouted;
	tally_copy(space->first_tally, space->tally);
}

bool namespace_open(const struct namespace_options *options, struct fault *fault,
		    struct namespace **out_namespace)
{
	struct namespace *space = namespace_new();

	if (!load(space, options, fault)) {
		namespace_close(space);
		return false;
	}
	keep_beginning(space);
	*out_namespace = space;
	return true;
}

/* A fork that is only read needs no second copy; most cost of a fork is copying. */
static void keep_pristine(void *context)
{
	struct namespace *space = context;
	struct fault fault;

	space->is_untouched = false;
	space->is_pristine_lost = !database_open_copy(space->database, &fault, &space->pristine);
}

bool namespace_fork(struct namespace *from, const struct namespace_options *options,
		    struct fault *fault, struct namespace **out_namespace)
{
	struct namespace *space = namespace_new();

	space->random = options->has_seed ? random_seeded(options->seed) : from->random;
	space->clock = options->has_clock ? options->clock : from->clock;
	space->consistency = from->consistency;
	if (!options->has_seed) { /* its streams go on, so that no id is drawn twice */
		tally_copy(space->tally, from->tally);
		space->unrouted = from->unrouted;
	}
	keep_beginning(space);
	injection_copy(space->injection, from->injection);
	if (!database_open_fork(from->database, fault, &space->database)) {
		namespace_close(space);
		return false;
	}
	space->is_untouched = true;
	database_before_write(space->database, keep_pristine, space);
	*out_namespace = space;
	return true;
}

void namespace_close(struct namespace *space)
{
	if (!space)
		return;
	history_free(space->history);
	database_close(space->database);
	database_close(space->pristine);
	journal_free(space->journal);
	injection_free(space->injection);
	tally_free(space->tally);
	tally_free(space->first_tally);
	pattern_cache_free(space->patterns);
	authorizer_free(space->authorizer);
	caller_cache_free(space->callers);
	last_access_filter_free(space->accesses);
	sigv4_keys_free(space->signing_keys);
	free(space);
}

/* The account that is there without a scenario is quickly made again. */
static bool copy_default(struct namespace *space, struct fault *fault)
{
	struct scenario_settings settings;
	struct database *fresh;
	bool is_copied =
		load_scenario(&(struct namespace_options){ 0 }, NULL, fault, &fresh, &settings) &&
		database_copy(space->database, fresh, fault);

	database_close(fresh);
	return is_copied;
}

static bool copy_pristine(struct namespace *space, struct fault *fault)
{
	if (space->is_untouched)
		return true;
	if (space->is_pristine_lost)
		return fault_set(fault, FAULT_SYSTEM,
				 "the beginning of this namespace could not be kept");
	return space->pristine ? database_copy(space->database, space->pristine, fault)
			       : copy_default(space, fault);
}

bool namespace_reset(struct namespace *space, struct fault *fault)
{
	if (!copy_pristine(space, fault) || !note_starts(space, fault))
		return false;
	space->clock = space->first_clock;
	history_clear(space->history);
	journal_clear(space->journal);
	injection_reset(space->injection);
	space->consistency = space->first_consistency;
	tally_copy(space->tally, space->first_tally);
	space->unrouted = space->first_unrouted;
	return true;
}

int64_t namespace_now_ms(const struct namespace *space)
{
	return namespace_clock_now_ms(&space->clock);
}

void namespace_settle(struct namespace *space)
{
	ARENA_AUTO(arena);
	struct call call = { .arena = &arena,
			     .database = space->database,
			     .random = &space->random,
			     .journal = space->journal,
			     .now_ms = namespace_now_ms(space) };
	bool is_settled;

	database_begin(space->database);
	call.partition = setting_text(&call, "partition", "aws");
	organizations_settle(&call, call.now_ms);
	is_settled = database_commit(space->database);
	UNUSED(is_settled); /* if not, the next request tries again and says why */
}
