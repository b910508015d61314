#include <stdlib.h>
#include <string.h>

#include "mock/injection/action.h"
#include "mock/injection/rule.h"
#include "wire/buffer.h"

enum { COUNT_MAX = 1000 * 1000 * 1000, TTL_MAX_MS = 24 * 60 * 60 * 1000 };

static const char *const time_choices[] = { "real", "clock", NULL };

/* A rule as JSON has it. */
struct form {
	const char *name, *time;
	const struct json_value *match, *action;
	int64_t times, ttl_ms;
};

#define FORM(name) offsetof(struct form, name)

static const struct reader_field form_fields[] = {
	{ "name", READER_TEXT, FORM(name) },
	{ "match", READER_OBJECT, FORM(match) },
	{ "do", READER_OBJECT, FORM(action), .is_required = true },
	{ "times", READER_INTEGER, FORM(times), .min = 1, .max = COUNT_MAX },
	{ "ttlMs", READER_INTEGER, FORM(ttl_ms), .min = 1, .max = TTL_MAX_MS },
	{ "time", READER_TEXT, FORM(time), .choices = time_choices },
	{ NULL },
};

/* The members of "match" before they are patterns. */
struct match_form {
	const struct json_value *service, *operation, *account, *principal, *target, *region;
	const struct json_value *header;
	int64_t nth, every, after;
	double probability;
};

#define MATCH(name) offsetof(struct match_form, name)

static const struct reader_field match_fields[] = {
	{ "service", READER_VALUE, MATCH(service) },
	{ "operation", READER_VALUE, MATCH(operation) },
	{ "account", READER_VALUE, MATCH(account) },
	{ "principal", READER_VALUE, MATCH(principal) },
	{ "target", READER_VALUE, MATCH(target) },
	{ "region", READER_VALUE, MATCH(region) },
	{ "header", READER_OBJECT, MATCH(header) },
	{ "nth", READER_INTEGER, MATCH(nth), .min = 1, .max = COUNT_MAX },
	{ "every", READER_INTEGER, MATCH(every), .min = 1, .max = COUNT_MAX },
	{ "after", READER_INTEGER, MATCH(after), .min = 1, .max = COUNT_MAX },
	{ "probability", READER_NUMBER, MATCH(probability), .min = 0, .max = 1 },
	{ NULL },
};

static bool read_pattern(struct reader *reader, const struct json_value *value, struct arena *arena,
			 struct policy_pattern *out_pattern)
{
	const char *text;
	char *encoded;

	if (!reader_text(reader, value, &text))
		return false;
	if (value->len > INJECTION_PATTERN_LEN_MAX)
		return reader_fail(reader, value, "expected a pattern of at most %d bytes",
				   INJECTION_PATTERN_LEN_MAX);
	encoded = arena_strdup(arena, text);
	policy_pattern_encode(encoded, strlen(encoded));
	*out_pattern = policy_pattern_of(encoded, strlen(encoded));
	return true;
}

/* A pattern, or a list of them; NULL is an empty list. */
static bool read_patterns(struct reader *reader, const struct json_value *value,
			  struct arena *arena, struct injection_patterns *out_patterns)
{
	const struct json_value *item = value;
	size_t count = 1;

	if (!value)
		return true;
	if (value->kind == JSON_ARRAY) {
		item = value->first;
		count = value->len;
		if (count == 0 || count > INJECTION_PATTERNS_MAX)
			return reader_fail(reader, value, "expected a list of 1 to %d patterns",
					   INJECTION_PATTERNS_MAX);
	}
	out_patterns->items = arena_array(arena, count, sizeof(*out_patterns->items));
	for (size_t i = 0; i < count; i++, item = item->next) {
		if (!read_pattern(reader, item, arena, &out_patterns->items[i]))
			return false;
	}
	out_patterns->count = count;
	return true;
}

static bool read_headers(struct reader *reader, const struct json_value *object,
			 struct arena *arena, struct injection_match *match)
{
	const struct json_value *member = object ? object->first : NULL;

	match->header_count = object ? object->len : 0;
	if (match->header_count > INJECTION_PATTERNS_MAX)
		return reader_fail(reader, object, "expected at most %d headers",
				   INJECTION_PATTERNS_MAX);
	match->headers = arena_array(arena, match->header_count, sizeof(*match->headers));
	for (size_t i = 0; member; member = member->next, i++) {
		match->headers[i].name = arena_strdup(arena, member->key);
		if (!read_pattern(reader, member, arena, &match->headers[i].pattern))
			return false;
	}
	return true;
}

bool injection_match_any(const struct injection_match *match,
			 bool (*holds)(const struct api_operation *operation, const void *context),
			 const void *context)
{
	for (size_t i = 0; api_services[i]; i++) {
		const struct api_service *service = api_services[i];

		for (size_t j = 0; j < service->operation_count; j++) {
			if (injection_match_operation(match, &service->operations[j]) &&
			    (!holds || holds(&service->operations[j], context)))
				return true;
		}
	}
	return false;
}

