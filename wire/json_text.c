#include "wire/json_text.h"

#include <endian.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "wire/encoding.h"
#include "wire/utf8.h"

unsigned json_text_column(const struct json_text *text)
{
	return (unsigned)((size_t)(text->at - text->line_start) - text->trail) + 1;
}

bool json_text_fail(struct json_text *text, const char *what)
{
	return fault_set(text->fault, FAULT_INPUT, "line %u, column %u: %s", text->line,
			 json_text_column(text), what);
}

/* Reads four digits behind "\u". */
static bool read_unit(struct json_text *text, uint32_t *out_unit)
{
	uint8_t bytes[2];

	if (text->end - text->at < 4 || !hex_decode(text->at, 4, bytes))
		return json_text_fail(text, "expected four hexadecimal digits");
	text->at += 4;
	*out_unit = (uint32_t)bytes[0] << 8 | bytes[1];
	return true;
}

/* Reads what follows "\u": one unit, or the two of a pair. */
static bool read_code_point(struct json_text *text, uint32_t *out_code_point)
{
	uint32_t high = 0, low = 0;

	if (!read_unit(text, &high))
		return false;
	*out_code_point = high;
	if (!high)
		return json_text_fail(text, "a text may not hold NUL");
	if (high < 0xd800 || high > 0xdfff)
		return true;
	if (high > 0xdbff || strncmp(text->at, "\\u", 2) != 0)
		return json_text_fail(text, "half of a surrogate pair");
	text->at += 2;
	if (!read_unit(text, &low))
		return false;
	if (low < 0xdc00 || low > 0xdfff)
		return json_text_fail(text, "half of a surrogate pair");
	*out_code_point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

/* Reads one escape, of which the backslash is read already. */
static bool read_escape(struct json_text *text, struct buffer *out)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *letter = *text->at ? strchr(letters, *text->at) : NULL;
	uint32_t code_point;

	if (letter) {
		buffer_add_char(out, bytes[letter - letters]);
		text->at++;
		return true;
	}
	if (*text->at != 'u')
		return json_text_fail(text, "an unknown escape");
	text->at++;
	if (!read_code_point(text, &code_point))
		return false;
	utf8_add(out, code_point);
	return true;
}

/* Sets the high bit of bytes of @word that are @byte; the lowest bit that is set is right. */
static uint64_t bytes_like(uint64_t word, uint64_t byte)
{
	word ^= 0x0101010101010101U * byte;
	return (word - 0x0101010101010101U) & ~word;
}

/* Moves over printable ASCII, eight bytes at a time, up to what needs a look. */
static void skip_ascii(struct json_text *text)
{
	uint64_t word, marks;

	for (; text->end - text->at >= (ptrdiff_t)sizeof(word); text->at += sizeof(word)) {
		memcpy(&word, text->at, sizeof(word));
		word = le64toh(word);
		marks = word | (word - 0x2020202020202020U) | bytes_like(word, '"') |
			bytes_like(word, '\\');
		marks &= 0x8080808080808080U;
		if (marks) {
			text->at += __builtin_ctzll(marks) / 8;
			return;
		}
	}
}

/* Moves behind the plain bytes of a string: to a quote, a backslash, or what may not be there. */
static bool read_plain(struct json_text *text)
{
	skip_ascii(text);
	while ((unsigned char)*text->at >= ' ' && *text->at != '"' && *text->at != '\\') {
		uint32_t code_point;
		size_t size = utf8_next(text->at, (size_t)(text->end - text->at), &code_point);

		if (!size)
			return json_text_fail(text, "the text is not valid UTF-8");
		text->at += size;
		text->trail += size - 1;
		skip_ascii(text);
	}
	if ((unsigned char)*text->at >= ' ')
		return true;
	return json_text_fail(text, text->at == text->end
					    ? "a string has no end"
					    : "a control character in a string must be escaped");
}

bool json_text_string(struct json_text *text, struct json_value *value)
{
	char *start = ++text->at;
	struct buffer out;

	value->kind = JSON_STRING;
	if (!read_plain(text))
		return false;
	/* Without escapes the text stays where it is, and a NUL takes the place of the quote. */
	if (*text->at == '"') {
		value->len = (size_t)(text->at - start);
		value->text = start;
		*text->at++ = '\0';
		return true;
	}
	buffer_init(&out, text->arena, (size_t)(text->at - start) + 64);
	while (*text->at != '"') {
		buffer_add(&out, start, (size_t)(text->at - start));
		text->at++;
		if (!read_escape(text, &out))
			return false;
		start = text->at;
		if (!read_plain(text))
			return false;
	}
	buffer_add(&out, start, (size_t)(text->at - start));
	text->at++;
	value->text = out.data;
	value->len = out.len;
	return true;
}

static bool read_digits(struct json_text *text)
{
	size_t len = strspn(text->at, "0123456789");

	text->at += len;
	return len > 0;
}

bool json_text_number(struct json_text *text, struct json_value *value)
{
	const char *start = text->at;
	bool is_valid;

	text->at += *text->at == '-';
	if (*text->at == '0') {
		text->at++;
		is_valid = true;
	} else {
		is_valid = read_digits(text);
	}
	if (is_valid && *text->at == '.') {
		text->at++;
		is_valid = read_digits(text);
	}
	if (is_valid && (*text->at == 'e' || *text->at == 'E')) {
		text->at++;
		text->at += *text->at == '+' || *text->at == '-';
		is_valid = read_digits(text);
	}
	if (!is_valid)
		return json_text_fail(text, "expected a digit");
	value->kind = JSON_NUMBER;
	value->len = (size_t)(text->at - start);
	value->text = arena_strndup(text->arena, start, value->len);
	return true;
}

const struct json_value *json_get(const struct json_value *object, const char *key)
{
	const struct json_value *member;

	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (member = object->first; member; member = member->next)
		if (!strcmp(member->key, key))
			return member;
	return NULL;
}

const char *json_get_string(const struct json_value *object, const char *key)
{
	const struct json_value *member = json_get(object, key);

	return member && member->kind == JSON_STRING ? member->text : NULL;
}

bool json_to_double(const struct json_value *value, double *out_value)
{
	if (!value || value->kind != JSON_NUMBER)
		return false;
	*out_value = strtod(value->text, NULL);
	return true;
}

bool json_to_integer(const struct json_value *value, int64_t *out_value)
{
	char *end;
	double real;

	if (!json_to_double(value, &real))
		return false;
	errno = 0;
	*out_value = strtoll(value->text, &end, 10);
	if (!*end)
		return errno == 0;
	/* "1e3" and "2.0" are whole numbers too. */
	if (fabs(real) > 9007199254740992.0 || floor(real) != real)
		return false;
	*out_value = (int64_t)real;
	return true;
}

const char *json_kind_name(enum json_kind kind)
{
	static const char *const names[] = {
		[JSON_NULL] = "null",       [JSON_BOOLEAN] = "a boolean",
		[JSON_NUMBER] = "a number", [JSON_STRING] = "a string",
		[JSON_ARRAY] = "an array",  [JSON_OBJECT] = "an object",
	};

	return names[kind];
}
