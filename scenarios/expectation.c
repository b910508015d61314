#include "scenarios/expectation.h"

#include <inttypes.h>
#include <string.h>

#include "scenarios/match.h"
#include "wire/buffer.h"

static const char *const call_counts[] = { "times", "atLeast", "atMost" };

static void check_texts(struct verdict *verdict, const char *label, const struct json_value *texts,
			const char *output)
{
	const struct json_value *contains = json_get(texts, "contains");
	const struct json_value *lacks = json_get(texts, "lacks");

	for (const struct json_value *text = contains ? contains->first : NULL; text;
	     text = text->next) {
		bool holds = strstr(output, text->text);

		verdict_add(verdict, holds,
			    arena_printf(verdict->arena, "%s contains \"%s\"", label, text->text));
		if (!holds)
			verdict_explain(verdict, "it is:\n%s", output);
	}
	for (const struct json_value *text = lacks ? lacks->first : NULL; text; text = text->next) {
		bool holds = !strstr(output, text->text);

		verdict_add(verdict, holds,
			    arena_printf(verdict->arena, "%s lacks \"%s\"", label, text->text));
		if (!holds)
			verdict_explain(verdict, "it is:\n%s", output);
	}
}

void expectation_check_command(struct verdict *verdict, const char *name,
			       const struct json_value *expect, const struct process_result *result)
{
	const struct json_value *exit_wanted = json_get(expect, "exit");
	int64_t wanted = 0;

	if (exit_wanted && json_to_integer(exit_wanted, &wanted)) {
		bool holds = result->exit_status == wanted && !result->is_timed_out;

		verdict_add(verdict, holds,
			    arena_printf(verdict->arena, "%s: exits with %" PRId64, name, wanted));
		if (!holds)
			verdict_explain(verdict, "it exited with %d%s\n%s%s", result->exit_status,
					result->is_timed_out ? " at its time limit" : "",
					result->out, result->errors);
	}
	check_texts(verdict, arena_printf(verdict->arena, "%s: stdout", name),
		    json_get(expect, "stdout"), result->out);
	check_texts(verdict, arena_printf(verdict->arena, "%s: stderr", name),
		    json_get(expect, "stderr"), result->errors);
}

static bool is_count(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(call_counts); i++)
		if (!strcmp(key, call_counts[i]))
			return true;
	return false;
}

/* What the expectation's member speaks of; an error is named by its code alone. */
static const struct json_value *entry_member(const struct json_value *wanted,
					     const struct json_value *entry)
{
	const struct json_value *found = json_get(entry, wanted->key);

	return !strcmp(wanted->key, "error") && wanted->kind == JSON_STRING
		       ? json_get(found, "code")
		       : found;
}

/* Whether a journal entry has every member that the expectation names. */
static bool entry_matches(const struct json_value *call, const struct json_value *entry)
{
	for (const struct json_value *member = call->first; member; member = member->next)
		if (!is_count(member->key) && !match_is_part(member, entry_member(member, entry)))
			return false;
	return true;
}

static int64_t count_calls(const struct json_value *call, const struct json_value *requests)
{
	int64_t count = 0;

	for (const struct json_value *entry = requests->first; entry; entry = entry->next)
		count += entry_matches(call, entry);
	return count;
}

/* The text of the expectation itself, as the name of its check. */
static const char *call_label(struct arena *arena, const struct json_value *call)
{
	const char *operation = json_get_string(call, "operation");
	const char *error = json_get_string(call, "error");
	struct buffer label;

	buffer_init(&label, arena, 80);
	buffer_add_text(&label, operation ? operation : "any call");
	if (error)
		buffer_printf(&label, " answered %s", error);
	for (size_t i = 0; i < ARRAY_LEN(call_counts); i++) {
		const struct json_value *bound = json_get(call, call_counts[i]);

		if (bound)
			buffer_printf(&label, ", %s %s", call_counts[i], bound->text);
	}
	return label.data;
}

static void check_call(struct verdict *verdict, const char *name, const struct json_value *call,
		       const struct json_value *requests)
{
	int64_t count = count_calls(call, requests);
	int64_t times, at_least, at_most;
	bool has_times = json_to_integer(json_get(call, "times"), &times);
	bool has_least = json_to_integer(json_get(call, "atLeast"), &at_least);
	bool has_most = json_to_integer(json_get(call, "atMost"), &at_most);
	bool holds = has_times || has_least || has_most || count > 0;

	holds = holds && (!has_times || count == times) && (!has_least || count >= at_least) &&
		(!has_most || count <= at_most);
	verdict_add(verdict, holds,
		    arena_printf(verdict->arena, "%s: %s", name, call_label(verdict->arena, call)));
	if (!holds)
		verdict_explain(verdict, "there were %" PRId64, count);
}

static void check_calls(struct verdict *verdict, const char *name, const struct json_value *calls,
			const struct server *server)
{
	const struct json_value *page;
	struct fault fault;

	if (!server_read(verdict->arena, server, "/_mattock/requests", &fault, &page)) {
		verdict_add(verdict, false, "the journal can be read");
		verdict_explain(verdict, "%s", fault.message);
		return;
	}
	if (page->kind == JSON_OBJECT)
		page = json_get(page, "requests");
	for (const struct json_value *call = calls->first; call && page; call = call->next)
		check_call(verdict, name, call, page);
}

static void check_state(struct verdict *verdict, const char *name, const struct json_value *wanted,
			const struct server *server)
{
	const struct json_value *state;
	struct fault fault;
	bool holds;

	if (!server_read(verdict->arena, server, "/_mattock/state", &fault, &state)) {
		verdict_add(verdict, false, "the state can be read");
		verdict_explain(verdict, "%s", fault.message);
		return;
	}
	holds = match_is_part(wanted, state);
	verdict_add(verdict, holds, arena_printf(verdict->arena, "%s: the state is as told", name));
	if (!holds)
		verdict_explain(verdict, "it differs at state%s",
				match_first_difference(verdict->arena, wanted, state));
}

void expectation_check_server(struct verdict *verdict, const char *name,
			      const struct json_value *expect, const struct server *server)
{
	const struct json_value *calls = json_get(expect, "calls");
	const struct json_value *state = json_get(expect, "state");

	if (calls)
		check_calls(verdict, name, calls, server);
	if (state)
		check_state(verdict, name, state, server);
}
