#include "client/credentials/words.h"

#include <string.h>

#include "wire/buffer.h"

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* What stands between two quotes; @*text begins behind the first. */
static bool read_quoted(const char **text, char quote, struct buffer *word)
{
	for (; **text && **text != quote; (*text)++) {
		bool is_escape = quote == '"' && **text == '\\' &&
				 ((*text)[1] == '"' || (*text)[1] == '\\');

		*text += is_escape;
		buffer_add_char(word, **text);
	}
	if (!**text)
		return false;
	(*text)++;
	return true;
}

/* Reads up to the next blank. */
static bool read_word(const char **text, struct buffer *word)
{
	while (**text && !is_blank(**text)) {
		char byte = *(*text)++;

		if (byte == '\'' || byte == '"') {
			if (!read_quoted(text, byte, word))
				return false;
		} else if (byte != '\\') {
			buffer_add_char(word, byte);
		} else if (**text) {
			buffer_add_char(word, *(*text)++);
		} else {
			return false;
		}
	}
	return true;
}

bool words_split(struct arena *arena, const char *text, struct fault *fault, char ***out_words)
{
	char **words = arena_array(arena, WORDS_MAX + 1, sizeof(*words));
	size_t count = 0;

	for (;;) {
		struct buffer word;

		while (is_blank(*text))
			text++;
		if (!*text)
			break;
		if (count == WORDS_MAX)
			return fault_set(fault, FAULT_CREDENTIALS, "it has over %d words",
					 WORDS_MAX);
		buffer_init(&word, arena, 32);
		if (!read_word(&text, &word))
			return fault_set(fault, FAULT_CREDENTIALS,
					 "a quote or a backslash has no end");
		words[count++] = word.data;
	}
	if (count == 0)
		return fault_set(fault, FAULT_CREDENTIALS, "it is empty");
	*out_words = words;
	return true;
}
