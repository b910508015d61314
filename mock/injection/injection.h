/*
 * injection.h - the fault rules of a namespace, and where they work.
 *
 * Rules are asked in their order. Those that only add to an answer (a
 * latency) let the next ones speak too; the first other one that fires is the
 * last. With no rule a request costs nothing here.
 */
#pragma once

#include "mock/call.h"
#include "mock/injection/rule.h"
#include "wire/json_writer.h"

struct exchange;
struct injection;

enum { INJECTION_HITS_MAX = 8 };

/* The rules that fired for a request, a part of struct exchange. */
struct injection_hits {
	struct injection_rule *rules[INJECTION_HITS_MAX];
	size_t count;
	bool is_unanswered; /* nothing is written: there is no answer at all */
};

/* No rules. Free with injection_free. */
struct injection *injection_new(void);
void injection_free(struct injection *injection);

/*
 * Adds the rules of a list, all or none. @is_of_scenario: a reset comes back
 * to them. The fault is the reader's.
 */
MUST_USE bool injection_add(struct injection *injection, struct reader *reader,
			    const struct json_value *list, bool is_of_scenario);

/* Adds the rules of @from, as the ones a reset comes back to; nothing has matched them yet. */
void injection_copy(struct injection *injection, const struct injection *from);

/* Takes away the rule of that name, or all if it is NULL; false if there is no such rule. */
bool injection_remove(struct injection *injection, const char *name);

/* Back to the scenario's rules; all counts are zero. */
void injection_reset(struct injection *injection);

/* Whether some rule looks at what the last writes changed. */
bool injection_needs_history(const struct injection *injection);

/* Shows every rule, in order. */
void injection_walk(const struct injection *injection,
		    void (*see)(void *context, const struct injection_rule *rule), void *context);

/* Writes {"faults": [...]}: every rule as it was given, with what it matched and fired. */
void injection_write(const struct injection *injection, struct json_writer *json);

/* Stage: rules that work before the caller is known. */
enum api_status injection_early(struct exchange *exchange);

/* Stage: the caller and the input are known, nothing is checked yet. */
enum api_status injection_begin(struct exchange *exchange);

/* After the transaction, and after the answer is written. */
void injection_settle(struct exchange *exchange);
void injection_deliver(struct exchange *exchange);
