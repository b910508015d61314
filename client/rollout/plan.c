#include "client/rollout/plan.h"

#include <inttypes.h>
#include <string.h>

#include "wire/clock.h"

enum { MS_PER_HOUR = 3600 * 1000, HOURS_PER_DAY = 24 };

static const char *const decision_names[PLAN_DECISIONS] = {
	[PLAN_DELETE] = "delete",   [PLAN_REFUSED] = "refused", [PLAN_UNKNOWN] = "unknown",
	[PLAN_NOTHING] = "nothing", [PLAN_SKIPPED] = "skipped",
};

struct plan_settings plan_settings_default(void)
{
	struct plan_settings settings = {
		.key_days = PLAN_KEY_DAYS_DEFAULT,
		.valid_hours = PLAN_VALID_HOURS_DEFAULT,
		.gate_scope = PLAN_GATE_ACCOUNT,
	};

	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		settings.kinds[i] = true;
	return settings;
}

/* A key that is in use must not go: its removal cannot be undone. Unknown use fails closed. */
static const char *gate_key_use(struct arena *arena, const struct credential *key,
				const struct plan_settings *settings, int64_t now_ms)
{
	int64_t limit_ms = settings->key_days * HOURS_PER_DAY * MS_PER_HOUR;
	char day[CLOCK_ISO_LEN + 1];

	if (key->usage == USAGE_UNKNOWN)
		return arena_printf(arena, "not known when %s was last used: %s", key->id,
				    key->usage_unknown_why ? key->usage_unknown_why
							   : "AWS did not say");
	if (key->usage == USAGE_NEVER || now_ms - key->used_ms >= limit_ms)
		return NULL;
	clock_format_iso(key->used_ms, day);
	day[strlen("2026-11-23")] = '\0';
	return arena_printf(arena, "%s was used on %s (%s, %s), less than %" PRId64 " days ago",
			    key->id, day, key->used_service ? key->used_service : "service unknown",
			    key->used_region ? key->used_region : "region unknown",
			    settings->key_days);
}

const char *plan_gate(struct arena *arena, const struct credential *credential,
		      const struct plan_settings *settings, const char *own_access_key_id,
		      int64_t now_ms)
{
	if (!settings->kinds[credential->kind])
		return arena_printf(arena, "%s are not among the kinds to delete",
				    credential_kind_names[credential->kind].many);
	if (credential->kind != CREDENTIAL_ACCESS_KEY)
		return NULL;
	if (own_access_key_id && !strcmp(credential->id, own_access_key_id))
		return arena_printf(arena, "%s signs this very run", credential->id);
	return gate_key_use(arena, credential, settings, now_ms);
}

/* One refused item holds back the whole account, unless the settings say otherwise. */
static void spread_refusal(struct arena *arena, struct plan_account *account)
{
	const char *why = NULL;

	for (size_t i = 0; i < account->item_count && !why; i++)
		if (account->items[i].decision == PLAN_REFUSED)
			why = account->items[i].why;
	for (size_t i = 0; why && i < account->item_count; i++) {
		struct plan_item *item = &account->items[i];

		if (item->decision != PLAN_DELETE)
			continue;
		item->decision = PLAN_REFUSED;
		item->why = arena_printf(arena, "held back with the account: %s", why);
	}
}

static void decide_items(struct arena *arena, const struct audit *audit,
			 const struct audit_account *seen, const struct plan_settings *settings,
			 struct plan_account *account)
{
	account->items = arena_array(arena, seen->credential_count, sizeof(*account->items));
	account->item_count = seen->credential_count;
	for (size_t i = 0; i < seen->credential_count; i++) {
		struct plan_item *item = &account->items[i];

		item->credential = seen->credentials[i];
		item->why = seen->protected_why;
		if (!item->why)
			item->why = plan_gate(arena, &item->credential, settings,
					      audit->caller_access_key_id, audit->taken_ms);
		item->decision = item->why ? PLAN_REFUSED : PLAN_DELETE;
	}
	if (settings->gate_scope == PLAN_GATE_ACCOUNT)
		spread_refusal(arena, account);
}

/* The account's decision from its items: something to delete, or why not. */
static void summarise_items(struct plan_account *account)
{
	account->decision = PLAN_REFUSED;
	for (size_t i = 0; i < account->item_count; i++) {
		if (account->items[i].decision == PLAN_DELETE) {
			account->decision = PLAN_DELETE;
			account->why = NULL;
			return;
		}
		if (!account->why)
			account->why = account->items[i].why;
	}
}

/* The password that the plan deletes, or NULL. */
static const struct credential *deleted_password(const struct plan_account *account)
{
	for (size_t i = 0; i < account->item_count; i++)
		if (account->items[i].credential.kind == CREDENTIAL_PASSWORD &&
		    account->items[i].decision == PLAN_DELETE)
			return &account->items[i].credential;
	return NULL;
}

