#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/call.h"
#include "mock/database.h"
#include "mock/scenario.h"

/* A template of many accounts is only slow. */
static bool asks_for_many(const uint8_t *data, size_t size)
{
	size_t digits = 0;

	if (!memmem(data, size, "count", strlen("count")))
		return false;
	for (size_t i = 0; i < size; i++) {
		digits = data[i] >= '0' && data[i] <= '9' ? digits + 1 : 0;
		if (digits == 3 && (size - i < 10 || data[i + 9] < '0' || data[i + 9] > '9'))
			return true;
	}
	return false;
}

/* A scenario is loaded whole, or a fault names a place in it and nothing is left behind. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scenario_options options = {
		.file = "scenario.json",
		.text = (const char *)data,
		.text_len = size,
		.has_clock = true,
		.has_seed = true,
		.now_ms = INT64_C(1795424400000),
	};
	struct scenario_settings settings;
	struct fault fault = { 0 };
	struct database *database;
	ARENA_AUTO(arena);
	struct call call = { .arena = &arena };

	if (asks_for_many(data, size))
		return 0;
	assert(database_open(NULL, &fault, &database));
	if (!scenario_load(database, &options, &fault, &settings)) {
		assert(fault.kind == FAULT_INPUT);
		assert(!strncmp(fault.message, "scenario.json:", strlen("scenario.json:")));
		call.database = database;
		assert(!database_exists(&call, "SELECT 1 FROM account -- scan: there is none",
					DATABASE_NO_VALUES));
	}
	database_close(database);
	return 0;
}
