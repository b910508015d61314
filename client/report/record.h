/*
 * record.h - what a saved result says, one fact at a time.
 *
 * Audits, plans, outcomes and journals have forms of their own; reports and
 * comparisons want the same of all: this account, this credential, this word.
 * What a file does not say is unknown, never absent.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* What a fact comes to. A zeroed record is unknown. */
enum record_state {
	RECORD_UNKNOWN, /* could not be seen, or nobody knows what became of it */
	RECORD_GOOD,    /* not there, or not there any more */
	RECORD_OPEN,    /* is there, or is to be deleted */
	RECORD_HELD,    /* a gate held it back */
	RECORD_FAILED,  /* it was tried and refused */
	RECORD_SKIPPED, /* left out on purpose */
	RECORD_STATES,
};

struct record {
	const char *account_id;
	const char *account_name, *path; /* "" if the file does not say */
	const char *kind;                /* "accessKey", ...; "": the account as a whole */
	const char *id;                  /* of a credential; "": all of the kind, or the password */
	const char *word;                /* as the file has it: "present", "deleted", "refused" */
	enum record_state state;
	const char *why;   /* or NULL */
	const char *facts; /* "Active, last used 2026-11-22 (s3, eu-west-1)", or NULL */
	size_t order;      /* set by records_add(): which came first */
};

struct records {
	struct arena *arena;
	struct record *items;
	size_t count;
};

/* Adds a copy of @record. Texts are borrowed; NULL names become "". */
void records_add(struct records *records, const struct record *record);

/* By account, kind and id, then as they came: the order that everything below needs. */
void records_sort(struct records *records);

/* The order of two records: below, above or 0. */
int record_compare(const struct record *left, const struct record *right);

/* How many there are of each state. */
void records_count(const struct records *records, size_t out_counts[RECORD_STATES]);

/* The index of the first record of that account in a sorted list, or of where it would be. */
size_t records_first_of_account(const struct records *records, const char *account_id);

/* "unknown", "good", "open", "held", "failed", "skipped". */
const char *record_state_name(enum record_state state);

/* For people: "access key AKIA...", "console password", "MFA devices", "account". */
const char *record_thing(struct arena *arena, const struct record *record);
