/*
 * show.h - audits, plans and applied plans as tables, JSON and CSV.
 *
 * A table says at a glance how each account is; what needs more words stands
 * below it, account by account.
 */
#pragma once

#include "client/output.h"
#include "client/rollout/apply.h"
#include "client/rollout/audit.h"
#include "client/rollout/plan.h"
#include "wire/arena.h"

/* Shows what an audit found; @kind is "audit" or "verify". */
void show_audit(const struct output *output, const struct audit *audit, const char *kind);

/* The JSON of it, for a file. */
char *show_audit_json(struct arena *arena, const struct audit *audit, const char *kind);
/* JSON lines: the event of one account that was looked at. Else nothing. */
void show_audit_account(const struct output *output, const struct audit_account *account,
			int64_t now_ms, const char *kind);

/* Shows a plan; @path is the file it is in, or NULL. */
void show_plan(const struct output *output, struct arena *arena, const struct plan *plan,
	       const char *path);

/* One account as soon as it was carried out, as a JSON line; nothing in other forms. */
void show_apply_account(const struct output *output, const struct apply_account *account);

/* Shows what became of a plan; JSON lines of accounts that were not told yet come before. */
void show_apply(const struct output *output, struct arena *arena, const struct apply *apply);

/* "Active, created 2024-01-31, last used 2026-11-22 (s3, eu-west-1)". */
const char *show_credential_facts(struct arena *arena, const struct credential *credential);

/* "access key AKIA...", "MFA device mfa/phone", "console password". */
const char *show_credential_name(struct arena *arena, const struct credential *credential);

/* "1 account", "2 accounts". */
const char *show_count(struct arena *arena, size_t count, const char *one, const char *many);
