/*
 * steps.c - what a scenario's steps and expectations look like.
 *
 * The runner carries them out; that they are well formed is checked here, with all the rest of
 * the file and before anything runs, so that a misspelt expectation is a mistake and not one that
 * always holds.
 */
#include <string.h>

#include "mock/scenario/loader.h"
#include "mock/verify_call.h"
#include "model/api.h"
#include "model/json.h"

/* Where an expectation stands, which decides what can be expected. */
enum place { OF_RUN, OF_CALL, OF_CONTROL, OF_WRITE, AT_END, PLACES };

struct step {
	const char *name, *caller, *call, *control, *save, *write, *region;
	const struct json_value *run, *input, *body, *stdin_text, *text, *json, *expect;
};

static const char *expected_file(const char *text)
{
	return strchr(text, '/') ? "a file's name without \"/\"" : NULL;
}

static const char *expected_control(const char *text)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
	size_t len = strcspn(text, " ");

	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (len == strlen(methods[i]) && strncmp(text, methods[i], len) == 0 &&
		    strncmp(text + len, " /_mattock/", strlen(" /_mattock/")) == 0)
			return NULL;
	return "a request such as \"POST /_mattock/reset\"";
}

static const char *expected_operation(const char *text)
{
	return api_operation_by_full_name(text) ? NULL : "an operation such as \"iam:GetUser\"";
}

#define MEMBER(name) offsetof(struct step, name)

static const struct reader_field step_fields[] = {
	{ "name", READER_TEXT, MEMBER(name) },
	{ "caller", READER_TEXT, MEMBER(caller) },
	{ "expect", READER_OBJECT, MEMBER(expect) },
	{ "run", READER_LIST, MEMBER(run) },
	{ "stdin", READER_VALUE, MEMBER(stdin_text) },
	{ "call", READER_TEXT, MEMBER(call), .expected = expected_operation },
	{ "input", READER_OBJECT, MEMBER(input) },
	{ "region", READER_TEXT, MEMBER(region), .expected = reader_expected_region },
	{ "control", READER_TEXT, MEMBER(control), .expected = expected_control },
	{ "body", READER_VALUE, MEMBER(body) },
	{ "save", READER_TEXT, MEMBER(save), .expected = expected_file },
	{ "write", READER_TEXT, MEMBER(write), .expected = expected_file },
	{ "text", READER_VALUE, MEMBER(text) },
	{ "json", READER_VALUE, MEMBER(json) },
	{ NULL },
};

/* What makes a step one of a kind, and what else only such a step has. */
static const struct {
	const char *member, *others[3];
} kinds[] = {
	[OF_RUN] = { "run", { "stdin" } },
	[OF_CALL] = { "call", { "input", "region" } },
	[OF_CONTROL] = { "control", { "body", "save" } },
	[OF_WRITE] = { "write", { "text", "json" } },
};

struct texts {
	const struct json_value *contains, *lacks, *json;
};

static const struct reader_field texts_fields[] = {
	{ "contains", READER_LIST, offsetof(struct texts, contains) },
	{ "lacks", READER_LIST, offsetof(struct texts, lacks) },
	{ "json", READER_VALUE, offsetof(struct texts, json) },
	{ NULL },
};

static bool check_texts(struct reader *reader, const struct json_value *list)
{
	const char *text;

	for (const struct json_value *item = list ? list->first : NULL; item; item = item->next)
		if (!reader_text(reader, item, &text))
			return false;
	return true;
}

static bool check_written(struct reader *reader, const struct json_value *value)
{
	struct texts texts = { 0 };

	return reader_object(reader, value, texts_fields, &texts) &&
	       check_texts(reader, texts.contains) && check_texts(reader, texts.lacks);
}

static bool check_files(struct reader *reader, const struct json_value *files)
{
	if (files->kind != JSON_OBJECT)
		return reader_fail(reader, files, "expected an object of files by name");
	for (const struct json_value *file = files->first; file; file = file->next) {
		const char *expected = expected_file(file->key);

		if (expected)
			return reader_fail(reader, file, "expected %s", expected);
		if (file->kind != JSON_NULL && !check_written(reader, file))
			return false;
	}
	return true;
}

static bool check_calls(struct reader *reader, const struct json_value *list)
{
	if (list->kind != JSON_ARRAY || !list->first)
		return reader_fail(reader, list, "expected a list of calls");
	for (const struct json_value *item = list->first; item; item = item->next) {
		struct verify_mistake mistake;
		struct verify_call call;

		if (!verify_call_read(reader->arena, item, &mistake, &call))
			return reader_fail(reader, mistake.at, "%s", mistake.what);
	}
	return true;
}

static bool check_status(struct reader *reader, const struct json_value *value)
{
	static const struct reader_field status = { "exit", READER_INTEGER, .max = 255 };
	int64_t number;

	return reader_member(reader, value, &status, &number);
}

static bool check_text(struct reader *reader, const struct json_value *value)
{
	const char *text;

	return reader_text(reader, value, &text);
}

static bool check_object(struct reader *reader, const struct json_value *value)
{
	return value->kind == JSON_OBJECT || reader_fail(reader, value, "expected an object");
}

static bool check_faults(struct reader *reader, const struct json_value *value)
{
	static const char *const choices[] = { "allFired", NULL };
	static const struct reader_field faults = { "faults", READER_TEXT, .choices = choices };
	const char *text;

	return reader_member(reader, value, &faults, &text);
}

