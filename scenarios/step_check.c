/*
 * step_check.c - what is wrong with a step, told before anything is run.
 */
#include <string.h>

#include "scenarios/step.h"

static bool place_fault(const char *file, const struct json_value *at, struct fault *fault,
			const char *message)
{
	return fault_set(fault, FAULT_INPUT, "%s:%u:%u: %s", file, at->line, at->column, message);
}

static bool check_run(struct arena *arena, const char *file, const struct json_value *step,
		      struct fault *fault)
{
	const struct json_value *list = json_get(step, "run");

	UNUSED(arena);
	if (list->kind != JSON_ARRAY || !list->first)
		return place_fault(file, list, fault,
				   "\"run\" must be [\"command\", \"argument\", ...]");
	for (const struct json_value *word = list->first; word; word = word->next)
		if (word->kind != JSON_STRING)
			return place_fault(file, word, fault, "an argument must be a text");
	return true;
}

/* A file in the scenario's folder. */
static bool check_file(const char *file, const struct json_value *name, struct fault *fault)
{
	return (name->kind == JSON_STRING && !strchr(name->text, '/')) ||
	       place_fault(file, name, fault, "a file needs a name without \"/\"");
}

static bool check_control(struct arena *arena, const char *file, const struct json_value *step,
			  struct fault *fault)
{
	const struct json_value *request = json_get(step, "control");
	const struct json_value *save = json_get(step, "save");

	UNUSED(arena);
	if (!request->text || !strchr(request->text, ' '))
		return place_fault(file, request, fault,
				   "\"control\" must be \"METHOD /_mattock/...\"");
	return !save || check_file(file, save, fault);
}

static bool check_write(struct arena *arena, const char *file, const struct json_value *step,
			struct fault *fault)
{
	const struct json_value *name = json_get(step, "write");

	UNUSED(arena);
	if (!json_get(step, "json") && !json_get_string(step, "text"))
		return place_fault(file, name, fault, "\"write\" needs \"text\" or \"json\"");
	return check_file(file, name, fault);
}

static const struct {
	const char *member;
	bool (*check)(struct arena *arena, const char *file, const struct json_value *step,
		      struct fault *fault);
} kinds[] = {
	{ "run", check_run },
	{ "call", step_check_call },
	{ "control", check_control },
	{ "write", check_write },
};

bool step_check(struct arena *arena, const char *file, const struct json_value *step,
		struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (json_get(step, kinds[i].member))
			return kinds[i].check(arena, file, step, fault);
	return place_fault(file, step, fault, "a step needs one of: run, call, control, write");
}
