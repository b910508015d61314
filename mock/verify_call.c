#include "mock/verify_call.h"

#include <inttypes.h>
#include <string.h>

#include "mock/journal_filter.h"
#include "wire/buffer.h"
#include "wire/json_match.h"

static const char *const counts[] = { "times", "atLeast", "atMost" };

/* What an entry of the journal has (mock/journal_entry.c); a call with another member never comes.
 */
static const char *const entry_members[] = {
	"number",       "time",     "requestId", "operation", "method",           "path",
	"region",       "sourceIp", "userAgent", "principal", "status",           "parameters",
	"response",     "error",    "faults",    "committed", "canonicalRequest", "decisions",
	"stringToSign",
};

static bool is_count(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		if (strcmp(key, counts[i]) == 0)
			return true;
	return false;
}

/* What the expectation's member speaks of; an error is named by its code alone. */
static const struct json_value *entry_member(const struct json_value *wanted,
					     const struct json_value *entry)
{
	const struct json_value *found = json_get(entry, wanted->key);

	return strcmp(wanted->key, "error") == 0 && wanted->kind == JSON_STRING
		       ? json_get(found, "code")
		       : found;
}

static bool member_matches(const struct json_value *wanted, const struct json_value *entry)
{
	const struct json_value *found = entry_member(wanted, entry);

	if (wanted->kind == JSON_STRING && found && found->kind == JSON_STRING)
		return journal_text_matches(wanted->text, found->text);
	return json_match_is_part(wanted, found);
}

bool verify_call_matches(const struct verify_call *call, const struct json_value *entry)
{
	for (const struct json_value *member = call->wanted->first; member; member = member->next)
		if (!is_count(member->key) && !member_matches(member, entry))
			return false;
	return true;
}

static const char *difference_of(struct arena *arena, const struct json_value *wanted,
				 const struct json_value *entry)
{
	const struct json_value *found = entry_member(wanted, entry);
	const char *below = found ? json_match_first_difference(arena, wanted, found) : "";
	const char *is = !found   ? "it has none"
			 : *below ? "it has another"
			 : found->kind == JSON_STRING || found->kind == JSON_NUMBER
				 ? arena_printf(arena, "it has %s", found->text)
				 : "it has another";

	return arena_printf(arena, ".%s%s: %s", wanted->key, below, is);
}

static void see_near(struct verify_call *call, struct arena *arena, const struct json_value *entry)
{
	const struct json_value *differs = NULL;
	int64_t number = 0;
	size_t members = 0;

	for (const struct json_value *member = call->wanted->first; member; member = member->next) {
		if (is_count(member->key))
			continue;
		if (member_matches(member, entry))
			members++;
		else if (!differs)
			differs = member;
	}
	if (!differs || members <= call->nearest_members ||
	    !json_to_integer(json_get(entry, "number"), &number))
		return;
	call->nearest_members = members;
	call->nearest_number = (uint64_t)number;
	call->nearest_difference = difference_of(arena, differs, entry);
}

void verify_call_see(struct verify_call *call, struct arena *arena, const struct json_value *entry)
{
	if (verify_call_matches(call, entry))
		call->count++;
	else
		see_near(call, arena, entry);
}

/* The text of the expectation itself, as the name of its check. */
static const char *label_of(struct arena *arena, const struct json_value *wanted)
{
	struct buffer label;
	const char *operation = json_get_string(wanted, "operation");

	buffer_init(&label, arena, 80);
	buffer_add_text(&label, operation ? operation : "any call");
	for (const struct json_value *member = wanted->first; member; member = member->next) {
		bool is_scalar = member->kind == JSON_STRING || member->kind == JSON_NUMBER;

		if (strcmp(member->key, "operation") == 0)
			continue;
		if (strcmp(member->key, "error") == 0 && member->kind == JSON_STRING)
			buffer_printf(&label, " answered %s", member->text);
		else
			buffer_printf(&label, ", %s %s", member->key,
				      is_scalar ? member->text : "as told");
	}
	return label.data;
}

static bool read_count(const struct json_value *wanted, const char *key, struct fault *fault,
		       int64_t *out_count)
{
	const struct json_value *member = json_get(wanted, key);

	if (!member || (json_to_integer(member, out_count) && *out_count >= 0))
		return true;
	return fault_set(fault, FAULT_INPUT, "line %u, column %u: %s must be a whole number",
			 member->line, member->column, key);
}

static bool is_entry_member(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(entry_members); i++)
		if (strcmp(entry_members[i], key) == 0)
			return true;
	return false;
}

/* A misspelt member would make "never" true whatever happens. */
static bool check_members(const struct json_value *wanted, struct fault *fault)
{
	for (const struct json_value *member = wanted->first; member; member = member->next) {
		if (!is_count(member->key) && !is_entry_member(member->key))
			return fault_set(fault, FAULT_INPUT,
					 "line %u, column %u: %s: the journal's entries have no "
					 "such member",
					 member->line, member->column, member->key);
		if (strcmp(member->key, "principal") == 0 && member->kind != JSON_OBJECT)
			return fault_set(fault, FAULT_INPUT,
					 "line %u, column %u: principal must be an object, such as "
					 "{\"accountId\": \"222222222222\"}",
					 member->line, member->column);
	}
	return true;
}

bool verify_call_read(struct arena *arena, const struct json_value *wanted, struct fault *fault,
		      struct verify_call *out_call)
{
	int64_t times = -1, at_least = -1, at_most = INT64_MAX;

	if (wanted->kind != JSON_OBJECT)
		return fault_set(fault, FAULT_INPUT,
				 "line %u, column %u: a call is an object with members of the "
				 "journal's entries, such as {\"operation\": \"iam:GetUser\"}",
				 wanted->line, wanted->column);
	if (!check_members(wanted, fault) || !read_count(wanted, "times", fault, &times) ||
	    !read_count(wanted, "atLeast", fault, &at_least) ||
	    !read_count(wanted, "atMost", fault, &at_most))
		return false;
	if (at_least < 0)
		at_least = at_most == INT64_MAX ? 1 : 0;
	*out_call = (struct verify_call){ .wanted = wanted,
					  .at_least = times >= 0 ? times : at_least,
					  .at_most = times >= 0 ? times : at_most,
					  .label = label_of(arena, wanted) };
	return true;
}