/* One that names no operation is a slip of the pen. */
static bool check_operations(struct reader *reader, const struct match_form *form,
			     const struct injection_match *match)
{
	const struct json_value *place = form->operation ? form->operation : form->service;

	return !place || injection_match_any(match, NULL, NULL) ||
	       reader_fail(
		       reader, place,
		       "expected the name or a pattern of an operation such as "
		       "\"iam:DeleteAccessKey\" or \"iam:Delete*\", of a service such as \"sts\"");
}

static bool read_match(struct reader *reader, const struct json_value *value,
		       struct injection_rule *rule)
{
	struct match_form form = { .probability = 1 };
	struct injection_match *match = &rule->match;
	struct arena *arena = &rule->arena;

	match->probability = 1;
	if (!value)
		return true;
	if (!reader_object(reader, value, match_fields, &form) ||
	    !read_patterns(reader, form.service, arena, &match->services) ||
	    !read_patterns(reader, form.operation, arena, &match->operations) ||
	    !read_patterns(reader, form.account, arena, &match->accounts) ||
	    !read_patterns(reader, form.principal, arena, &match->principals) ||
	    !read_patterns(reader, form.target, arena, &match->targets) ||
	    !read_patterns(reader, form.region, arena, &match->regions) ||
	    !read_headers(reader, form.header, arena, match))
		return false;
	match->nth = form.nth;
	match->every = form.every;
	match->after = form.after;
	match->probability = form.probability;
	return check_operations(reader, &form, match);
}

static const struct injection_action *action_of(const char *name)
{
	const struct injection_action *const *action = injection_actions;

	while (*action && strcmp((*action)->name, name) != 0)
		action++;
	return *action;
}

static bool fail_action(struct reader *reader, const struct json_value *value)
{
	struct buffer list;

	buffer_init(&list, reader->arena, 256);
	for (size_t i = 0; injection_actions[i]; i++)
		buffer_printf(&list, "%s%s", i ? ", " : "", injection_actions[i]->name);
	return reader_fail(reader, value, "expected one action: %s", list.data);
}

/* The parameters are an object, or the one of them that may stand alone, or true. */
static bool read_parameters(struct reader *reader, const struct json_value *value,
			    struct injection_rule *rule)
{
	const struct injection_action *action = rule->action;
	const struct reader_field *field = action->fields;

	rule->parameters = arena_alloc(&rule->arena, action->size);
	if (value->kind == JSON_BOOLEAN && value->boolean)
		return true;
	if (value->kind == JSON_OBJECT)
		return reader_object(reader, value, field, rule->parameters);
	if (!action->shorthand)
		return reader_fail(reader, value, "expected an object or true");
	while (strcmp(field->name, action->shorthand) != 0)
		field++;
	return reader_member(reader, value, field, rule->parameters);
}

static bool read_action(struct reader *reader, const struct json_value *value,
			struct injection_rule *rule)
{
	const struct json_value *parameters = value->first;

	rule->action = value->len == 1 ? action_of(parameters->key) : NULL;
	if (!rule->action)
		return fail_action(reader, parameters ? parameters : value);
	return read_parameters(reader, parameters, rule) &&
	       (!rule->action->check || rule->action->check(reader, parameters, rule));
}

/* A rule that works before the caller is known cannot ask who it is. */
static bool check_early(struct reader *reader, const struct json_value *value,
			const struct injection_rule *rule)
{
	const struct injection_match *match = &rule->match;

	if (!rule->action->is_early ||
	    match->accounts.count + match->principals.count + match->targets.count == 0)
		return true;
	return reader_fail(reader, json_get(value, "match"),
			   "expected no account, principal or target: %s works before they are "
			   "known",
			   rule->action->name);
}

static bool read_rule(struct reader *reader, const struct json_value *value, size_t number,
		      struct injection_rule *rule)
{
	const struct json_value *copy = json_copy(&rule->arena, value);
	struct form form = { .name = NULL };

	if (!reader_object(reader, copy, form_fields, &form))
		return false;
	rule->name = form.name ? form.name : arena_printf(&rule->arena, "rule %zu", number);
	rule->form = arena_strdup(&rule->arena, reader_compact(reader, copy));
	rule->times = form.times;
	rule->ttl_ms = form.ttl_ms;
	rule->uses_clock = form.time && strcmp(form.time, "clock") == 0;
	return read_match(reader, form.match, rule) && read_action(reader, form.action, rule) &&
	       check_early(reader, copy, rule);
}

bool injection_rule_read(struct reader *reader, const struct json_value *value, size_t number,
			 struct injection_rule **out_rule)
{
	struct injection_rule *rule = calloc(1, sizeof(*rule));

	if (!rule)
		abort();
	if (read_rule(reader, value, number, rule)) {
		*out_rule = rule;
		return true;
	}
	injection_rule_free(rule);
	return false;
}

void injection_rule_free(struct injection_rule *rule)
{
	if (!rule)
		return;
	if (rule->action && rule->action->done && rule->parameters)
		rule->action->done(rule);
	arena_done(&rule->arena);
	free(rule);
}
