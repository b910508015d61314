#include "client/suggest.h"

#include <string.h>

enum { WORD_MAX = 40 };

static size_t least(size_t one, size_t two, size_t three)
{
	size_t smaller = one < two ? one : two;

	return smaller < three ? smaller : three;
}

/* Levenshtein's distance of two words of at most WORD_MAX letters. */
static size_t distance(const char *left, const char *right)
{
	size_t row[WORD_MAX + 1], left_len = strlen(left), right_len = strlen(right);

	for (size_t j = 0; j <= right_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= left_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= right_len; j++) {
			size_t above = row[j];

			row[j] = least(above + 1, row[j - 1] + 1,
				       diagonal + (left[i - 1] != right[j - 1]));
			diagonal = above;
		}
	}
	return row[right_len];
}

const char *suggest_nearest(const char *text, const char *const *words)
{
	const char *nearest = NULL;
	size_t nearest_distance = WORD_MAX, len = strlen(text);

	if (len == 0 || len > WORD_MAX)
		return NULL;
	for (size_t i = 0; words[i]; i++) {
		size_t word_len = strlen(words[i]), away;

		if (word_len > WORD_MAX)
			continue;
		away = distance(text, words[i]);
		if (strncmp(text, words[i], len) == 0 && len >= 2)
			away = 0;
		if (away * 3 <= word_len && away < nearest_distance) {
			nearest = words[i];
			nearest_distance = away;
		}
	}
	return nearest;
}