/* Adds a warning to those before it; NULL is none. */
static const char *join(struct arena *arena, const char *before, const char *more)
{
	return before && more ? arena_printf(arena, "%s; %s", before, more) : more ? more : before;
}

/* A password can be had again by its mailbox, so its use is told and holds nothing back. */
static const char *password_in_use(struct arena *arena, const struct credential *password,
				   const struct plan_settings *settings, int64_t now_ms)
{
	int64_t limit_ms = settings->key_days * HOURS_PER_DAY * MS_PER_HOUR;
	char day[CLOCK_ISO_LEN + 1];

	if (password->usage != USAGE_KNOWN || now_ms - password->used_ms >= limit_ms)
		return NULL;
	clock_format_iso(password->used_ms, day);
	return arena_printf(arena, "somebody signed in with the root password on %.10s", day);
}

/* What does not forbid the deletion, and should be known before it. */
static const char *warning(struct arena *arena, const struct audit *audit,
			   const struct audit_account *seen, const struct plan_settings *settings,
			   const struct plan_account *account)
{
	const struct credential *password = deleted_password(account);
	const char *text = NULL;

	if (account->decision != PLAN_DELETE)
		return NULL;
	if (audit->caller_account_id && !strcmp(seen->id, audit->caller_account_id))
		text = "this run is made from this very account";
	if (password && seen->mailbox_doubt)
		text = join(arena, text,
			    arena_printf(arena,
					 "without its password the root mailbox is the last way "
					 "in, and %s",
					 seen->mailbox_doubt));
	if (password)
		text = join(arena, text,
			    password_in_use(arena, password, settings, audit->taken_ms));
	return text;
}

static struct plan_account plan_account(struct arena *arena, const struct audit *audit,
					const struct audit_account *seen,
					const struct plan_settings *settings)
{
	struct plan_account account = { .id = seen->id, .name = seen->name, .path = seen->path };

	if (seen->skipped || !strcmp(seen->id, audit->management_account_id)) {
		account.decision = PLAN_SKIPPED;
		account.why = seen->skipped ? seen->skipped
					    : "the management account is never covered";
		return account;
	}
	if (audit_account_is_incomplete(seen)) {
		account.decision = PLAN_UNKNOWN;
		account.blocked_by = seen->blocked_by;
		account.why = seen->blocked_text
				      ? arena_printf(arena, "blocked by %s", seen->blocked_text)
				      : audit_account_why(seen);
		return account;
	}
	if (!seen->credential_count) {
		account.decision = PLAN_NOTHING;
		account.why = "no root credentials";
		return account;
	}
	decide_items(arena, audit, seen, settings, &account);
	summarise_items(&account);
	account.warning = warning(arena, audit, seen, settings, &account);
	return account;
}

struct plan plan_make(struct arena *arena, const struct audit *audit,
		      const struct plan_settings *settings, int64_t now_ms)
{
	struct plan plan = {
		.organization_id = audit->organization_id,
		.management_account_id = audit->management_account_id,
		.partition = audit->partition,
		.caller_arn = audit->caller_arn,
		.caller_account_id = audit->caller_account_id,
		.created_ms = now_ms,
		.expires_ms = now_ms + settings->valid_hours * MS_PER_HOUR,
		.settings = *settings,
		.account_count = audit->account_count,
	};

	plan.accounts = arena_array(arena, audit->account_count, sizeof(*plan.accounts));
	for (size_t i = 0; i < audit->account_count; i++)
		plan.accounts[i] = plan_account(arena, audit, &audit->accounts[i], settings);
	return plan;
}

struct plan_totals plan_totals(const struct plan *plan)
{
	struct plan_totals totals = { 0 };

	for (size_t i = 0; i < plan->account_count; i++) {
		const struct plan_account *account = &plan->accounts[i];

		totals.accounts[account->decision]++;
		totals.blocked += account->blocked_by != NULL;
		totals.warnings += account->warning != NULL;
		for (size_t k = 0; k < account->item_count; k++) {
			if (account->items[k].decision != PLAN_DELETE) {
				totals.refused_items++;
				continue;
			}
			totals.items[account->items[k].credential.kind]++;
			totals.item_count++;
		}
	}
	return totals;
}

const char *plan_decision_name(enum plan_decision decision)
{
	return decision_names[decision];
}

bool plan_decision_parse(const char *name, enum plan_decision *out_decision)
{
	for (size_t i = 0; i < PLAN_DECISIONS; i++) {
		if (strcmp(name, decision_names[i]) != 0)
			continue;
		*out_decision = (enum plan_decision)i;
		return true;
	}
	return false;
}
