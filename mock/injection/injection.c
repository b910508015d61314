#include "mock/injection/injection.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mock/exchange.h"
#include "mock/injection/action.h"
#include "mock/namespace.h"
#include "wire/buffer.h"

struct injection {
	struct injection_rule *first;
	size_t count;
	size_t numbered;    /* the number the last rule got; one that was taken away keeps its */
	bool needs_history; /* some rule does, or did */
};

struct injection *injection_new(void)
{
	struct injection *injection = calloc(1, sizeof(*injection));

	if (!injection)
		abort();
	return injection;
}

static void free_rules(struct injection_rule *rule)
{
	while (rule) {
		struct injection_rule *next = rule->next;

		injection_rule_free(rule);
		rule = next;
	}
}

void injection_free(struct injection *injection)
{
	if (!injection)
		return;
	free_rules(injection->first);
	free(injection);
}

static struct injection_rule *find(struct injection_rule *rule, const char *name)
{
	while (rule && (rule->is_off || strcmp(rule->name, name) != 0))
		rule = rule->next;
	return rule;
}

/* Reads the list's rules behind each other; what was read before a fault is freed by the caller. */
static bool read_rules(struct injection *injection, struct reader *reader,
		       const struct json_value *list, struct injection_rule **out_first)
{
	struct injection_rule **end = out_first;
	size_t count = injection->count;

	*out_first = NULL;
	for (const struct json_value *item = list->first; item; item = item->next) {
		if (++count > INJECTION_RULES_MAX)
			return reader_fail(reader, item, "expected at most %d rules",
					   INJECTION_RULES_MAX);
		if (!injection_rule_read(reader, item, ++injection->numbered, end))
			return false;
		if (find(injection->first, (*end)->name) || find(*out_first, (*end)->name) != *end)
			return reader_fail(reader, item,
					   "expected a name that no other rule has, found \"%s\"",
					   (*end)->name);
		end = &(*end)->next;
	}
	injection->count = count;
	return true;
}

static void begin_rules(struct injection *injection, struct injection_rule *rule,
			bool is_of_scenario)
{
	for (; rule; rule = rule->next) {
		rule->is_of_scenario = is_of_scenario;
		injection->needs_history |= rule->action->needs_history;
		rule->begins_ms = -1;
	}
}

bool injection_add(struct injection *injection, struct reader *reader,
		   const struct json_value *list, bool is_of_scenario)
{
	struct injection_rule *added;
	struct injection_rule **end = &injection->first;

	if (list->kind != JSON_ARRAY)
		return reader_fail(reader, list, "expected a list of rules");
	if (!read_rules(injection, reader, list, &added)) {
		free_rules(added);
		return false;
	}
	begin_rules(injection, added, is_of_scenario);
	while (*end)
		end = &(*end)->next;
	*end = added;
	return true;
}

static void add_form(void *context, const struct injection_rule *rule)
{
	struct buffer *list = context;

	buffer_printf(list, "%s%s", list->len > 1 ? "," : "", rule->form);
}

void injection_copy(struct injection *injection, const struct injection *from)
{
	ARENA_AUTO(arena);
	struct fault fault;
	struct reader reader = { .arena = &arena, .fault = &fault, .file = "rules" };
	struct buffer list;
	bool is_copied;

	buffer_init(&list, &arena, 1024);
	buffer_add_char(&list, '[');
	injection_walk(from, add_form, &list);
	buffer_add_char(&list, ']');
	/* What was read once can be read again. */
	is_copied = reader_parse(&reader, list.data, list.len) &&
		    injection_add(injection, &reader, reader.root, true);
	assert(is_copied);
	UNUSED(is_copied);
}

/* A scenario's rule is kept for the next reset. */
static void take_away(struct injection *injection, struct injection_rule **place)
{
	struct injection_rule *rule = *place;

	if (rule->is_of_scenario) {
		rule->is_off = true;
		return;
	}
	*place = rule->next;
	injection->count--;
	injection_rule_free(rule);
}

bool injection_remove(struct injection *injection, const char *name)
{
	struct injection_rule **place = &injection->first;
	bool is_found = !name;

	while (*place) {
		struct injection_rule *rule = *place;

		if (!rule->is_off && (!name || strcmp(rule->name, name) == 0)) {
			is_found = true;
			take_away(injection, place);
		}
		if (*place == rule)
			place = &rule->next;
	}
	return is_found;
}

