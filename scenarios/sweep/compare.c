#include "scenarios/sweep/compare.h"

#include <string.h>

#include "wire/buffer.h"

enum { DIGEST_DIGITS = 64 };

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The length of the time that @text begins with; 0 if it does not. */
static size_t time_length(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00";
	size_t len = 0;

	for (; form[len]; len++)
		if (form[len] == '0' ? !is_digit(text[len]) : text[len] != form[len])
			return 0;
	if (text[len] == '.')
		for (len++; is_digit(text[len]);)
			len++;
	return text[len] == 'Z' ? len + 1 : 0;
}

static size_t digest_length(const char *text)
{
	return strspn(text, "0123456789abcdef") == DIGEST_DIGITS ? DIGEST_DIGITS : 0;
}

static size_t prefix_length(const char *text, const char *prefix)
{
	size_t len = prefix ? strlen(prefix) : 0;

	return len && strncmp(text, prefix, len) == 0 ? len : 0;
}

/* How much of @text goes, and the word for it. */
static size_t masked_length(const struct sweep_run *run, const char *text, const char **out_word)
{
	const struct {
		size_t len;
		const char *word;
	} ways[] = {
		{ prefix_length(text, run->folder), "FOLDER" },
		{ prefix_length(text, run->url), "URL" },
		{ time_length(text), "TIME" },
		{ digest_length(text), "DIGEST" },
	};

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (ways[i].len == 0)
			continue;
		*out_word = ways[i].word;
		return ways[i].len;
	}
	return 0;
}

const char *compare_mask(struct arena *arena, const struct sweep_run *run, const char *text)
{
	struct buffer masked;

	buffer_init(&masked, arena, strlen(text));
	while (*text) {
		const char *word;
		size_t len = masked_length(run, text, &word);

		if (len)
			buffer_add_text(&masked, word);
		else
			buffer_add_char(&masked, *text);
		text += len ? len : 1;
	}
	return masked.data;
}

bool compare_outputs(struct arena *arena, const struct sweep_run *left,
		     const struct sweep_run *right)
{
	return strcmp(compare_mask(arena, left, left->out),
		      compare_mask(arena, right, right->out)) == 0;
}
