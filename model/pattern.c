#include "model/pattern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	SLOTS = 1024, /* more than the contract has patterns; a power of two */
	STEPS_MAX = 1000000,
};

struct slot {
	const char *pattern; /* NULL: free */
	pcre2_code *code;
};

struct pattern_cache {
	struct slot slots[SLOTS];
	size_t used;
	pcre2_match_data *match;
	pcre2_match_context *context;
};

static void *need(void *made)
{
	if (!made)
		abort();
	return made;
}

struct pattern_cache *pattern_cache_new(void)
{
	struct pattern_cache *cache = need(calloc(1, sizeof(*cache)));

	cache->match = need(pcre2_match_data_create(1, NULL));
	cache->context = need(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(cache->context, STEPS_MAX);
	return cache;
}

void pattern_cache_free(struct pattern_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		pcre2_code_free(cache->slots[i].code);
	pcre2_match_data_free(cache->match);
	pcre2_match_context_free(cache->context);
	free(cache);
}

/* AWS's expressions are Java's: \uXXXX is a character, and a match is a match of all. */
static pcre2_code *compile(const char *pattern)
{
	uint32_t options = PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
			   PCRE2_DOLLAR_ENDONLY;
	PCRE2_SIZE offset;
	int error;

	return pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &offset,
			     NULL);
}

static struct slot *find_slot(struct pattern_cache *cache, const char *pattern)
{
	size_t at = ((uintptr_t)pattern * 0x9E3779B97F4A7C15ULL) >> 32;

	while (cache->slots[at % SLOTS].pattern && cache->slots[at % SLOTS].pattern != pattern)
		at++;
	return &cache->slots[at % SLOTS];
}

bool pattern_matches(struct pattern_cache *cache, const char *pattern, const char *text)
{
	struct slot *slot = find_slot(cache, pattern);

	if (!slot->pattern) {
		slot->pattern = pattern;
		slot->code = compile(pattern);
		cache->used++;
		assert(slot->code && cache->used < SLOTS);
	}
	return pcre2_match(slot->code, (PCRE2_SPTR)text, strlen(text), 0, 0, cache->match,
			   cache->context) >= 0;
}