void injection_reset(struct injection *injection)
{
	struct injection_rule **place = &injection->first;

	while (*place) {
		struct injection_rule *rule = *place;

		if (!rule->is_of_scenario) {
			take_away(injection, place);
			continue;
		}
		rule->is_off = false;
		rule->matched = rule->fired = 0;
		rule->begins_ms = -1;
		if (rule->action->reset)
			rule->action->reset(rule);
		place = &rule->next;
	}
	injection->numbered = injection->count;
}

bool injection_needs_history(const struct injection *injection)
{
	return injection->needs_history;
}

void injection_walk(const struct injection *injection,
		    void (*see)(void *context, const struct injection_rule *rule), void *context)
{
	for (const struct injection_rule *rule = injection->first; rule; rule = rule->next) {
		if (!rule->is_off)
			see(context, rule);
	}
}

static void write_rule(void *context, const struct injection_rule *rule)
{
	struct json_writer *json = context;

	json_open_object(json);
	json_key(json, "name");
	json_string(json, rule->name);
	json_key(json, "matched");
	json_integer(json, (int64_t)rule->matched);
	json_key(json, "fired");
	json_integer(json, (int64_t)rule->fired);
	json_key(json, "rule");
	json_raw(json, rule->form);
	json_close_object(json);
}

void injection_write(const struct injection *injection, struct json_writer *json)
{
	json_open_object(json);
	json_key(json, "faults");
	json_open_array(json);
	injection_walk(injection, write_rule, json);
	json_close_array(json);
	json_close_object(json);
}

/* Whether what it counts says that it is to fire now; its match is counted already. */
static bool is_due(const struct exchange *exchange, const struct injection_rule *rule)
{
	const struct injection_match *match = &rule->match;

	if (match->nth && rule->matched != (uint64_t)match->nth)
		return false;
	if (match->every && rule->matched % (uint64_t)match->every != 0)
		return false;
	if (rule->matched <= (uint64_t)match->after)
		return false;
	if (rule->times && rule->fired >= (uint64_t)rule->times)
		return false;
	return match->probability >= 1 ||
	       injection_chance(exchange, rule, "probability") < match->probability;
}

/* A rule's time begins with the first request that asks for it. */
static bool is_over(const struct exchange *exchange, struct injection_rule *rule)
{
	int64_t now_ms;

	if (!rule->ttl_ms)
		return false;
	now_ms = injection_now_ms(exchange, rule);
	if (rule->begins_ms < 0)
		rule->begins_ms = now_ms;
	return now_ms - rule->begins_ms >= rule->ttl_ms;
}

/* Whether it matches, which is counted, and is due. */
static bool comes(struct exchange *exchange, struct injection_rule *rule)
{
	const struct injection_action *action = rule->action;

	if (!(action->is_early ? injection_match_early : injection_match_request)(&rule->match,
										  exchange))
		return false;
	rule->matched++;
	return is_due(exchange, rule) && (!action->applies || action->applies(exchange, rule));
}

static bool fires(struct exchange *exchange, struct injection_rule *rule)
{
	const struct injection_action *action = rule->action;

	if (rule->is_off || exchange->hits.count == INJECTION_HITS_MAX || is_over(exchange, rule))
		return false;
	if (!(action->sticks && action->sticks(exchange, rule)) && !comes(exchange, rule))
		return false;
	rule->fired++;
	exchange->hits.rules[exchange->hits.count++] = rule;
	return true;
}

static enum api_status run(struct exchange *exchange, bool is_early)
{
	struct injection_rule *rule = exchange->space->injection->first;

	for (; rule; rule = rule->next) {
		const struct injection_action *action = rule->action;

		if (action->is_early != is_early || !fires(exchange, rule))
			continue;
		if (action->begin && action->begin(exchange, rule) != API_OK)
			return API_FAILED;
		if (!action->goes_on)
			break;
	}
	return API_OK;
}

enum api_status injection_early(struct exchange *exchange)
{
	return run(exchange, true);
}

enum api_status injection_begin(struct exchange *exchange)
{
	if (exchange->space->injection->first)
		injection_restore_token(exchange);
	return run(exchange, false);
}

void injection_settle(struct exchange *exchange)
{
	for (size_t i = 0; i < exchange->hits.count; i++) {
		struct injection_rule *rule = exchange->hits.rules[i];

		if (rule->action->settle)
			rule->action->settle(exchange, rule);
	}
}

void injection_deliver(struct exchange *exchange)
{
	for (size_t i = 0; i < exchange->hits.count; i++) {
		struct injection_rule *rule = exchange->hits.rules[i];

		if (rule->action->deliver)
			rule->action->deliver(exchange, rule);
	}
}
