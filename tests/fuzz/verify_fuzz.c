#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/namespace.h"
#include "mock/verify.h"
#include "mock/verify_call.h"

static const char entry_text[] =
	"{\"number\":7,\"time\":\"2026-11-23T09:00:00Z\",\"operation\":\"iam:GetUser\","
	"\"method\":\"POST\",\"principal\":{\"accountId\":\"123456789012\"},\"parameters\":"
	"{\"UserName\":\"nobody\"},\"status\":404,\"error\":{\"code\":\"NoSuchEntity\"}}";

/* Each call that can be read is held against an entry: it is either that call or not. */
static void see(struct arena *arena, const struct json_value *list)
{
	const struct json_value *entry;
	struct fault fault = { 0 };

	assert(json_read(arena, entry_text, strlen(entry_text), &fault, &entry));
	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next) {
		struct verify_mistake mistake;
		struct verify_call call;

		if (!verify_call_read(arena, item, &mistake, &call)) {
			assert(mistake.at && *mistake.what);
			continue;
		}
		verify_call_see(&call, arena, entry);
		assert(call.count == verify_call_matches(&call, entry));
	}
}

/* An expectation gets its checks, as JSON, or a fault that names a place in it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct namespace *space;
	ARENA_AUTO(arena);
	const struct namespace_options options = { .has_seed = true };
	const struct json_value *expectation, *checks;
	struct fault fault = { 0 };
	struct buffer out;

	if (!space)
		assert(namespace_open(&options, &fault, &space));
	if (!json_read(&arena, (const char *)data, size, &fault, &expectation))
		return 0;
	see(&arena, json_get(expectation, "calls"));
	buffer_init(&out, &arena, 1024);
	if (!verify_write(space, &arena, expectation, &fault, &out)) {
		assert(fault.kind == FAULT_INPUT && *fault.message && out.len == 0);
		return 0;
	}
	assert(json_read(&arena, out.data, out.len, &fault, &checks));
	assert(json_get(checks, "holds")->kind == JSON_BOOLEAN);
	return 0;
}
