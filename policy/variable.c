#include "policy/variable.h"

#include <assert.h>
#include <string.h>

/* The source that is left, and the parts found so far. */
struct reader {
	struct arena *arena;
	const char *at;
	const char *end;
	unsigned flags;
	char *literal; /* the literal being collected */
	size_t literal_len;
	struct policy_text_part *parts;
	uint32_t count;
	bool malformed;
};

static void literal_add(struct reader *reader, char byte)
{
	reader->literal[reader->literal_len++] = byte;
}

static void literal_finish(struct reader *reader)
{
	if (!reader->literal_len)
		return;
	reader->parts[reader->count++] = (struct policy_text_part){
		.text = reader->literal,
		.len = (uint32_t)reader->literal_len,
	};
	reader->literal += reader->literal_len;
	reader->literal_len = 0;
}

static void skip_spaces(const char **at, const char *end)
{
	while (*at < end && **at == ' ')
		(*at)++;
}

/* Reads ", 'default'" behind a key; @end is where the text ends, not the variable. */
static bool read_default(const char **at, const char *end, struct policy_text_part *variable)
{
	const char *quote;

	(*at)++;
	skip_spaces(at, end);
	if (*at == end || **at != '\'')
		return false;
	(*at)++;
	quote = memchr(*at, '\'', (size_t)(end - *at));
	if (!quote)
		return false;
	variable->text = *at;
	variable->len = (uint32_t)(quote - *at);
	*at = quote + 1;
	skip_spaces(at, end);
	return true;
}

/* Reads the variable behind "${" up to its "}". */
static bool read_variable(const char **at, const char *end, struct policy_text_part *out_variable)
{
	struct policy_text_part variable = { .is_variable = true };
	const char *key;
	size_t len;

	skip_spaces(at, end);
	key = *at;
	while (*at < end && !memchr(",}{$'\"", **at, 6))
		(*at)++;
	len = (size_t)(*at - key);
	while (len && key[len - 1] == ' ')
		len--;
	variable.key = policy_key_of(key, len);
	if (!len || *at == end || (**at == ',' && !read_default(at, end, &variable)))
		return false;
	if (*at == end || **at != '}')
		return false;
	(*at)++;
	*out_variable = variable;
	return true;
}

/* Reads what follows a "${". */
static void read_dollar(struct reader *reader)
{
	const char *at = reader->at + 2;
	struct policy_text_part variable;

	if (reader->end - at >= 2 && at[1] == '}' && (*at == '*' || *at == '?' || *at == '$')) {
		literal_add(reader, *at);
		reader->at = at + 2;
		return;
	}
	if (!read_variable(&at, reader->end, &variable)) {
		reader->malformed = true;
		reader->at = reader->end;
		return;
	}
	literal_finish(reader);
	variable.key.name = arena_strndup(reader->arena, variable.key.name, variable.key.len);
	if (variable.text)
		variable.text = arena_strndup(reader->arena, variable.text, variable.len);
	reader->parts[reader->count++] = variable;
	reader->at = at;
}

static void read_byte(struct reader *reader)
{
	char byte = *reader->at++;

	if (reader->flags & POLICY_TEXT_WILDCARDS)
		policy_pattern_encode(&byte, 1);
	literal_add(reader, byte);
}

static size_t count_variables(const char *source, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i + 1 < len; i++)
		count += source[i] == '$' && source[i + 1] == '{';
	return count;
}

struct policy_text policy_text_compile(struct arena *arena, const char *source, size_t len,
				       unsigned flags)
{
	size_t variables = flags & POLICY_TEXT_VARIABLES ? count_variables(source, len) : 0;
	struct reader reader = {
		.arena = arena,
		.at = source,
		.end = source + len,
		.flags = flags,
		.literal = arena_alloc(arena, len + 1),
	};
	struct policy_text text = { .text = reader.literal };

	reader.parts = variables ? arena_array(arena, 2 * variables + 1, sizeof(*reader.parts))
				 : NULL;
	while (reader.at < reader.end) {
		if (variables && reader.end - reader.at >= 2 && reader.at[0] == '$' &&
		    reader.at[1] == '{')
			read_dollar(&reader);
		else
			read_byte(&reader);
	}
	text.malformed = reader.malformed;
	text.len = (uint32_t)reader.literal_len;
	if (!reader.count)
		return text;
	literal_finish(&reader);
	text.parts = reader.parts;
	text.part_count = reader.count;
	return text;
}

/* What a part stands for now; false if for nothing. */
static bool part_value(const struct policy_text_part *part, const struct policy_context *context,
		       const char **out_text, size_t *out_len)
{
	const struct policy_context_entry *entry;

	*out_text = part->text;
	*out_len = part->len;
	if (!part->is_variable)
		return true;
	entry = policy_context_find(context, &part->key);
	if (!entry)
		return part->text != NULL;
	if (entry->multivalued)
		return false;
	assert(entry->value_count == 1);
	*out_text = policy_context_value(entry, 0);
	*out_len = strlen(*out_text);
	/* The two wildcard bytes are in no UTF-8 text; such a value must not become a pattern. */
	return !memchr(*out_text, POLICY_WILDCARD_RUN, *out_len) &&
	       !memchr(*out_text, POLICY_WILDCARD_ONE, *out_len);
}

bool policy_text_expand(const struct policy_text *text, const struct policy_context *context,
			struct policy_scratch *scratch, struct policy_span *out_text)
{
	const char *value;
	size_t len, total = 0;
	char *room;

	if (text->malformed)
		return false;
	if (!text->part_count) {
		*out_text = (struct policy_span){ text->text, text->len };
		return true;
	}
	for (uint32_t i = 0; i < text->part_count; i++) {
		if (!part_value(&text->parts[i], context, &value, &len))
			return false;
		total += len;
	}
	room = total <= sizeof(scratch->fixed) ? scratch->fixed
					       : arena_alloc(scratch->arena, total);
	total = 0;
	for (uint32_t i = 0; i < text->part_count; i++) {
		bool has_value = part_value(&text->parts[i], context, &value, &len);

		assert(has_value); /* the loop before has asked */
		memcpy(room + total, value, len);
		total += len;
	}
	*out_text = (struct policy_span){ room, total };
	return true;
}
