#include "mock/verify.h"

#include <inttypes.h>
#include <string.h>

#include "mock/injection/injection.h"
#include "mock/journal.h"
#include "mock/namespace.h"
#include "mock/overview.h"
#include "mock/verify_call.h"
#include "wire/json_match.h"
#include "wire/json_writer.h"

/* The calls of one member of the expectation. */
struct call_list {
	struct verify_call *calls;
	size_t count;
};

struct verification {
	struct arena *arena;
	struct call_list calls, never, sequence;
	size_t reached; /* calls of the sequence that came */
	const struct json_value *state;
	bool must_fire; /* every fault rule */
	int64_t after;
	struct json_writer *json;
	bool holds;
};

static bool read_calls(struct verification *verification, const struct json_value *list,
		       struct fault *fault, struct call_list *out_list)
{
	if (list->kind != JSON_ARRAY)
		return fault_set(fault, FAULT_INPUT, "line %u, column %u: %s must be a list",
				 list->line, list->column, list->key);
	out_list->calls = arena_array(verification->arena, list->len, sizeof(*out_list->calls));
	for (const struct json_value *item = list->first; item; item = item->next) {
		struct verify_mistake mistake;

		if (!verify_call_read(verification->arena, item, &mistake,
				      &out_list->calls[out_list->count++]))
			return fault_set(fault, FAULT_INPUT, "line %u, column %u: %s: %s",
					 mistake.at->line, mistake.at->column,
					 mistake.at->key ? mistake.at->key : list->key,
					 mistake.what);
	}
	return true;
}

static bool read_member(struct verification *verification, const struct json_value *member,
			struct fault *fault)
{
	if (member->is_duplicate)
		return fault_set(fault, FAULT_INPUT,
				 "line %u, column %u: %s: this member comes twice", member->line,
				 member->column, member->key);
	if (strcmp(member->key, "calls") == 0)
		return read_calls(verification, member, fault, &verification->calls);
	if (strcmp(member->key, "never") == 0)
		return read_calls(verification, member, fault, &verification->never);
	if (strcmp(member->key, "sequence") == 0)
		return read_calls(verification, member, fault, &verification->sequence);
	if (strcmp(member->key, "state") == 0) {
		verification->state = member;
		return true;
	}
	if (strcmp(member->key, "faults") == 0 && member->kind == JSON_STRING &&
	    strcmp(member->text, "allFired") == 0) {
		verification->must_fire = true;
		return true;
	}
	if (strcmp(member->key, "after") == 0 && json_to_integer(member, &verification->after) &&
	    verification->after >= 0)
		return true;
	return fault_set(fault, FAULT_INPUT,
			 "line %u, column %u: %s: an expectation has after (a number), calls, "
			 "never, sequence, state and faults (\"allFired\")",
			 member->line, member->column, member->key);
}

static bool read_expectation(struct verification *verification,
			     const struct json_value *expectation, struct fault *fault)
{
	if (expectation->kind != JSON_OBJECT)
		return fault_set(fault, FAULT_INPUT, "an expectation is an object");
	for (const struct json_value *member = expectation->first; member; member = member->next)
		if (!read_member(verification, member, fault))
			return false;
	return true;
}

static void see_list(struct verification *verification, struct call_list *list,
		     const struct json_value *entry)
{
	for (size_t i = 0; i < list->count; i++)
		verify_call_see(&list->calls[i], verification->arena, entry);
}

static void see_entry(void *context, const char *json, size_t len)
{
	struct verification *verification = context;
	const struct call_list *sequence = &verification->sequence;
	const struct json_value *entry;
	struct fault fault;
	ARENA_AUTO(arena);

	if (!json_read(&arena, json, len, &fault, &entry))
		return;
	see_list(verification, &verification->calls, entry);
	see_list(verification, &verification->never, entry);
	if (verification->reached < sequence->count &&
	    verify_call_matches(&sequence->calls[verification->reached], entry))
		verification->reached++;
}

