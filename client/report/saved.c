#include "client/report/saved.h"

#include <string.h>

#include "client/call_log.h"
#include "client/report/saved_kinds.h"
#include "client/report/trail.h"
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
	{ "expectedEvents", SAVED_EXPECTED, NULL },
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
	saved->kind = form->kind;
	saved->family = form->family;
	if (!form->read_account)
		return trail_check_expected(reading);
	if (!accounts || accounts->kind != JSON_ARRAY)
		return saved_refuse(reading, saved->root, "\"accounts\" must be a list");
	saved->organization_id = json_get_string(saved->root, "organizationId");
	saved->caller_arn = json_get_string(saved->root, "callerArn");
	saved->stopped = json_get_string(saved->root, "stopped");
	saved->taken = json_get_string(saved->root, "taken");
	if (!saved->taken)
		saved->taken = json_get_string(saved->root, "created");
	saved->digest = json_get_string(saved->root, "digest");
	if (!saved->digest)
		saved->digest = json_get_string(saved->root, "planDigest");
	saved->journal_digest = json_get_string(saved->root, "journalDigest");
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

/* Files of one object a line, by a member of the first, and its text; NULL: any. */
static const struct {
	const char *key, *text;
	bool (*read)(struct saved_reading *reading, const struct input *input);
} line_forms[] = {
	{ "event", NULL, saved_read_journal },
	{ "schema", CALL_LOG_SCHEMA, saved_read_calls },
};

/* Reads a file of lines. False if it is none, or, with *out_is_one, if it does not have its form.
 */
static bool read_lines(struct saved_reading *reading, const struct input *input, bool *out_is_one)
{
	const char *stop = memchr(input->text, '\n', input->len);
	ARENA_AUTO(arena);
	const struct json_value *first;
	struct fault fault;

	*out_is_one = false;
	if (!stop || !json_read(&arena, input->text, (size_t)(stop - input->text), &fault, &first))
		return false;
	if (json_get_string(first, "schema") && json_get_string(first, "event")) {
		*out_is_one = true;
		return saved_read_events(reading, input) && read_form(reading);
	}
	for (size_t i = 0; i < ARRAY_LEN(line_forms); i++) {
		const char *text = json_get_string(first, line_forms[i].key);

		if (!text || (line_forms[i].text && strcmp(text, line_forms[i].text) != 0))
			continue;
		*out_is_one = true;
		return line_forms[i].read(reading, input);
	}
	return false;
}

static bool read_document(struct saved_reading *reading, const struct input *input)
{
	struct saved *saved = reading->saved;

	if (!json_read(reading->arena, input->text, input->len, reading->fault, &saved->root))
		return fault_prefix(reading->fault, "%s", input->name);
	if (json_get(saved->root, "mattock"))
		return saved_read_snapshot(reading);
	if (json_get(saved->root, "Records")) {
		saved->kind = "trail";
		saved->family = SAVED_TRAIL;
		return trail_check(reading);
	}
	return read_form(reading) && check_plan(reading->arena, saved, input, reading->fault);
}

bool saved_parse(struct arena *arena, const struct input *input, struct saved *out_saved,
		 struct fault *fault)
{
	struct saved_reading reading = { arena, out_saved, fault };
	bool has_lines, is_read;

	*out_saved = (struct saved){ .name = input->name, .records = { .arena = arena } };
	sha256_hex(input->text, input->len, out_saved->sha256);
	is_read = read_lines(&reading, input, &has_lines);
	if (!has_lines)
		is_read = read_document(&reading, input);
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
