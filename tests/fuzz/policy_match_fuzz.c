#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "policy/arn.h"
#include "wire/arena.h"
#include "wire/utf8.h"

enum { PATTERN_MAX = 64, TEXT_MAX = 256 };

/* A text as UTF-16 units; only compared, so halves need no true values. */
struct units {
	uint32_t unit[2 * TEXT_MAX];
	size_t count;
};

static void units_of(const char *text, size_t len, struct units *out_units)
{
	out_units->count = 0;
	for (size_t at = 0, size; at < len; at += size) {
		uint32_t code;

		size = utf8_next(text + at, len - at, &code);
		assert(size);
		out_units->unit[out_units->count++] = code;
		if (code > 0xffff)
			out_units->unit[out_units->count++] = code | 0x80000000;
	}
}

/* The rule by brute force: every end of every prefix of the pattern. */
static bool matches(const struct units *pattern, const struct units *text)
{
	bool reached[2 * TEXT_MAX + 1] = { true };

	for (size_t p = 0; p < pattern->count; p++) {
		bool star = pattern->unit[p] == '*', carry = false;

		for (size_t t = 0; t <= text->count; t++) {
			bool was = reached[t];
			bool same = t && (pattern->unit[p] == '?' ||
					  pattern->unit[p] == text->unit[t - 1]);

			reached[t] = star ? was || (t && reached[t - 1]) : carry && same;
			carry = was;
		}
	}
	return reached[text->count];
}

/* The first line is a pattern, the rest a text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = memchr(data, '\n', size);
	size_t pattern_len = text ? (size_t)(text - (const char *)data) : 0;
	size_t len = text ? size - pattern_len - 1 : 0;
	struct units pattern_units, text_units;
	struct policy_pattern pattern;
	struct policy_arn arn;
	ARENA_AUTO(arena);
	char *encoded;

	if (!text)
		return 0;
	text++;
	if (pattern_len > PATTERN_MAX || len > TEXT_MAX ||
	    !utf8_is_valid((const char *)data, pattern_len) || !utf8_is_valid(text, len))
		return 0;
	units_of((const char *)data, pattern_len, &pattern_units);
	units_of(text, len, &text_units);
	encoded = arena_strndup(&arena, (const char *)data, pattern_len);
	policy_pattern_encode(encoded, pattern_len);
	pattern = policy_pattern_of(encoded, pattern_len);
	assert(policy_pattern_matches(&pattern, text, len) == matches(&pattern_units, &text_units));
	arn = policy_arn_split(text, len, pattern_len & 1);
	assert(arn.count >= 1 && arn.count <= POLICY_ARN_SEGMENTS);
	assert(arn.segment[arn.count - 1] + arn.len[arn.count - 1] == text + len);
	return 0;
}
