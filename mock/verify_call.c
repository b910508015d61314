#include "mock/verify_call.h"

#include <inttypes.h>
#include <string.h>

#include "mock/journal_filter.h"
#include "model/api.h"
#include "wire/buffer.h"
#include "wire/json_match.h"

static const char *const counts[] = { "times", "atLeast", "atMost" };

/* What the principal of an entry has (mock/journal_entry.c). */
static const char *const principal_members[] = { "arn",      "accountId", "accessKeyId",
						 "userId",   "roleArn",   "taskPolicyArn",
						 "issuedAt", "hasMfa" };

static bool is_one_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_count(const char *key)
{
	return is_one_of(counts, ARRAY_LEN(counts), key);
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

static bool mistake_set(struct verify_mistake *mistake, const struct json_value *at,
			const char *what)
{
	*mistake = (struct verify_mistake){ at, what };
	return false;
}

static bool read_count(const struct json_value *wanted, const char *key,
		       struct verify_mistake *mistake, int64_t *out_count)
{
	const struct json_value *member = json_get(wanted, key);

	return !member || (json_to_integer(member, out_count) && *out_count >= 0) ||
	       mistake_set(mistake, member, "a count must be a whole number");
}

static bool is_any_operation(const char *pattern)
{
	ARENA_AUTO(arena);

	for (size_t i = 0; api_services[i]; i++)
		for (size_t k = 0; k < api_services[i]->operation_count; k++)
			if (journal_text_matches(pattern,
						 ARENA_JOIN(&arena, api_services[i]->name, ":",
							    api_services[i]->operations[k].name)))
				return true;
	return false;
}

static bool check_operation(const struct json_value *wanted, const struct json_value *operation,
			    struct verify_mistake *mistake)
{
	UNUSED(wanted);
	if (operation->kind != JSON_STRING)
		return mistake_set(mistake, operation,
				   "operation must be a text such as \"iam:GetUser\"");
	return is_any_operation(operation->text) ||
	       mistake_set(mistake, operation,
			   "there is no operation of that name; one is called \"iam:GetUser\"");
}

static bool check_principal(const struct json_value *wanted, const struct json_value *principal,
			    struct verify_mistake *mistake)
{
	UNUSED(wanted);
	if (principal->kind != JSON_OBJECT)
		return mistake_set(mistake, principal,
				   "principal must be an object, such as "
				   "{\"accountId\": \"222222222222\"}");
	for (const struct json_value *member = principal->first; member; member = member->next)
		if (!is_one_of(principal_members, ARRAY_LEN(principal_members), member->key))
			return mistake_set(mistake, member,
					   "the journal's principals have no such member");
	return true;
}

/* Of an operation that is named without patterns it is known which parameters there are. */
static bool check_parameters(const struct json_value *wanted, const struct json_value *parameters,
			     struct verify_mistake *mistake)
{
	const struct api_operation *operation =
		api_operation_by_full_name(json_get_string(wanted, "operation"));

	if (parameters->kind != JSON_OBJECT)
		return mistake_set(mistake, parameters, "parameters must be an object");
	if (!operation)
		return true;
	for (const struct json_value *member = parameters->first; member; member = member->next)
		if (!api_member_by_name(operation->input, member->key))
			return mistake_set(mistake, member, "the operation has no such parameter");
	return true;
}

/* What an entry of the journal has (mock/journal_entry.c); a call with another member never comes.
 */
static const struct {
	const char *name;
	bool (*check)(const struct json_value *wanted, const struct json_value *member,
		      struct verify_mistake *mistake);
} entry_members[] = {
	{ "operation", check_operation },
	{ "principal", check_principal },
	{ "parameters", check_parameters },
	{ "number" },
	{ "time" },
	{ "requestId" },
	{ "method" },
	{ "path" },
	{ "region" },
	{ "sourceIp" },
	{ "userAgent" },
	{ "status" },
	{ "response" },
	{ "error" },
	{ "faults" },
	{ "committed" },
	{ "canonicalRequest" },
	{ "stringToSign" },
	{ "decisions" },
};

static bool check_member(const struct json_value *wanted, const struct json_value *member,
			 struct verify_mistake *mistake)
{
	if (member->is_duplicate)
		return mistake_set(mistake, member, "this member comes twice");
	if (is_count(member->key))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(entry_members); i++)
		if (strcmp(entry_members[i].name, member->key) == 0)
			return !entry_members[i].check ||
			       entry_members[i].check(wanted, member, mistake);
	return mistake_set(mistake, member, "the journal's entries have no such member");
}

bool verify_call_read(struct arena *arena, const struct json_value *wanted,
		      struct verify_mistake *out_mistake, struct verify_call *out_call)
{
	int64_t times = -1, at_least = -1, at_most = INT64_MAX;

	if (wanted->kind != JSON_OBJECT)
		return mistake_set(out_mistake, wanted,
				   "a call is an object with members of the journal's entries, "
				   "such as {\"operation\": \"iam:GetUser\"}");
	for (const struct json_value *member = wanted->first; member; member = member->next)
		if (!check_member(wanted, member, out_mistake))
			return false;
	if (!read_count(wanted, "times", out_mistake, &times) ||
	    !read_count(wanted, "atLeast", out_mistake, &at_least) ||
	    !read_count(wanted, "atMost", out_mistake, &at_most))
		return false;
	if (at_least < 0)
		at_least = at_most == INT64_MAX ? 1 : 0;
	*out_call = (struct verify_call){ .wanted = wanted,
					  .at_least = times >= 0 ? times : at_least,
					  .at_most = times >= 0 ? times : at_most,
					  .label = label_of(arena, wanted) };
	return true;
}
