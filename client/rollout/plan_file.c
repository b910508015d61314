#include "client/rollout/plan_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/buffer.h"
#include "wire/clock.h"
#include "wire/digest.h"

/* Stands where the digest will be while the digest is computed. */
static const char no_digest[] =
	"sha256:0000000000000000000000000000000000000000000000000000000000000000";

static void write_time(struct json_writer *json, const char *key, int64_t ms)
{
	char text[CLOCK_ISO_LEN + 1];

	json_key(json, key);
	clock_format_iso(ms, text);
	json_string(json, text);
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

/* The same, but nothing at all for NULL. */
static void write_optional(struct json_writer *json, const char *key, const char *text)
{
	if (text)
		write_text(json, key, text);
}

void plan_file_credential(const struct credential *credential, struct json_writer *json)
{
	bool has_usage = credential->kind == CREDENTIAL_ACCESS_KEY ||
			 credential->kind == CREDENTIAL_PASSWORD;

	write_text(json, "kind", credential_kind_names[credential->kind].key);
	write_optional(json, "id", credential->id);
	write_optional(json, "status", credential->status);
	write_optional(json, "mfaKind", credential->mfa_kind);
	if (credential->created_ms)
		write_time(json, "created", credential->created_ms);
	if (!has_usage)
		return;
	write_text(json, "usage", usage_name(credential->usage));
	if (credential->usage == USAGE_KNOWN)
		write_time(json, "lastUsed", credential->used_ms);
	write_optional(json, "lastUsedService", credential->used_service);
	write_optional(json, "lastUsedRegion", credential->used_region);
	write_optional(json, "usageUnknownWhy", credential->usage_unknown_why);
}

static void write_settings(const struct plan_settings *settings, struct json_writer *json)
{
	json_key(json, "settings");
	json_open_object(json);
	json_key(json, "keyUnusedDays");
	json_integer(json, settings->key_days);
	json_key(json, "validHours");
	json_integer(json, settings->valid_hours);
	write_text(json, "gateScope",
		   settings->gate_scope == PLAN_GATE_ACCOUNT ? "account" : "item");
	json_key(json, "kinds");
	json_open_array(json);
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		if (settings->kinds[i])
			json_string(json, credential_kind_names[i].key);
	json_close_array(json);
	json_close_object(json);
}

static void write_account(const struct plan_account *account, struct json_writer *json)
{
	json_open_object(json);
	write_text(json, "accountId", account->id);
	write_text(json, "name", account->name);
	write_text(json, "path", account->path);
	write_text(json, "decision", plan_decision_name(account->decision));
	write_optional(json, "why", account->why);
	write_optional(json, "blockedByPolicy", account->blocked_by);
	write_optional(json, "warning", account->warning);
	json_key(json, "items");
	json_open_array(json);
	for (size_t i = 0; i < account->item_count; i++) {
		const struct plan_item *item = &account->items[i];

		json_open_object(json);
		plan_file_credential(&item->credential, json);
		write_text(json, "decision", plan_decision_name(item->decision));
		write_optional(json, "why", item->why);
		json_close_object(json);
	}
	json_close_array(json);
	json_close_object(json);
}

void plan_file_members(const struct plan *plan, struct json_writer *json)
{
	write_text(json, "digest", plan->digest);
	write_time(json, "created", plan->created_ms);
	write_time(json, "expires", plan->expires_ms);
	write_text(json, "organizationId", plan->organization_id);
	write_text(json, "managementAccountId", plan->management_account_id);
	write_text(json, "partition", plan->partition);
	write_text(json, "callerArn", plan->caller_arn);
	write_text(json, "callerAccountId", plan->caller_account_id);
	write_settings(&plan->settings, json);
	json_key(json, "accounts");
	json_open_array(json);
	for (size_t i = 0; i < plan->account_count; i++)
		write_account(&plan->accounts[i], json);
	json_close_array(json);
}

/* The digest of the file's text with zeros in the digest's place. */
static char *digest_of(struct arena *arena, const char *text, size_t len)
{
	char hex[SHA256_HEX_LEN + 1];

	sha256_hex(text, len, hex);
	return arena_printf(arena, "sha256:%s", hex);
}

char *plan_file_text(struct arena *arena, struct plan *plan)
{
	struct json_writer json;
	struct buffer text;
	char *place;

	buffer_init(&text, arena, 64 * 1024);
	json_writer_init(&json, &text, true);
	plan->digest = no_digest;
	json_open_object(&json);
	write_text(&json, "schema", PLAN_SCHEMA);
	plan_file_members(plan, &json);
	json_close_object(&json);
	buffer_add_char(&text, '\n');
	plan->digest = digest_of(arena, text.data, text.len);
	place = strstr(text.data, no_digest);
	memcpy(place, plan->digest, PLAN_DIGEST_LEN);
	return text.data;
}

bool plan_file_read(struct arena *arena, const char *path, struct plan *out, struct fault *fault)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	char *text;
	ssize_t len;

	if (file < 0)
		return fault_set_errno(fault, errno, "%s", path);
	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
	    status.st_size > PLAN_FILE_MAX) {
		close(file);
		return fault_set(fault, FAULT_INPUT, "%s is not a plan: no file of at most %d MiB",
				 path, PLAN_FILE_MAX >> 20);
	}
	text = arena_alloc(arena, (size_t)status.st_size + 1);
	len = read(file, text, (size_t)status.st_size);
	close(file);
	if (len != status.st_size)
		return fault_set_errno(fault, errno, "cannot read all of %s", path);
	if (!plan_file_parse(arena, text, (size_t)len, out, fault))
		return fault_prefix(fault, "%s cannot be taken for a plan", path);
	return true;
}
