#include "mock/redaction.h"

#include <string.h>
#include <strings.h>

#include "wire/uri.h"
#include "wire/utf8.h"

#define BLANKS    " \t\r\n"
#define SIGNATURE "Signature="

#define SECRET(name)                    \
	{                               \
		name, sizeof(name) - 1, \
	}

/* Members of messages; tests/mock/redaction_test.c holds the contract against it. */
static const struct {
	const char *name;
	size_t len;
} secrets[] = {
	SECRET("AddPrivateKey"),
	SECRET("AuthenticationCode1"),
	SECRET("AuthenticationCode2"),
	SECRET("Base32StringSeed"),
	SECRET("NewPassword"),
	SECRET("OldPassword"),
	SECRET("Otp"),
	SECRET("Password"),
	SECRET("PrivateKey"),
	SECRET("QRCodePNG"),
	SECRET("SAMLAssertion"),
	SECRET("SecretAccessKey"),
	SECRET("ServiceCredentialSecret"),
	SECRET("ServicePassword"),
	SECRET("SessionToken"),
	SECRET("Signature"),
	SECRET("SignatureProvided"),
	SECRET("TokenCode"),
	SECRET("TradeInToken"),
	SECRET("WebIdentityToken"),
	SECRET("X-Amz-Security-Token"),
	SECRET("X-Amz-Signature"),
};

/* Parts of the names of headers. */
static const struct {
	const char *part;
	size_t len;
} secret_parts[] = { SECRET("authorization"), SECRET("cookie"), SECRET("mfa"),
		     SECRET("password"),      SECRET("secret"), SECRET("token") };

#define LETTER(letter) (1u << ((letter) - 'A'))

/* By length, the letters with which the names above begin: most names are told apart so. */
static const uint32_t first_letters[] = {
	[3] = LETTER('O'),
	[8] = LETTER('P'),
	[9] = LETTER('Q') | LETTER('S') | LETTER('T'),
	[10] = LETTER('P'),
	[11] = LETTER('N') | LETTER('O'),
	[12] = LETTER('S') | LETTER('T'),
	[13] = LETTER('A') | LETTER('S'),
	[15] = LETTER('S') | LETTER('X'),
	[16] = LETTER('B') | LETTER('W'),
	[17] = LETTER('S'),
	[19] = LETTER('A'),
	[20] = LETTER('X'),
	[23] = LETTER('S'),
};

enum { HEADER_NAME_MAX = 64 }; /* a longer name is not looked into */

bool redaction_is_secret(const char *name, size_t len)
{
	uint32_t letter = len < ARRAY_LEN(first_letters) ? ((uint32_t)name[0] | 0x20) - 'a' : 32;

	if (letter > 'z' - 'a' || !(first_letters[len] >> letter & 1))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(secrets); i++)
		if (secrets[i].len == len && strncasecmp(secrets[i].name, name, len) == 0)
			return true;
	return false;
}

/* In the case that clients write, which is found faster, or in any other. */
static const char *find_signature(const char *value)
{
	const char *at = strstr(value, SIGNATURE);

	return at ? at : strcasestr(value, SIGNATURE);
}

/* Of a signature the scope stays, which is no secret; of any other proof only its kind. */
static const char *authorization(struct arena *arena, const char *value)
{
	const char *at = strncmp(value, "AWS4-", 5) == 0 ? find_signature(value) : NULL;
	size_t len = at ? (size_t)(at - value) + strlen(SIGNATURE) : strcspn(value, BLANKS);

	if (!at && !value[len])
		return REDACTION_MARK;
	return ARENA_JOIN(arena, arena_strndup(arena, value, len), at ? "" : " ", REDACTION_MARK);
}

/* The secret part that begins here, or NULL. Hardly any place has one's first two letters. */
static const char *part_at(const char *name)
{
	static const uint32_t letters = LETTER('A') | LETTER('C') | LETTER('M') | LETTER('P') |
					LETTER('S') | LETTER('T');
	uint32_t letter = ((uint32_t)name[0] | 0x20) - 'a';

	if (letter > 'z' - 'a' || !(letters >> letter & 1))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(secret_parts); i++) {
		const char *part = secret_parts[i].part;

		if ((name[0] | 0x20) == part[0] && (name[1] | 0x20) == part[1] &&
		    strncasecmp(name, part, secret_parts[i].len) == 0)
			return part;
	}
	return NULL;
}

