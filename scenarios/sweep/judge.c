#include "scenarios/sweep/judge.h"

#include <string.h>

#include "scenarios/sweep/compare.h"
#include "wire/json_match.h"

/* Ends of a program that is wrong or was killed by nobody of us; other signals ask it to stop. */
static const struct {
	int number;
	const char *name;
} deaths[] = {
	{ SIGABRT, "SIGABRT" }, { SIGBUS, "SIGBUS" },   { SIGFPE, "SIGFPE" },
	{ SIGILL, "SIGILL" },   { SIGKILL, "SIGKILL" }, { SIGPIPE, "SIGPIPE" },
	{ SIGSEGV, "SIGSEGV" }, { SIGSYS, "SIGSYS" },   { SIGTRAP, "SIGTRAP" },
};

/* How a line of standard error begins when the runtime of a language gives a program up. */
static const char *const last_words[] = {
	"Traceback (most recent call last)", /* Python */
	"panic: ",                           /* Go */
	"fatal error: ",                     /* Go */
	"Exception in thread ",              /* Java */
	"Unhandled exception",               /* .NET */
	"Node.js v",                         /* Node: the last line of an uncaught error */
	"thread '",                          /* Rust */
};

/* A kind of root credential, and the call by the root user that lists it. */
static const struct kind {
	const char *name, *article, *operation;
	const char *member; /* of "root" in the state */
} kinds[] = {
	{ "password", "a", "iam:GetLoginProfile", "password" },
	{ "access key", "an", "iam:ListAccessKeys", "keys" },
	{ "signing certificate", "a", "iam:ListSigningCertificates", "certificates" },
	{ "MFA device", "an", "iam:ListMFADevices", "mfa" },
};

/* These tell of every kind, whoever in the account asks. */
static const char *const summaries[] = { "iam:GetAccountSummary", "iam:GetCredentialReport" };

static const char *death_of(int status)
{
	for (size_t i = 0; i < ARRAY_LEN(deaths); i++)
		if (status == 128 + deaths[i].number)
			return deaths[i].name;
	return NULL;
}

static const char *last_words_of(const char *errors)
{
	for (const char *line = errors; line && *line; line += strspn(line, "\n")) {
		for (size_t i = 0; i < ARRAY_LEN(last_words); i++)
			if (strncmp(line, last_words[i], strlen(last_words[i])) == 0)
				return last_words[i];
		line += strcspn(line, "\n");
	}
	return NULL;
}

static const char *why_crashed(struct arena *arena, const struct sweep_run *run)
{
	const char *death = death_of(run->status);
	const char *words = run->status == 0 ? NULL : last_words_of(run->errors);

	if (death)
		return arena_printf(arena, "ended by %s", death);
	return words ? arena_printf(arena, "gave up: \"%s\" on standard error", words) : NULL;
}

/* Whether the sweep's own fault met this request. */
static bool is_met(const struct json_value *entry)
{
	const struct json_value *hit = json_get(entry, "faults");

	for (hit = hit ? hit->first : NULL; hit; hit = hit->next) {
		const char *rule = json_get_string(hit, "rule");

		if (rule && strcmp(rule, SWEEP_RULE) == 0)
			return true;
	}
	return false;
}

static bool shows_kind(const struct json_value *entry, const struct kind *kind)
{
	const char *operation = json_get_string(entry, "operation");
	const char *arn = json_get_string(json_get(entry, "principal"), "arn");
	size_t arn_len = arn ? strlen(arn) : 0;

	if (!operation)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(summaries); i++)
		if (strcmp(operation, summaries[i]) == 0)
			return true;
	return strcmp(operation, kind->operation) == 0 && arn_len > strlen(":root") &&
	       strcmp(arn + arn_len - strlen(":root"), ":root") == 0;
}

/* An answer that @row spoilt is none; a false one that looks like a true one is. */
static bool is_answered(const struct json_value *entry, const struct sweep_fault *row)
{
	int64_t status = 0;

	if (row && !row->looks_true && is_met(entry))
		return false;
	return json_to_integer(json_get(entry, "status"), &status) &&
	       (status == 200 || status == 404);
}

/* Whether the run was answered what shows a kind in an account. */
static bool has_seen(const struct sweep_run *run, const struct sweep_fault *row,
		     const char *account, const struct kind *kind)
{
	const struct json_value *entry = run->requests ? run->requests->first : NULL;

	for (; entry; entry = entry->next) {
		const char *of = json_get_string(json_get(entry, "principal"), "accountId");

		if (of && strcmp(of, account) == 0 && sweep_call_is_of_command(run, entry) &&
		    shows_kind(entry, kind) && is_answered(entry, row))
			return true;
	}
	return false;
}

static bool is_there(const struct json_value *account, const struct kind *kind)
{
	const struct json_value *value = json_get(json_get(account, "root"), kind->member);

	return value && value->kind != JSON_NULL && (value->kind != JSON_ARRAY || value->len > 0);
}

static const struct json_value *accounts_of(const struct sweep_run *run)
{
	const struct json_value *accounts = json_get(run->state, "accounts");

	return accounts ? accounts->first : NULL;
}

bool judge_has_ground(const struct sweep *sweep)
{
	for (const struct json_value *account = accounts_of(&sweep->baseline); account;
	     account = account->next)
		for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
			if (has_seen(&sweep->baseline, NULL, json_get_string(account, "id"),
				     &kinds[i]))
				return true;
	return false;
}

