#include "client/report/saved.h"

#include <string.h>

#include "client/report/saved_kinds.h"
#include "client/rollout/plan_file.h"

#define SCHEMA_VERSION "1"

/* A kind of file and what reads its accounts. */
struct form {
	const char *kind;
	enum saved_family family;
	bool (*read_account)(struct saved_reading *reading, const struct json_value *account);
};

static const struct form forms[] = {
	{ "audit", SAVED_AUDIT, saved_read_audit_account },
	{ "verify", SAVED_AUDIT, saved_read_audit_account },
	{ "plan", SAVED_PLAN, saved_read_plan_account },
	{ "apply", SAVED_OUTCOME, saved_read_outcome_account },
	{ "rehearsal", SAVED_OUTCOME, saved_read_outcome_account },
};

bool saved_refuse(struct saved_reading *reading, const struct json_value *at, const char *text)
{
	return fault_set(reading->fault, FAULT_INPUT, "%s:%u:%u: %s", reading->saved->name,
			 at->line, at->column, text);
}

/* "mattock.audit/1": a kind that can be read, in the version that this program writes. */
static bool check_schema(struct saved_reading *reading, const struct form **out_form)
{
	const struct json_value *root = reading->saved->root;
	const char *schema = json_get_string(root, "schema");

	if (!schema)
		return saved_refuse(reading, root,
				    "this is no result of mattock: it has no \"schema\"");
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *stem = arena_printf(reading->arena, "mattock.%s/", forms[i].kind);

		if (strncmp(schema, stem, strlen(stem)) != 0)
			continue;
		*out_form = &forms[i];
		return strcmp(schema + strlen(stem), SCHEMA_VERSION) == 0 ||
		       saved_refuse(reading, json_get(root, "schema"),
				    "another version of mattock wrote this; this one reads "
				    "version " SCHEMA_VERSION);
	}
	return saved_refuse(reading, json_get(root, "schema"),
			    "expected an audit, a verification, a plan, an outcome or a rehearsal");
}

static bool read_form(struct saved_reading *reading)
{
	struct saved *saved = reading->saved;
	const struct json_value *accounts = json_get(saved->root, "accounts");
	const struct form *form = NULL;

	if (!check_schema(reading, &form))
		return false;
	if (!accounts || accounts->kind != JSON_ARRAY)
		return saved_refuse(reading, saved->root, "\"accounts\" must be a list");
	saved->kind = form->kind;
	saved->family = form->family;
	saved->organization_id = json_get_string(saved->root, "organizationId");
	saved->caller_arn = json_get_string(saved->root, "callerArn");
	saved->taken = json_get_string(saved->root, "taken");
	if (!saved->taken)
		saved->taken = json_get_string(saved->root, "created");
	saved->digest = json_get_string(saved->root, "digest");
	if (!saved->digest)
		saved->digest = json_get_string(saved->root, "planDigest");
	if (json_get(saved->root, "interrupted"))
		saved->is_interrupted = json_get(saved->root, "interrupted")->boolean;
	for (const struct json_value *account = accounts->first; account; account = account->next)
		if (!form->read_account(reading, account))
			return false;
	return true;
}

/* A plan that was changed must not pass for the one that was made. */
static bool check_plan(struct arena *arena, const struct saved *saved, const struct input *input,
		       struct fault *fault)
{
	struct plan plan;

	return strcmp(saved->kind, "plan") != 0 ||
	       plan_file_parse(arena, input->text, input->len, &plan, fault) ||
	       fault_prefix(fault, "%s", saved->name);
}

/* A journal is many objects, one a line; anything else is one object. */
static bool is_journal(const struct input *input)
{
	const char *stop = memchr(input->text, '\n', input->len);
	ARENA_AUTO(arena);
	const struct json_value *first;
	struct fault fault;

	return stop &&
	       json_read(&arena, input->text, (size_t)(stop - input->text), &fault, &first) &&
	       json_get_string(first, "event");
}

bool saved_parse(struct arena *arena, const struct input *input, struct saved *out_saved,
		 struct fault *fault)
{
	struct saved_reading reading = { arena, out_saved, fault };
	bool is_read;

	*out_saved = (struct saved){ .name = input->name, .records = { .arena = arena } };
	if (is_journal(input)) {
		is_read = saved_read_journal(&reading, input);
	} else {
		if (!json_read(arena, input->text, input->len, fault, &out_saved->root))
			return fault_prefix(fault, "%s", input->name);
		is_read = json_get(out_saved->root, "mattock")
				  ? saved_read_snapshot(&reading)
				  : read_form(&reading) &&
					    check_plan(arena, out_saved, input, fault);
	}
	records_sort(&out_saved->records);
	return is_read;
}

bool saved_read(struct invocation *invocation, const char *path, struct saved *out_saved,
		struct fault *fault)
{
	struct input input;

	return input_read(invocation, path, &input, fault) &&
	       saved_parse(invocation->arena, &input, out_saved, fault);
}