const char *redaction_header(struct arena *arena, const struct http_header *header)
{
	bool is_secret = strlen(header->name) >= HEADER_NAME_MAX;

	for (const char *at = header->name; *at; at++) {
		const char *part = part_at(at);

		if (part == secret_parts[0].part)
			return authorization(arena, header->value);
		is_secret = is_secret || part;
	}
	return is_secret ? REDACTION_MARK : header->value;
}

/* Where a body is written to, up to one byte over the limit. */
struct sink {
	struct buffer *out;
	size_t end; /* of what may be written */
};

static void add(struct sink *sink, const char *from, const char *to)
{
	size_t len = (size_t)(to - from), room = sink->end + 1 - sink->out->len;

	buffer_add(sink->out, from, len < room ? len : room);
}

static void add_text(struct sink *sink, const char *text)
{
	add(sink, text, text + strlen(text));
}

static bool is_full(const struct sink *sink)
{
	return sink->out->len > sink->end;
}

/* Whether it will be full when what is between the two places is written. */
static bool is_reached(const struct sink *sink, const char *from, const char *to)
{
	return sink->out->len + (size_t)(to - from) > sink->end;
}

/* One of the parts of "Credentials.SecretAccessKey" or of "Password.member.1". */
static bool has_secret_part(const char *name)
{
	for (; *name; name += *name == '.') {
		size_t len = strcspn(name, ".");

		if (redaction_is_secret(name, len))
			return true;
		name += len;
	}
	return false;
}

static bool is_secret_key(struct arena *arena, const char *key, size_t len)
{
	char *decoded;

	return !uri_decode(arena, key, len, URI_PLUS_IS_SPACE, &decoded) ||
	       has_secret_part(decoded);
}

static void redact_form(struct sink *sink, const char *at, const char *end)
{
	const char *from = at; /* what is not written yet */

	while (at < end && !is_reached(sink, from, at)) {
		const char *next = memchr(at, '&', (size_t)(end - at));
		const char *equals;

		next = next ? next : end;
		equals = memchr(at, '=', (size_t)(next - at));
		if (equals && is_secret_key(sink->out->arena, at, (size_t)(equals - at))) {
			add(sink, from, equals + 1);
			add_text(sink, REDACTION_MARK);
			from = next;
		}
		at = next + (next < end);
	}
	add(sink, from, end);
}

void redaction_query(const char *query, struct buffer *out)
{
	struct sink sink = { out, SIZE_MAX - 1 };

	redact_form(&sink, query, query + strlen(query));
}

/* Behind the quote that ends the text whose first quote is at @at. */
static const char *string_end(const char *at, const char *end)
{
	const char *quote = at;

	while ((quote = memchr(quote + 1, '"', (size_t)(end - quote - 1)))) {
		const char *slash = quote;

		while (slash[-1] == '\\')
			slash--;
		if ((quote - slash) % 2 == 0)
			return quote + 1;
	}
	return end;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

/* Whether a value is over here, or has none. */
static bool ends_value(char byte)
{
	return byte == ',' || byte == ']' || byte == '}';
}

/* Behind the value at @at, with all that is in it. */
static const char *value_end(const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		bool opens = *at == '{' || *at == '[', closes = *at == '}' || *at == ']';

		if (depth == 0 && (ends_value(*at) || is_blank(*at)))
			return at;
		at = *at == '"' ? string_end(at, end) : at + 1;
		depth += opens;
		depth -= closes;
		if (depth == 0 && (closes || at[-1] == '"'))
			return at;
	}
	return end;
}

/* A name that is written with escapes may be any name. */
static bool is_secret_text(const char *text, size_t len)
{
	return redaction_is_secret(text, len) || memchr(text, '\\', len);
}

static void redact_json(struct sink *sink, const char *at, const char *end)
{
	const char *from = at; /* what is not written yet */
	const char *quote;

	while (!is_reached(sink, from, at) && (quote = memchr(at, '"', (size_t)(end - at)))) {
		const char *value;

		at = string_end(quote, end);
		value = skip_blanks(at, end);
		if (value < end && *value == ':')
			value = skip_blanks(value + 1, end);
		if (value == end || ends_value(*value) ||
		    !is_secret_text(quote + 1, (size_t)(at - quote) - 2))
			continue;
		add(sink, from, value);
		add_text(sink, "\"" REDACTION_MARK "\"");
		at = from = value_end(value, end);
	}
	add(sink, from, end);
}

