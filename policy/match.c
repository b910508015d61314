#include "policy/match.h"

/* What is left of a text while a pattern is matched against it. */
struct cursor {
	const char *at;
	const char *end;
};

/*
 * One UTF-16 code unit further. A character outside the BMP is four bytes and
 * two units; its middle is the position after two of the bytes.
 */
static size_t unit_size(const struct cursor *text)
{
	unsigned char byte = (unsigned char)*text->at;
	size_t size = byte < 0x80 ? 1 : byte < 0xc0 ? 2 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 2;
	size_t left = (size_t)(text->end - text->at);

	return size < left ? size : left;
}

/* Matches a piece without "*" at the cursor and moves it behind what was matched. */
static bool piece_matches(const char *piece, size_t len, struct cursor *text)
{
	for (size_t i = 0; i < len; i++) {
		if (text->at == text->end)
			return false;
		if (piece[i] == POLICY_WILDCARD_ONE)
			text->at += unit_size(text);
		else if (piece[i] == *text->at)
			text->at++;
		else
			return false;
	}
	return true;
}

/* Finds the first place where the piece matches and moves the cursor behind it. */
static bool piece_find(const char *piece, size_t len, struct cursor *text)
{
	struct cursor attempt = *text;

	if (!memchr(piece, POLICY_WILDCARD_ONE, len)) {
		const char *found = memmem(text->at, (size_t)(text->end - text->at), piece, len);

		if (!found)
			return false;
		text->at = found + len;
		return true;
	}
	while (!piece_matches(piece, len, &attempt)) {
		if (text->at == text->end)
			return false;
		text->at += unit_size(text);
		attempt = *text;
	}
	*text = attempt;
	return true;
}

/* Whether the piece matches exactly what ends the text. */
static bool piece_ends(const char *piece, size_t len, struct cursor text)
{
	size_t left = (size_t)(text.end - text.at);

	if (!memchr(piece, POLICY_WILDCARD_ONE, len))
		return left >= len && memcmp(text.end - len, piece, len) == 0;
	/* A unit takes at most three bytes, so the match begins within the last 3 * len bytes. */
	for (;;) {
		struct cursor attempt = text;

		if ((size_t)(text.end - text.at) <= 3 * len &&
		    piece_matches(piece, len, &attempt) && attempt.at == attempt.end)
			return true;
		if (text.at == text.end)
			return false;
		text.at += unit_size(&text);
	}
}

bool policy_glob_matches(const char *pattern, size_t pattern_len, const char *text, size_t len)
{
	struct cursor rest = { text, text + len };
	const char *end = pattern + pattern_len;
	const char *star = memchr(pattern, POLICY_WILDCARD_RUN, pattern_len);

	if (!star)
		return piece_matches(pattern, pattern_len, &rest) && rest.at == rest.end;
	if (!piece_matches(pattern, (size_t)(star - pattern), &rest))
		return false;
	/* The leftmost match of every middle piece leaves the most text for the rest. */
	for (;;) {
		const char *piece = star + 1;

		star = memchr(piece, POLICY_WILDCARD_RUN, (size_t)(end - piece));
		if (!star)
			return piece_ends(piece, (size_t)(end - piece), rest);
		if (!piece_find(piece, (size_t)(star - piece), &rest))
			return false;
	}
}

struct policy_pattern policy_pattern_of(const char *encoded, size_t len)
{
	struct policy_pattern pattern = { encoded, (uint32_t)len, POLICY_PATTERN_GLOB };
	const char *star = memchr(encoded, POLICY_WILDCARD_RUN, len);
	bool one = memchr(encoded, POLICY_WILDCARD_ONE, len) != NULL;

	if (!star && !one) {
		pattern.kind = POLICY_PATTERN_EXACT;
	} else if (star && !one && star == encoded + len - 1) {
		pattern.kind = len == 1 ? POLICY_PATTERN_ANY : POLICY_PATTERN_PREFIX;
		pattern.len--;
	}
	return pattern;
}

void policy_pattern_encode(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '*')
			text[i] = POLICY_WILDCARD_RUN;
		else if (text[i] == '?')
			text[i] = POLICY_WILDCARD_ONE;
	}
}

void policy_lower_ascii(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] >= 'A' && text[i] <= 'Z')
			text[i] = (char)(text[i] - 'A' + 'a');
}
