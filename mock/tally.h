/*
 * tally.h - how often each operation was called.
 */
#pragma once

#include "model/api.h"
#include "wire/base.h"

struct tally;

/* All zero. Free with tally_free. */
struct tally *tally_new(void);
void tally_free(struct tally *tally);

/* Counts a call; returns how many came before it. */
uint64_t tally_call(struct tally *tally, const struct api_operation *operation);

/* All zero again. */
void tally_clear(struct tally *tally);
