/*
 * random.h - chance as an argument.
 *
 * Without a seed the bytes come from the operating system. With one, every
 * request draws from a stream of its own, named by the operation and how many
 * calls of it came before, so that one call more or less of another operation
 * does not change the ids of the rest. A source belongs to one thread.
 */
#pragma once

#include "wire/base.h"

enum { RANDOM_BLOCK_LEN = 1024, RANDOM_STREAM_MAX = 96 };

/* Make one with the two functions below. */
struct random_source {
	bool is_seeded;
	uint64_t seed;
	uint64_t starts; /* of a state file before this one: its streams are not drawn again */
	char stream[RANDOM_STREAM_MAX]; /* its name, or the digest of a longer one */
	uint64_t ordinal;               /* calls of it before this one */
	uint64_t block;                 /* blocks drawn from this stream */
	uint8_t bytes[RANDOM_BLOCK_LEN];
	size_t used, filled; /* of bytes */
};

/* The operating system's randomness. */
struct random_source random_system(void);

/* The same texts for the same seed and the same calls. */
struct random_source random_seeded(uint64_t seed);

/* Starts the stream of one call. Without a seed it does nothing. */
void random_begin(struct random_source *source, const char *operation, uint64_t ordinal);

/* Fills @out_data with @len bytes. */
void random_bytes(struct random_source *source, void *out_data, size_t len);

/* A number from 0 to @bound - 1, each as likely; @bound is 1 to 256. */
unsigned random_below(struct random_source *source, unsigned bound);

/* Writes @len characters of @alphabet and a NUL to @out_text. */
void random_text(struct random_source *source, const char *alphabet, size_t len, char *out_text);
