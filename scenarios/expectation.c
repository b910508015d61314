#include "scenarios/expectation.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/file.h"
#include "wire/json_match.h"
#include "wire/json_writer.h"

/* The journal without its entries: none has so high a number. */
#define NO_REQUESTS "/_mattock/requests?after=18446744073709551615"

/* The members that the server checks. */
static const char *const server_members[] = { "calls", "never", "sequence", "state", "faults" };

/* A text that was written, and what it is called. */
struct written {
	const char *label, *text;
	size_t len;
};

static void check_text(struct verdict *verdict, const struct written *written,
		       const struct json_value *text, bool is_wanted)
{
	bool holds = (memmem(written->text, written->len, text->text, text->len) != NULL) ==
		     is_wanted;

	verdict_add(verdict, holds,
		    arena_printf(verdict->arena, "%s %s \"%s\"", written->label,
				 is_wanted ? "contains" : "lacks", text->text));
	if (!holds)
		verdict_explain(verdict, "it is:\n%s", written->text);
}

static void check_json(struct verdict *verdict, const struct written *written,
		       const struct json_value *wanted)
{
	const struct json_value *found;
	struct fault fault;
	bool is_read = json_read(verdict->arena, written->text, written->len, &fault, &found);
	bool holds = is_read && json_match_is_part(wanted, found);

	verdict_add(verdict, holds,
		    arena_printf(verdict->arena, "%s is the JSON told", written->label));
	if (!is_read)
		verdict_explain(verdict, "it is no JSON: %s\n%s", fault.message, written->text);
	else if (!holds)
		verdict_explain(verdict, "it differs at %s\n%s",
				json_match_first_difference(verdict->arena, wanted, found),
				written->text);
}

static void check_written(struct verdict *verdict, const struct json_value *expect,
			  const struct written *written)
{
	const struct json_value *contains = json_get(expect, "contains");
	const struct json_value *lacks = json_get(expect, "lacks");
	const struct json_value *json = json_get(expect, "json");

	for (const struct json_value *text = contains ? contains->first : NULL; text;
	     text = text->next)
		check_text(verdict, written, text, true);
	for (const struct json_value *text = lacks ? lacks->first : NULL; text; text = text->next)
		check_text(verdict, written, text, false);
	if (json)
		check_json(verdict, written, json);
}

static void check_exit(struct verdict *verdict, const char *name, const struct json_value *wanted,
		       const struct process_result *result)
{
	int64_t status;
	bool holds;

	if (!json_to_integer(wanted, &status))
		return;
	holds = result->exit_status == status && !result->is_timed_out;
	verdict_add(verdict, holds,
		    arena_printf(verdict->arena, "%s: exits with %" PRId64, name, status));
	if (!holds)
		verdict_explain(verdict, "it exited with %d%s\n%s%s", result->exit_status,
				result->is_timed_out ? " at its time limit" : "", result->out,
				result->errors);
}

void expectation_check_command(struct verdict *verdict, const char *name,
			       const struct json_value *expect, const struct process_result *result)
{
	struct arena *arena = verdict->arena;

	check_exit(verdict, name, json_get(expect, "exit"), result);
	check_written(verdict, json_get(expect, "stdout"),
		      &(struct written){ arena_printf(arena, "%s: stdout", name), result->out,
					 result->out_len });
	check_written(verdict, json_get(expect, "stderr"),
		      &(struct written){ arena_printf(arena, "%s: stderr", name), result->errors,
					 result->errors_len });
}

void expectation_check_files(struct verdict *verdict, const char *name,
			     const struct json_value *expect, const char *folder)
{
	struct arena *arena = verdict->arena;
	const struct json_value *files = json_get(expect, "files");

	for (const struct json_value *file = files ? files->first : NULL; file; file = file->next) {
		struct written written = { .label =
						   arena_printf(arena, "%s: %s", name, file->key) };
		const char *path = arena_printf(arena, "%s/%s", folder, file->key);
		struct fault fault;
		char *text = file_read_bytes(arena, path, &written.len, &fault);

		if (file->kind == JSON_NULL) {
			verdict_add(verdict, !text,
				    arena_printf(arena, "%s is not there", written.label));
			continue;
		}
		verdict_add(verdict, text, arena_printf(arena, "%s is there", written.label));
		written.text = text;
		if (text)
			check_written(verdict, file, &written);
	}
}

void expectation_check_answer(struct verdict *verdict, const char *name,
			      const struct json_value *expect,
			      const struct expectation_answer *answer)
{
	struct arena *arena = verdict->arena;
	const char *error = json_get_string(expect, "error");
	const struct json_value *wanted = json_get(expect, "answer");
	bool holds = error ? answer->error && strcmp(answer->error, error) == 0 : !answer->error;

	verdict_add(verdict, holds,
		    error ? arena_printf(arena, "%s: is answered %s", name, error)
			  : arena_printf(arena, "%s: succeeds", name));
	if (!holds)
		verdict_explain(verdict, "the answer is %s\n%s",
				answer->error ? answer->error : "no error", answer->text);
	else if (wanted)
		check_json(verdict,
			   &(struct written){ arena_printf(arena, "%s: the answer", name),
					      answer->text, strlen(answer->text) },
			   wanted);
}

bool expectation_begin(struct arena *arena, const struct server *server, struct fault *fault,
		       uint64_t *out_after)
{
	const struct json_value *page;
	int64_t last;

	if (!server_read(arena, server, NO_REQUESTS, fault, &page))
		return false;
	if (!json_to_integer(json_get(page, "last"), &last))
		return fault_set(fault, FAULT_SERVICE, "mattockd's journal has no last request");
	*out_after = (uint64_t)last;
	return true;
}

/* What of @expect is for the server, as it wants it; NULL if there is nothing. */
static const char *server_question(struct arena *arena, const struct json_value *expect,
				   uint64_t after)
{
	struct json_writer json;
	struct buffer text;
	bool has_any = false;

	buffer_init(&text, arena, 1024);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	json_key(&json, "after");
	json_integer(&json, (int64_t)after);
	for (size_t i = 0; i < ARRAY_LEN(server_members); i++) {
		const struct json_value *member = json_get(expect, server_members[i]);

		if (!member)
			continue;
		json_key(&json, server_members[i]);
		json_tree(&json, member);
		has_any = true;
	}
	json_close_object(&json);
	return has_any ? text.data : NULL;
}

static void take_check(struct verdict *verdict, const char *name, const struct json_value *check)
{
	const struct json_value *holds = json_get(check, "holds");
	const char *explanation = json_get_string(check, "explanation");

	verdict_add(verdict, holds && holds->boolean,
		    arena_printf(verdict->arena, "%s: %s", name, json_get_string(check, "name")));
	if (explanation)
		verdict_explain(verdict, "%s", explanation);
}

void expectation_check_server(struct verdict *verdict, const char *name,
			      const struct json_value *expect,
			      const struct expectation_scope *scope)
{
	struct server_message message = { .method = "POST", .path = "/_mattock/verify" };
	const struct json_value *report, *checks;
	struct fault fault;

	message.body = server_question(verdict->arena, expect, scope->after);
	if (!message.body)
		return;
	if (!server_post(verdict->arena, scope->server, &message, &fault, &report)) {
		verdict_add(verdict, false,
			    arena_printf(verdict->arena, "%s: the server can be asked", name));
		verdict_explain(verdict, "%s", fault.message);
		return;
	}
	checks = json_get(report, "checks");
	for (const struct json_value *check = checks ? checks->first : NULL; check;
	     check = check->next)
		take_check(verdict, name, check);
}
