/*
 * pseudonym.h - names and ids replaced by a keyed hash.
 *
 * HMAC-SHA-256 of what is replaced, under a key that only its owner has: the
 * same name becomes the same pseudonym everywhere and every time, and without
 * the key nobody can try names. What decides whether a root session is
 * denied stays as it is: actions, operators, regions, wildcards, the words of
 * ARNs. A pattern such as Admin* keeps its wildcard, but no longer matches
 * the pseudonym of AdminRole.
 *
 * With a NULL struct pseudonyms every function gives its text back.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/digest.h"
#include "wire/fault.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

enum { PSEUDONYM_KEY_MIN = 16, PSEUDONYM_KEY_MAX = 4096 };

struct pseudonyms {
	struct arena *arena; /* of the texts */
	struct hmac_key key;
};

/* Reads the key: all bytes of the file. FAULT_INPUT if they are too few or too many. */
MUST_USE bool pseudonyms_read(struct arena *arena, const char *path,
			      struct pseudonyms *out_pseudonyms, struct fault *fault);

/* Overwrites the key. */
void pseudonyms_done(struct pseudonyms *pseudonyms);

/* Twelve other digits; what is no account id comes back. */
const char *pseudonym_account(const struct pseudonyms *pseudonyms, const char *id);

/* "unit-3f9a2c81d0" of "Payments"; @prefix says what it is. NULL stays NULL. */
const char *pseudonym_name(const struct pseudonyms *pseudonyms, const char *prefix,
			   const char *name);

/* "o-...", "r-...", "ou-...", "p-...", "AKIA...": the same form with other letters. */
const char *pseudonym_id(const struct pseudonyms *pseudonyms, const char *id);

/* An ARN, a path of ids, an address or any other value of a policy, part by part. */
const char *pseudonym_text(const struct pseudonyms *pseudonyms, const char *text);

/* A policy document, written with everything in it replaced that names something. */
void pseudonym_document(const struct pseudonyms *pseudonyms, const struct json_value *document,
			struct json_writer *json);
