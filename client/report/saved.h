/*
 * saved.h - reads what an earlier command wrote.
 *
 * Audits and verifications (--output json, -o), plans, outcomes of apply and
 * of rehearsals, journals, the calls of --calls, and lists of
 * CloudTrail events. Every form but the journal says its kind and
 * its version, which are checked; a plan's digest too.
 */
#pragma once

#include "client/command.h"
#include "client/predict/input.h"
#include "client/report/record.h"
#include "wire/digest.h"
#include "wire/json_reader.h"

/* Files that can be compared with each other are of one family. */
enum saved_family {
	SAVED_AUDIT,
	SAVED_PLAN,
	SAVED_OUTCOME,
	SAVED_SNAPSHOT,
	SAVED_CALLS,
	SAVED_EXPECTED,
	SAVED_TRAIL
};

struct saved {
	const char *name; /* the file, for people */
	const char *kind; /* "audit", "verify", "plan", "apply", "rehearsal", "journal", "snapshot",
			   * "calls", "expectedEvents", "trail"
			   */
	enum saved_family family;
	const char *organization_id; /* NULL: the file does not say; so below */
	const char *taken;           /* a time as the file has it */
	const char *caller_arn;
	const char *digest;              /* of the plan */
	const char *journal_digest;      /* of a journal's last line, and in an outcome */
	char sha256[SHA256_HEX_LEN + 1]; /* of the whole file: the evidence */
	const char *stopped; /* of an outcome: why the run stopped itself; NULL: it did not */
	bool is_interrupted;
	const struct json_value *root;   /* NULL: a journal or calls, of which there are lines */
	const struct json_value **lines; /* of a journal, and of calls */
	size_t line_count;
	struct records records; /* sorted */
};

/* Reads the file at @path, or standard input for "-". FAULT_INPUT says what is wrong where. */
MUST_USE bool saved_read(struct invocation *invocation, const char *path, struct saved *out_saved,
			 struct fault *fault);

/* The same of a text. */
MUST_USE bool saved_parse(struct arena *arena, const struct input *input, struct saved *out_saved,
			  struct fault *fault);
