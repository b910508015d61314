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

/* They follow from when and how often somebody called. */
static bool is_left_out(const char *key)
{
	static const char *const keys[] = { "clock", "id", "lastUsed", "region", "service" };

	for (size_t i = 0; key && i < ARRAY_LEN(keys); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static bool is_scalar_equal(const struct json_value *left, const struct json_value *right)
{
	const char *left_text = left->text ? left->text : "";
	const char *right_text = right->text ? right->text : "";

	return (time_length(left_text) && time_length(right_text)) ||
	       (strcmp(left_text, right_text) == 0 && left->boolean == right->boolean);
}

static const char *value_difference(struct arena *arena, const struct json_value *left,
				    const struct json_value *right);

/* Two members of the same place, or two items; the path is that within their parent. */
static const char *child_difference(struct arena *arena, const struct json_value *left,
				    const struct json_value *right, size_t index)
{
	const char *below;

	if (left->key && strcmp(left->key, right->key) != 0)
		return "";
	if (is_left_out(left->key))
		return NULL;
	below = value_difference(arena, left, right);
	if (below && left->key)
		return arena_printf(arena, ".%s%s", left->key, below);
	return below ? arena_printf(arena, "[%zu]%s", index, below) : NULL;
}

static const char *value_difference(struct arena *arena, const struct json_value *left,
				    const struct json_value *right)
{
	const struct json_value *other = right->first;
	const char *difference = NULL;
	size_t index = 0;

	if (left->kind != right->kind)
		return "";
	if (left->kind != JSON_ARRAY && left->kind != JSON_OBJECT)
		return is_scalar_equal(left, right) ? NULL : "";
	if (left->len != right->len)
		return "";
	for (const struct json_value *child = left->first; child && !difference;
	     child = child->next, other = other->next)
		difference = child_difference(arena, child, other, index++);
	return difference;
}

const char *compare_states(struct arena *arena, const struct sweep_run *left,
			   const struct sweep_run *right)
{
	return left->state && right->state ? value_difference(arena, left->state, right->state)
					   : NULL;
}