static const struct {
	const char *member;
	unsigned places; /* in which it can be expected, a bit each */
	bool (*check)(struct reader *reader, const struct json_value *value);
} expectations[] = {
	{ "exit", 1U << OF_RUN | 1U << AT_END, check_status },
	{ "stdout", 1U << OF_RUN | 1U << AT_END, check_written },
	{ "stderr", 1U << OF_RUN | 1U << AT_END, check_written },
	{ "error", 1U << OF_CALL, check_text },
	{ "answer", 1U << OF_CALL, check_object },
	{ "files", (1U << PLACES) - 1, check_files },
	{ "calls", (1U << PLACES) - 1, check_calls },
	{ "never", (1U << PLACES) - 1, check_calls },
	{ "sequence", (1U << PLACES) - 1, check_calls },
	{ "state", (1U << PLACES) - 1, check_object },
	{ "faults", (1U << PLACES) - 1, check_faults },
};

static bool check_expectation(struct reader *reader, const struct json_value *member,
			      enum place place)
{
	for (size_t i = 0; i < ARRAY_LEN(expectations); i++) {
		if (strcmp(expectations[i].member, member->key) != 0)
			continue;
		if (!(expectations[i].places & 1U << place))
			return reader_fail(reader, member, "this cannot be expected %s%s",
					   place == AT_END ? "at the end" : "of a step with ",
					   place == AT_END ? "" : kinds[place].member);
		return expectations[i].check(reader, member);
	}
	return reader_fail(reader, member,
			   "expected exit, stdout, stderr, error, answer, files, calls, never, "
			   "sequence, state or faults");
}

static bool check_expect(struct reader *reader, const struct json_value *expect, enum place place)
{
	if (!expect)
		return true;
	if (!check_object(reader, expect))
		return false;
	for (const struct json_value *member = expect->first; member; member = member->next)
		if (!check_expectation(reader, member, place))
			return false;
	return true;
}

/* Members of another kind would be passed over. */
static bool check_others(struct reader *reader, const struct json_value *value, enum place kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		for (size_t k = 0; i != kind && k < ARRAY_LEN(kinds[i].others); k++) {
			const char *name = kinds[i].others[k];
			const struct json_value *member = name ? json_get(value, name) : NULL;

			if (member)
				return reader_fail(reader, member, "expected in a step with %s",
						   kinds[i].member);
		}
	}
	return true;
}

static bool find_kind(struct reader *reader, const struct json_value *value, enum place *out_kind)
{
	size_t count = 0;

	*out_kind = OF_RUN;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!json_get(value, kinds[i].member))
			continue;
		*out_kind = (enum place)i;
		count++;
	}
	if (count != 1)
		return reader_fail(reader, value, "expected one of run, call, control and write");
	return check_others(reader, value, *out_kind);
}

static bool is_text(struct reader *reader, const struct json_value *value)
{
	return !value || value->kind == JSON_STRING ||
	       reader_fail(reader, value, "expected a text");
}

static bool check_run(struct reader *reader, const struct step *step)
{
	const char *program;

	if (!step->run->first)
		return reader_fail(reader, step->run, "expected [\"command\", \"argument\", ...]");
	for (const struct json_value *word = step->run->first; word; word = word->next)
		if (!is_text(reader, word))
			return false;
	return reader_text(reader, step->run->first, &program) && is_text(reader, step->stdin_text);
}

static bool check_input(struct reader *reader, const struct step *step)
{
	const struct api_operation *operation = api_operation_by_full_name(step->call);
	struct fault fault;

	return !step->input ||
	       json_read_input(reader->arena, step->input, operation, &fault,
			       arena_alloc(reader->arena, operation->input_size)) ||
	       reader_fail(reader, step->input, "%s", fault.message);
}

static bool check_write(struct reader *reader, const struct json_value *value,
			const struct step *step)
{
	if (!step->text == !step->json)
		return reader_fail(reader, value, "expected one of text and json");
	return is_text(reader, step->text);
}

static bool check_kind(struct reader *reader, const struct json_value *value,
		       const struct step *step, enum place kind)
{
	switch (kind) {
	case OF_RUN:
		return check_run(reader, step);
	case OF_CALL:
		return check_input(reader, step);
	case OF_WRITE:
		return check_write(reader, value, step);
	default:
		return true;
	}
}

static bool check_step(struct reader *reader, const struct json_value *value,
		       const struct json_value *callers)
{
	struct step step = { 0 };
	enum place kind;

	if (!reader_object(reader, value, step_fields, &step) || !find_kind(reader, value, &kind))
		return false;
	if (step.caller && callers && !json_get(callers, step.caller))
		return reader_fail(reader, json_get(value, "caller"),
				   "expected one of the callers of this scenario");
	return check_kind(reader, value, &step, kind) && check_expect(reader, step.expect, kind);
}

bool loader_steps(struct loader *loader, const struct json_value *steps,
		  const struct json_value *expect, const struct json_value *callers)
{
	for (const struct json_value *step = steps ? steps->first : NULL; step; step = step->next)
		if (!check_step(&loader->reader, step, callers))
			return false;
	return check_expect(&loader->reader, expect, AT_END);
}
