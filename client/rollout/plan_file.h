/*
 * plan_file.h - a plan on disk.
 *
 * JSON with a digest of its own text: a changed plan is not applied. The file
 * is written whole or not at all, and only its owner may read it.
 */
#pragma once

#include "client/rollout/plan.h"
#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

/* The first member of the file; the number changes when a member changes its meaning. */
#define PLAN_SCHEMA "mattock.plan/1"

enum { PLAN_FILE_MAX = 256 * 1024 * 1024, PLAN_DIGEST_LEN = 7 + 64 };

/* The plan as the text of its file, with its digest; sets plan->digest. */
char *plan_file_text(struct arena *arena, struct plan *plan);

/* Reads a plan from the text of its file. FAULT_INPUT: not a plan. FAULT_STALE: changed since. */
MUST_USE bool plan_file_parse(struct arena *arena, const char *text, size_t len, struct plan *out,
			      struct fault *fault);

/* Reads the plan at @path. */
MUST_USE bool plan_file_read(struct arena *arena, const char *path, struct plan *out,
			     struct fault *fault);

/* The members of the plan into an open JSON object, for the file and for --output json. */
void plan_file_members(const struct plan *plan, struct json_writer *json);

/* What is known of a credential, into an open JSON object; audits write it too. */
void plan_file_credential(const struct credential *credential, struct json_writer *json);

/* Reads what plan_file_credential() wrote. FAULT_INPUT names the place. */
MUST_USE bool plan_file_parse_credential(struct arena *arena, const struct json_value *object,
					 struct credential *out_credential, struct fault *fault);