static void write_check(struct verification *verification, const char *name,
			const char *explanation)
{
	struct json_writer *json = verification->json;

	json_open_object(json);
	json_key(json, "name");
	json_string(json, name);
	json_key(json, "holds");
	json_boolean(json, !explanation);
	if (explanation) {
		json_key(json, "explanation");
		json_string(json, explanation);
		verification->holds = false;
	}
	json_close_object(json);
}

static const char *count_explanation(struct arena *arena, const struct verify_call *call)
{
	const char *were = arena_printf(arena, "there were %" PRId64, call->count);

	if (call->count >= call->at_least && call->count <= call->at_most)
		return NULL;
	if (call->count >= call->at_least || !call->nearest_number)
		return were;
	return arena_printf(arena, "%s; request %" PRIu64 " came nearest and differs at %s", were,
			    call->nearest_number, call->nearest_difference);
}

static void write_calls(struct verification *verification)
{
	for (size_t i = 0; i < verification->calls.count; i++) {
		const struct verify_call *call = &verification->calls.calls[i];

		write_check(verification, call->label,
			    count_explanation(verification->arena, call));
	}
	for (size_t i = 0; i < verification->never.count; i++) {
		const struct verify_call *call = &verification->never.calls[i];

		write_check(verification,
			    arena_printf(verification->arena, "never %s", call->label),
			    call->count ? arena_printf(verification->arena, "there were %" PRId64,
						       call->count)
					: NULL);
	}
}

static void write_sequence(struct verification *verification)
{
	const struct call_list *sequence = &verification->sequence;

	for (size_t i = 0; i < sequence->count; i++)
		write_check(verification,
			    arena_printf(verification->arena, "call %zu of the sequence is %s",
					 i + 1, sequence->calls[i].label),
			    i < verification->reached ? NULL : "it did not come in this order");
}

static void write_state(struct verification *verification, struct namespace *space)
{
	struct arena *arena = verification->arena;
	const struct json_value *state;
	const char *explanation = NULL;
	struct buffer text;
	struct fault fault;

	if (!verification->state)
		return;
	buffer_init(&text, arena, 64 * 1024);
	overview_write(space, arena, &text);
	if (!json_read(arena, text.data, text.len, &fault, &state))
		explanation = arena_strdup(arena, fault.message);
	else if (!json_match_is_part(verification->state, state))
		explanation = arena_printf(
			arena, "it differs at state%s",
			json_match_first_difference(arena, verification->state, state));
	write_check(verification, "the state is as told", explanation);
}

/* A rule that never fired tells nothing: what was run was not put to the test. */
static void write_fault(void *context, const struct injection_rule *rule)
{
	struct verification *verification = context;
	struct arena *arena = verification->arena;

	write_check(verification, arena_printf(arena, "the fault \"%s\" fired", rule->name),
		    rule->fired ? NULL
				: arena_printf(arena, "it matched %" PRIu64 " requests",
					       rule->matched));
}

bool verify_write(struct namespace *space, struct arena *arena,
		  const struct json_value *expectation, struct fault *fault, struct buffer *out)
{
	struct json_writer json;
	struct verification verification = { .arena = arena, .json = &json, .holds = true };

	if (!read_expectation(&verification, expectation, fault))
		return false;
	journal_walk(space->journal, (uint64_t)verification.after, see_entry, &verification);
	json_writer_init(&json, out, true);
	json_open_object(&json);
	json_key(&json, "checks");
	json_open_array(&json);
	write_calls(&verification);
	write_sequence(&verification);
	write_state(&verification, space);
	if (verification.must_fire)
		injection_walk(space->injection, write_fault, &verification);
	json_close_array(&json);
	json_key(&json, "holds");
	json_boolean(&json, verification.holds);
	json_close_object(&json);
	buffer_add_char(out, '\n');
	return true;
}
