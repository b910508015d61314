/*
 * command_eval.c - policy eval: decides cases, one a line.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/predict/commands.h"
#include "client/text_width.h"
#include "policy/cases.h"
#include "policy/trace.h"

enum { LINE_MAX_BYTES = 16 * 1024 * 1024 };

/* A line of the result, begun: {"id": ..., "verdict": ..., "deniedBy": ... */
static void open_result(struct json_writer *json, const char *id, const char *verdict,
			const char *denied_by)
{
	json_open_object(json);
	json_key(json, "id");
	json_string(json, id);
	json_key(json, "verdict");
	json_string(json, verdict);
	json_key(json, "deniedBy");
	json_string(json, *denied_by ? denied_by : NULL);
}

static bool decide_condition(struct arena *arena, const struct json_value *value,
			     struct json_writer *json, struct fault *fault)
{
	bool holds;

	if (!policy_case_condition(arena, value, fault, &holds))
		return false;
	open_result(json, json_get_string(value, "id"), holds ? "match" : "nomatch", "");
	json_key(json, "statements");
	json_open_array(json);
	json_close_array(json);
	json_close_object(json);
	return true;
}

static bool decide(struct arena *arena, const struct json_value *value, struct json_writer *json,
		   struct fault *fault)
{
	struct policy_decision decision;
	struct policy_case item;

	if (json_get(value, "condition"))
		return decide_condition(arena, value, json, fault);
	if (!policy_case_read(arena, value, fault, &item))
		return false;
	policy_explain(&item.request, arena, &decision);
	open_result(json, json_get_string(value, "id"), policy_verdict_name(decision.verdict),
		    policy_layer_name(decision.layer));
	policy_trace_members(json, &item.request, &decision);
	json_close_object(json);
	return true;
}

static bool decide_line(struct arena *arena, const char *line, size_t len, struct buffer *out,
			struct fault *fault)
{
	const struct json_value *value;
	struct json_writer json;

	json_writer_init(&json, out, false);
	if (len > LINE_MAX_BYTES)
		return fault_set(fault, FAULT_INPUT, "over %d bytes", LINE_MAX_BYTES);
	return json_read(arena, line, len, fault, &value) && decide(arena, value, &json, fault);
}

/* The place in a case is a column: a case is one line. */
static const char *without_line(const char *message)
{
	static const char first[] = "line 1, ";

	return strncmp(message, first, strlen(first)) == 0 ? message + strlen(first) : message;
}

static bool is_blank(const char *line)
{
	return line[strspn(line, " \t\r\n")] == '\0';
}

bool command_policy_eval(struct invocation *invocation, struct fault *fault)
{
	ARENA_AUTO(arena);
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	for (size_t number = 1; (len = getline(&line, &room, invocation->input)) > 0; number++) {
		struct buffer out;

		arena_reset(&arena);
		buffer_init(&out, &arena, 1024);
		if (is_blank(line))
			continue;
		if (decide_line(&arena, line, (size_t)len, &out, fault)) {
			fprintf(invocation->output.stream, "%s\n", out.data);
			continue;
		}
		fprintf(invocation->terminal, "line %zu: %s\n", number,
			text_printable(&arena, without_line(fault->message)));
		invocation_raise(invocation, EXIT_ERROR);
	}
	free(line);
	if (ferror(invocation->input))
		return fault_set_errno(fault, errno, "cannot read standard input");
	return true;
}
