#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "mock/organizations/inheritance.h"
#include "policy/normalize.h"

enum { LEVELS = 2 };

/* Whatever is inherited, the effective policy and an RCP's normal form are JSON. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct json_value *root = NULL, *again = NULL;
	struct inheritance *inheritance;
	struct fault fault = { 0 };
	const char *texts[2];
	ARENA_AUTO(arena);

	if (!json_read(&arena, (const char *)data, size, &fault, &root) ||
	    root->kind != JSON_OBJECT)
		return 0;
	inheritance = inheritance_new(&arena);
	for (int i = 0; i < LEVELS; i++)
		inheritance_add_level(inheritance, &root, 1);
	texts[0] = inheritance_result(inheritance, true);
	texts[1] = policy_normalize(&arena, POLICY_USE_RCP, "aws", (const char *)data, size);
	/* The array around a statement may be one level more than the reader takes. */
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		assert(json_read(&arena, texts[i], strlen(texts[i]), &fault, &again) ||
		       strstr(fault.message, "too deep"));
	return 0;
}
