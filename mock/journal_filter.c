#include "mock/journal_filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mock/journal.h"
#include "policy/match.h"
#include "wire/json_reader.h"
#include "wire/uri.h"

enum { PATTERN_MAX = 512, ARN_ACCOUNT = 4 };

bool journal_text_matches(const char *wanted, const char *found)
{
	char pattern[PATTERN_MAX];
	size_t len = strlen(wanted);

	if (!strpbrk(wanted, "*?") || len >= sizeof(pattern))
		return strcmp(wanted, found) == 0;
	memcpy(pattern, wanted, len);
	policy_pattern_encode(pattern, len);
	return policy_glob_matches(pattern, len, found, strlen(found));
}

static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{ "operation", offsetof(struct journal_filter, operation) },
	{ "account", offsetof(struct journal_filter, account) },
	{ "principal", offsetof(struct journal_filter, principal) },
	{ "status", offsetof(struct journal_filter, status) },
	{ "error", offsetof(struct journal_filter, error) },
	{ "target", offsetof(struct journal_filter, target) },
};

bool journal_filter_read(struct arena *arena, const char *query, struct fault *fault,
			 struct journal_filter *out_filter)
{
	const char *after = uri_query_get(arena, query, "after");
	char *end = NULL;

	*out_filter = (struct journal_filter){ .has_after = after };
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*(const char **)(void *)((char *)out_filter + texts[i].offset) =
			uri_query_get(arena, query, texts[i].name);
	if (!after)
		return true;
	errno = 0;
	out_filter->after = strtoull(after, &end, 10);
	if (*after < '0' || *after > '9' || *end || errno)
		return fault_set(fault, FAULT_INPUT, "after: expected the number of a request");
	return true;
}

static bool member_matches(const char *wanted, const struct json_value *found)
{
	return !wanted || (found && found->text && journal_text_matches(wanted, found->text));
}

/* The account of an ARN is its fifth part. */
static bool account_matches(const char *wanted, const struct json_value *found)
{
	char account[32];
	const char *at = found->text;
	size_t len;

	if (strncmp(at, "arn:", 4) != 0)
		return false;
	for (int i = 0; at && i < ARN_ACCOUNT; i++) {
		at = strchr(at, ':');
		at = at ? at + 1 : NULL;
	}
	len = at ? strcspn(at, ":") : sizeof(account);
	if (len >= sizeof(account))
		return false;
	memcpy(account, at, len);
	account[len] = '\0';
	return journal_text_matches(wanted, account);
}

static bool target_matches(const char *wanted, const struct json_value *parameters)
{
	const struct json_value *member = parameters ? parameters->first : NULL;

	for (; member; member = member->next) {
		if (member->kind == JSON_STRING &&
		    (journal_text_matches(wanted, member->text) || account_matches(wanted, member)))
			return true;
	}
	return false;
}

static bool accepts(const struct journal_filter *filter, const char *json, size_t len)
{
	const struct json_value *entry, *principal;
	struct fault fault;
	ARENA_AUTO(arena);

	if (!filter->account && !filter->principal && !filter->status && !filter->error &&
	    !filter->target)
		return true;
	if (!json_read(&arena, json, len, &fault, &entry))
		return false;
	principal = json_get(entry, "principal");
	return member_matches(filter->account, json_get(principal, "accountId")) &&
	       member_matches(filter->principal, json_get(principal, "arn")) &&
	       member_matches(filter->status, json_get(entry, "status")) &&
	       member_matches(filter->error, json_get(json_get(entry, "error"), "code")) &&
	       (!filter->target || target_matches(filter->target, json_get(entry, "parameters")));
}

bool journal_filter_find(const struct journal_filter *filter, const struct journal *journal,
			 uint64_t *number, struct arena *arena, struct buffer *out_entry)
{
	uint64_t first = journal_first(journal);

	if (*number < first)
		*number = first - 1;
	while (*number < journal_last(journal)) {
		const char *name = journal_operation(journal, ++*number);

		if (filter->operation && !journal_text_matches(filter->operation, name))
			continue;
		*out_entry = journal_entry(journal, *number, arena);
		if (accepts(filter, out_entry->data, out_entry->len))
			return true;
		arena_reset(arena);
	}
	return false;
}
