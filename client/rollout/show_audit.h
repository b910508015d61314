/*
 * show_audit.h - the parts of showing an audit: cells for people, and JSON.
 */
#pragma once

#include "client/rollout/audit.h"
#include "client/table.h"
#include "wire/arena.h"
#include "wire/json_writer.h"

/*
 * One kind of credential in a few columns: "-" if there is none, "?" if it is
 * not known, nothing if the account was skipped, and else "present", "2 (used
 * 3d, s3)", "1 inactive", "virtual", "2 mixed". @now_ms is when the audit was made.
 */
struct table_cell show_audit_cell(struct arena *arena, const struct audit_account *account,
				  enum credential_kind kind, int64_t now_ms);

/* What the account comes to: "at risk", "clean", "unknown" or "skipped". */
struct table_cell show_audit_state(const struct audit_account *account);

/* The key that says most: active before inactive, used before unused, the latest first; or NULL. */
const struct credential *show_audit_worst_key(const struct audit_account *account);

/* "virtual", "virtual+FIDO"; NULL if no device was seen. */
const char *show_audit_mfa_kinds(struct arena *arena, const struct audit_account *account);

/* The members of an account into an open object. */
void show_audit_account_json(const struct audit_account *account, int64_t now_ms,
			     struct json_writer *json);

/* The members of the audit but its accounts. */
void show_audit_head_json(const struct audit *audit, struct json_writer *json);
