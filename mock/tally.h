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

/* As many calls of each as in the other. */
void tally_copy(struct tally *to, const struct tally *from);

/* So many calls came before the next one. */
void tally_set(struct tally *tally, const struct api_operation *operation, uint64_t calls);

/* Shows each operation that was called, in the order of the contract. */
void tally_walk(const struct tally *tally,
		void (*see)(void *context, const struct api_service *service,
			    const struct api_operation *operation, uint64_t calls),
		void *context);