/* Where the element that begins with the name at @name ends: at its "</", or @end. */
static const char *element_end(const char *name, size_t len, const char *at, const char *end)
{
	while ((at = memmem(at, (size_t)(end - at), "</", 2))) {
		if ((size_t)(end - at) >= len + 2 && memcmp(at + 2, name, len) == 0)
			return at;
		at += 2;
	}
	return end;
}

static void redact_xml(struct sink *sink, const char *at, const char *end)
{
	const char *from = at; /* what is not written yet */
	const char *tag;

	while (!is_reached(sink, from, at) && (tag = memchr(at, '<', (size_t)(end - at)))) {
		const char *close = memchr(tag, '>', (size_t)(end - tag));
		const char *name = tag + 1, *colon;
		size_t len = 0;

		if (!close)
			break;
		while (name[len] != '>' && name[len] != '/' && !is_blank(name[len]))
			len++;
		at = close + 1;
		colon = memchr(name, ':', len);
		if (close[-1] == '/' ||
		    !redaction_is_secret(colon ? colon + 1 : name,
					 colon ? len - (size_t)(colon + 1 - name) : len))
			continue;
		add(sink, from, at);
		add_text(sink, REDACTION_MARK);
		at = from = element_end(name, len, at, end);
	}
	add(sink, from, end);
}

/* The forms a body can have. */
static const struct kind {
	const char *media[4];
	char first; /* its first character, 0: any */
	void (*redact)(struct sink *sink, const char *at, const char *end);
} kinds[] = {
	{ { "application/x-www-form-urlencoded" }, 0, redact_form },
	{ { "application/json", "application/x-amz-json-1.0", "application/x-amz-json-1.1" },
	  '{',
	  redact_json },
	{ { "text/xml", "application/xml" }, '<', redact_xml },
};

static bool is_of_type(const struct kind *kind, const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(kind->media) && kind->media[i]; i++)
		if (http_media_type_is(type, kind->media[i]))
			return true;
	return false;
}

/* By its type, or by its looks if the type says nothing; a form looks like anything. */
static const struct kind *kind_of(const char *type, const char *body, size_t len)
{
	const char *first = skip_blanks(body, body + len);
	const struct kind *looks = NULL;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		bool looks_so = first < body + len && *first == kinds[i].first;

		if (type && is_of_type(&kinds[i], type))
			return !kinds[i].first || looks_so ? &kinds[i] : NULL;
		if (looks_so)
			looks = &kinds[i];
	}
	return looks;
}

/* No part of a character stays in front of the cut. */
static void cut(struct buffer *out, size_t start, size_t len)
{
	while (len > start && ((unsigned char)out->data[len] & 0xC0) == 0x80)
		len--;
	out->len = len;
	out->data[len] = '\0';
}

/* What was added since @start, if it is a text. */
static enum redaction_result finish(struct sink *sink, size_t start)
{
	struct buffer *out = sink->out;
	bool is_cut = is_full(sink);

	if (is_cut)
		cut(out, start, sink->end);
	if (!memchr(out->data + start, '\0', out->len - start) &&
	    utf8_is_valid(out->data + start, out->len - start))
		return is_cut ? REDACTION_CUT : REDACTION_WHOLE;
	cut(out, start, start);
	return REDACTION_UNREADABLE;
}

enum redaction_result redaction_body(const char *type, const char *body, size_t len, size_t max,
				     struct buffer *out)
{
	const struct kind *kind = kind_of(type, body, len);
	size_t start = out->len;
	struct sink sink = { out, start + max };

	if (!kind)
		return REDACTION_UNREADABLE;
	kind->redact(&sink, body, body + len);
	return finish(&sink, start);
}

enum redaction_result redaction_plain_body(const char *body, size_t len, size_t max,
					   struct buffer *out)
{
	size_t start = out->len;
	struct sink sink = { out, start + max };

	add(&sink, body, body + len);
	return finish(&sink, start);
}