/*
 * Whether "clean" speaks of a kind in an account: of what the run without a fault saw;
 * of every member account if it saw none.
 */
static bool is_meant(const struct sweep *sweep, const char *account, const struct kind *kind)
{
	const struct json_value *organization = json_get(sweep->baseline.state, "organization");
	const char *management = json_get_string(organization, "management");

	if (judge_has_ground(sweep))
		return has_seen(&sweep->baseline, NULL, account, kind);
	return !management || strcmp(account, management) != 0;
}

static const char *why_not_true(struct arena *arena, const struct sweep *sweep,
				const struct sweep_run *run)
{
	for (const struct json_value *account = accounts_of(run); account;
	     account = account->next) {
		const char *id = json_get_string(account, "id");

		for (size_t i = 0; id && i < ARRAY_LEN(kinds); i++)
			if (is_there(account, &kinds[i]) && is_meant(sweep, id, &kinds[i]))
				return arena_printf(arena, "%s has %s %s", id, kinds[i].article,
						    kinds[i].name);
	}
	return NULL;
}

static const char *why_not_seen(struct arena *arena, const struct sweep *sweep,
				const struct sweep_fault *row, const struct sweep_run *run)
{
	for (const struct json_value *account = accounts_of(run); account;
	     account = account->next) {
		const char *id = json_get_string(account, "id");

		for (size_t i = 0; id && i < ARRAY_LEN(kinds); i++)
			if (has_seen(&sweep->baseline, NULL, id, &kinds[i]) &&
			    !has_seen(run, row, id, &kinds[i]))
				return arena_printf(arena, "nobody saw that %s has no %s", id,
						    kinds[i].name);
	}
	return NULL;
}

/* Why a run that says that all is clean should not; NULL if it may, or does not say so. */
static const char *why_false(struct arena *arena, const struct sweep *sweep,
			     const struct sweep_fault *row, const struct sweep_run *run)
{
	const char *why;

	if (!claim_is_made(&sweep->claim, run))
		return NULL;
	why = why_not_true(arena, sweep, run);
	/* Where 0 is only taken for it, another output may well say that something is unknown. */
	if (!why && (!sweep->claim.is_assumed || compare_outputs(arena, &sweep->baseline, run)))
		why = why_not_seen(arena, sweep, row, run);
	return why ? arena_printf(arena, "says clean, by %s; and %s",
				  claim_text(arena, &sweep->claim), why)
		   : NULL;
}

static bool is_write(const struct json_value *entry)
{
	const char *name = json_get_string(entry, "operation");
	const struct api_operation *operation = name ? api_operation_by_full_name(name) : NULL;

	/* Credentials that were issued twice change nothing. */
	return operation && operation->is_write && strcmp(operation->service->name, "sts") != 0;
}

static bool is_same_request(const struct json_value *left, const struct json_value *right)
{
	static const char *const members[] = { "operation", "parameters" };
	const struct json_value *by = json_get(json_get(left, "principal"), "accountId");

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		const struct json_value *wanted = json_get(left, members[i]);
		const struct json_value *found = json_get(right, members[i]);

		if (!wanted || !found || !json_match_is_part(wanted, found) ||
		    !json_match_is_part(found, wanted))
			return false;
	}
	return by && json_match_is_part(by, json_get(json_get(right, "principal"), "accountId"));
}

/* A write that was done, though its answer was spoilt, and was sent once more. */
static const char *why_repeated(struct arena *arena, const struct sweep_run *run)
{
	const struct json_value *entry = run->requests ? run->requests->first : NULL;

	for (; entry; entry = entry->next) {
		const struct json_value *done = json_get(entry, "committed");

		if (!is_met(entry) || !done || !done->boolean || !is_write(entry))
			continue;
		for (const struct json_value *later = entry->next; later; later = later->next)
			if (is_same_request(entry, later))
				return arena_printf(arena, "sends %s again, which was done",
						    json_get_string(entry, "operation"));
	}
	return NULL;
}

static enum sweep_outcome outcome_of_end(struct arena *arena, const struct sweep *sweep,
					 const struct sweep_run *run, const char **out_why)
{
	const char *difference;

	if (run->status != sweep->baseline.status)
		return SWEEP_STATUS;
	if (!compare_outputs(arena, &sweep->baseline, run))
		return SWEEP_CHANGED;
	difference = sweep->is_settled ? compare_states(arena, &sweep->baseline, run) : NULL;
	if (!difference)
		return SWEEP_SAME;
	*out_why = arena_printf(
		arena, "says the same as without a fault, and the state differs: %s", difference);
	return SWEEP_FALSE;
}

enum sweep_outcome judge_run(struct arena *arena, const struct sweep *sweep,
			     const struct sweep_fault *row, const struct sweep_run *run,
			     const char **out_why)
{
	*out_why = NULL;
	if (!run->has_fired)
		return SWEEP_NOT_POSSIBLE;
	if (run->is_hanging) {
		*out_why = "did not end within the limit";
		return SWEEP_HANG;
	}
	*out_why = why_crashed(arena, run);
	if (*out_why)
		return SWEEP_CRASH;
	*out_why = why_false(arena, sweep, row, run);
	if (*out_why)
		return SWEEP_FALSE;
	*out_why = why_repeated(arena, run);
	if (*out_why)
		return SWEEP_REPEATED;
	return outcome_of_end(arena, sweep, run, out_why);
}

const char *judge_baseline(struct arena *arena, const struct sweep *sweep)
{
	return why_false(arena, sweep, NULL, &sweep->baseline);
}
