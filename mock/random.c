#include "mock/random.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "wire/digest.h"
#include "wire/encoding.h"

struct random_source random_system(void)
{
	return (struct random_source){ .is_seeded = false };
}

struct random_source random_seeded(uint64_t seed)
{
	return (struct random_source){ .is_seeded = true, .seed = seed };
}

/* A name that is too long stands by its digest, or two of them would be one stream. */
static void name_stream(struct random_source *source, const char *name)
{
	size_t len = strlen(name);
	struct sha256 digest;

	static_assert(sizeof(source->stream) > 2 * sizeof(digest.bytes), "a digest fits");
	if (len < sizeof(source->stream)) {
		memcpy(source->stream, name, len + 1);
		return;
	}
	digest = sha256(name, len);
	hex_encode(digest.bytes, sizeof(digest.bytes), source->stream);
}

void random_begin(struct random_source *source, const char *operation, uint64_t ordinal)
{
	if (!source->is_seeded)
		return;
	name_stream(source, operation);
	source->ordinal = ordinal;
	source->block = 0;
	source->used = source->filled = 0;
}

/* A block of a stream is the digest of the stream's name and the block's number. */
static void fill_from_seed(struct random_source *source)
{
	char name[RANDOM_STREAM_MAX + 96];
	struct sha256 digest;
	int len = snprintf(name, sizeof(name), "%llu/%s/%llu/%llu",
			   (unsigned long long)source->seed, source->stream,
			   (unsigned long long)source->ordinal,
			   (unsigned long long)source->block++);

	if (source->starts)
		len += snprintf(name + len, sizeof(name) - (size_t)len, "/%llu",
				(unsigned long long)source->starts);
	digest = sha256(name, (size_t)len);
	memcpy(source->bytes, digest.bytes, sizeof(digest.bytes));
	source->filled = sizeof(digest.bytes);
}

static void fill_from_system(struct random_source *source)
{
	size_t len = 0;

	while (len < sizeof(source->bytes)) {
		ssize_t got = getrandom(source->bytes + len, sizeof(source->bytes) - len, 0);

		if (got > 0)
			len += (size_t)got;
	}
	source->filled = len;
}

static void refill(struct random_source *source)
{
	source->used = 0;
	if (source->is_seeded)
		fill_from_seed(source);
	else
		fill_from_system(source);
}

static inline uint8_t next_byte(struct random_source *source)
{
	uint8_t byte;

	if (source->used == source->filled)
		refill(source);
	byte = source->bytes[source->used];
	source->bytes[source->used++] = 0; /* what was given out as a secret does not stay here */
	return byte;
}

void random_bytes(struct random_source *source, void *out_data, size_t len)
{
	uint8_t *data = out_data;

	for (size_t i = 0; i < len; i++)
		data[i] = next_byte(source);
}

unsigned random_below(struct random_source *source, unsigned bound)
{
	unsigned limit = 256 - 256 % bound;
	unsigned byte;

	do
		byte = next_byte(source);
	while (byte >= limit);
	return byte % bound;
}

/* Where every byte will do: as many letters as there are bytes at hand. */
static void add_letters(struct random_source *source, const char *alphabet, unsigned mask,
			size_t len, char *out_text)
{
	while (len > 0) {
		size_t count = source->filled - source->used;
		uint8_t *bytes = source->bytes + source->used;

		if (count == 0) {
			refill(source);
			continue;
		}
		count = count < len ? count : len;
		for (size_t i = 0; i < count; i++)
			out_text[i] = alphabet[bytes[i] & mask];
		memset(bytes, 0, count);
		source->used += count;
		out_text += count;
		len -= count;
	}
}

void random_text(struct random_source *source, const char *alphabet, size_t len, char *out_text)
{
	unsigned count = (unsigned)strlen(alphabet);
	unsigned limit = 256 - 256 % count;
	uint8_t byte;

	out_text[len] = '\0';
	if ((count & (count - 1)) == 0) {
		add_letters(source, alphabet, count - 1, len, out_text);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		do
			byte = next_byte(source);
		while (byte >= limit);
		out_text[i] = alphabet[byte % count];
	}
}
