/*
 * plan.h - what would be deleted, what is refused, and why.
 *
 * The decision is pure: the same audit, settings and time give the same plan.
 * Nothing is deleted that is not an item of a plan with the decision delete.
 */
#pragma once

#include "client/rollout/audit.h"
#include "wire/arena.h"
#include "wire/base.h"

enum {
	PLAN_KEY_DAYS_DEFAULT = 90, /* a key used more recently than this is refused */
	PLAN_VALID_HOURS_DEFAULT = 24,
	PLAN_VALID_HOURS_MAX = 14 * 24,
};

enum plan_decision {
	PLAN_DELETE,  /* will be deleted */
	PLAN_REFUSED, /* a gate refuses */
	PLAN_UNKNOWN, /* not everything could be seen, so nothing is touched */
	PLAN_NOTHING, /* nothing there */
	PLAN_SKIPPED, /* left out on purpose: state, exclusion, management account */
	PLAN_DECISIONS,
};

/* How far a refused item reaches. */
enum plan_gate_scope {
	PLAN_GATE_ACCOUNT, /* the account's other items are refused too */
	PLAN_GATE_ITEM,
};

struct plan_settings {
	int64_t key_days; /* see PLAN_KEY_DAYS_DEFAULT */
	int64_t valid_hours;
	enum plan_gate_scope gate_scope;
	bool kinds[CREDENTIAL_KINDS]; /* which kinds may be deleted */
};

struct plan_item {
	struct credential credential; /* as the audit saw it: the evidence */
	enum plan_decision decision;  /* PLAN_DELETE or PLAN_REFUSED */
	const char *why;              /* of a refusal; else NULL */
};

struct plan_account {
	const char *id, *name, *path;
	enum plan_decision decision;
	const char *why;        /* unless the decision is to delete */
	const char *blocked_by; /* PLAN_UNKNOWN: id of the policy that denied the look, or NULL */
	const char *warning;    /* what to know before it is applied; NULL: nothing */
	struct plan_item *items;
	size_t item_count;
};

struct plan {
	const char *organization_id;
	const char *management_account_id;
	const char *partition;
	const char *caller_arn;
	const char *caller_account_id;
	int64_t created_ms, expires_ms;
	struct plan_settings settings;
	struct plan_account *accounts;
	size_t account_count;
	const char *digest; /* "sha256:" and 64 digits, once written or read */
};

struct plan_totals {
	size_t accounts[PLAN_DECISIONS]; /* by decision */
	size_t items[CREDENTIAL_KINDS];  /* to delete, by kind */
	size_t item_count;               /* to delete */
	size_t refused_items;
	size_t blocked;  /* accounts that a policy kept from being seen */
	size_t warnings; /* accounts with one */
};

struct plan_settings plan_settings_default(void);

/* Decides. Texts are borrowed from the audit or made in @arena. */
struct plan plan_make(struct arena *arena, const struct audit *audit,
		      const struct plan_settings *settings, int64_t now_ms);

/*
 * The gates for one credential, used when planning and again just before the
 * write. NULL: may be deleted; otherwise why not.
 */
const char *plan_gate(struct arena *arena, const struct credential *credential,
		      const struct plan_settings *settings, const char *own_access_key_id,
		      int64_t now_ms);

struct plan_totals plan_totals(const struct plan *plan);

/* "delete", "refused", "unknown", "nothing", "skipped". */
const char *plan_decision_name(enum plan_decision decision);

/* The decision of that name; false if there is none. */
MUST_USE bool plan_decision_parse(const char *name, enum plan_decision *out_decision);
