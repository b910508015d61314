/*
 * scenario_root.c - root credentials of an audit in the form of a scenario.
 */
#include <stdlib.h>
#include <string.h>

#include "client/rehearse/scenario_write.h"
#include "client/rollout/plan_file.h"
#include "wire/buffer.h"

/* The member of a scenario for each kind. */
static const char *const members[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = "keys",
	[CREDENTIAL_CERTIFICATE] = "certificates",
	[CREDENTIAL_MFA_DEVICE] = "mfa",
	[CREDENTIAL_PASSWORD] = "password",
};

static const char *id_of(const struct json_value *account)
{
	const char *id = json_get_string(account, "accountId");

	return id ? id : "";
}

static int compare_accounts(const void *left, const void *right)
{
	const struct json_value *const *one = left, *const *other = right;

	return strcmp(id_of(*one), id_of(*other));
}

bool scenario_take_audit(struct scenario_source *source, const struct json_value *audit,
			 struct fault *fault)
{
	const struct json_value *list = json_get(audit, "accounts");

	if (!list || list->kind != JSON_ARRAY)
		return fault_set(fault, FAULT_INPUT, "the audit has no list of accounts");
	source->audited =
		arena_array(source->inventory->arena, list->len + 1, sizeof(*source->audited));
	for (const struct json_value *item = list->first; item; item = item->next)
		source->audited[source->audited_count++] = item;
	if (source->audited_count > 0)
		qsort(source->audited, source->audited_count, sizeof(*source->audited),
		      compare_accounts);
	return true;
}

const struct json_value *scenario_audit_account(const struct scenario_source *source,
						const char *account_id)
{
	size_t low = 0, high = source->audited_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(id_of(source->audited[middle]), account_id);

		if (order == 0)
			return source->audited[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static const struct json_value *first_credential(const struct json_value *account)
{
	const struct json_value *list = json_get(account, "credentials");

	return list && list->kind == JSON_ARRAY ? list->first : NULL;
}

/* What is not known of one credential. */
static void note_usage(const struct scenario_source *source, const char *account_id,
		       const struct credential *credential)
{
	bool has_usage = credential->kind == CREDENTIAL_ACCESS_KEY ||
			 credential->kind == CREDENTIAL_PASSWORD;

	if (has_usage && credential->usage == USAGE_UNKNOWN)
		inventory_add_gap(
			source->inventory,
			&(struct gap){ .of = "lastUsed",
				       .account = account_id,
				       .kind = credential_kind_names[credential->kind].key,
				       .id = credential->id,
				       .why = credential->usage_unknown_why
						      ? credential->usage_unknown_why
						      : "the audit does not say" });
}

/* Whether the audit says present or absent of the kind; if not, *out_why. */
static bool is_known(const struct json_value *account, enum credential_kind kind,
		     const char **out_why)
{
	const struct json_value *seen =
		json_get(json_get(account, "kinds"), credential_kind_names[kind].key);
	const char *presence = json_get_string(seen, "presence");

	*out_why = json_get_string(seen, "why");
	if (!*out_why)
		*out_why = "the audit does not say";
	return presence && (!strcmp(presence, "present") || !strcmp(presence, "absent"));
}

/* One gap for each kind that is not known, or one for the account if none is. */
static void note_kinds(const struct scenario_source *source, const char *account_id,
		       const struct json_value *account)
{
	struct gap gap = { .of = "root", .account = account_id };
	size_t unknown = 0;

	for (size_t kind = 0; kind < CREDENTIAL_KINDS; kind++)
		unknown += !is_known(account, (enum credential_kind)kind, &gap.why);
	for (size_t kind = 0; kind < CREDENTIAL_KINDS; kind++) {
		if (is_known(account, (enum credential_kind)kind, &gap.why))
			continue;
		if (unknown < CREDENTIAL_KINDS)
			gap.kind = credential_kind_names[kind].key;
		inventory_add_gap(source->inventory, &gap);
		if (unknown == CREDENTIAL_KINDS)
			return;
	}
}

static bool note_account(const struct scenario_source *source, const char *id, struct fault *fault)
{
	const struct json_value *account = scenario_audit_account(source, id);
	const char *skipped = json_get_string(account, "skipped");

	if (!account || skipped) {
		inventory_add_gap(source->inventory,
				  &(struct gap){ .of = "root",
						 .account = id,
						 .is_intended = true,
						 .why = skipped ? skipped : "not audited" });
		return true;
	}
	note_kinds(source, id, account);
	for (const struct json_value *item = first_credential(account); item; item = item->next) {
		struct credential credential;

		if (!plan_file_parse_credential(source->inventory->arena, item, &credential, fault))
			return false;
		note_usage(source, id, &credential);
	}
	return true;
}

bool scenario_note_credentials(const struct scenario_source *source, struct fault *fault)
{
	const struct organization *organization = &source->inventory->snapshot.organization;

	if (!source->audited) {
		inventory_add_gap(source->inventory,
				  &(struct gap){ .of = "root",
						 .is_intended = true,
						 .why = "not looked at: --credentials or --audit "
							"FILE adds root credentials" });
		return true;
	}
	for (size_t i = 0; i < organization->account_count; i++)
		if (!note_account(source, organization->accounts[i].id, fault))
			return false;
	return true;
}

static void write_text(struct json_writer *json, const char *key, const char *text)
{
	if (!text)
		return;
	json_key(json, key);
	json_string(json, text);
}

static void write_time(struct json_writer *json, const char *key, int64_t ms)
{
	char text[CLOCK_ISO_LEN + 1];

	if (!ms)
		return;
	clock_format_iso(ms, text);
	write_text(json, key, text);
}

static void write_key(const struct scenario_source *source, const struct credential *key,
		      struct json_writer *json)
{
	write_text(json, "id", pseudonym_id(source->pseudonyms, key->id));
	write_text(json, "status", key->status);
	write_time(json, "created", key->created_ms);
	if (key->usage != USAGE_KNOWN)
		return;
	write_time(json, "lastUsed", key->used_ms);
	write_text(json, "service", key->used_service);
	write_text(json, "region", key->used_region);
}

static void write_certificate(const struct scenario_source *source,
			      const struct credential *certificate, struct json_writer *json)
{
	write_text(json, "id", pseudonym_id(source->pseudonyms, certificate->id));
	write_text(json, "status", certificate->status);
	write_time(json, "uploaded", certificate->created_ms);
}

static void write_device(const struct scenario_source *source, const struct credential *device,
			 struct json_writer *json)
{
	const char *kind = credential_mfa_kind(device->id);
	bool is_arn = strncmp(device->id, "arn:", 4) == 0;

	write_text(json, "kind", strcmp(kind, "security key") == 0 ? "passkey" : kind);
	write_text(json, "serial",
		   is_arn ? pseudonym_text(source->pseudonyms, device->id)
			  : pseudonym_id(source->pseudonyms, device->id));
	write_time(json, "enabled", device->created_ms);
}

static void write_password(const struct scenario_source *source, const struct credential *password,
			   struct json_writer *json)
{
	UNUSED(source);
	write_time(json, "created", password->created_ms);
	if (password->usage == USAGE_KNOWN)
		write_time(json, "lastUsed", password->used_ms);
}

static void (*const writers[CREDENTIAL_KINDS])(const struct scenario_source *,
					       const struct credential *, struct json_writer *) = {
	[CREDENTIAL_ACCESS_KEY] = write_key,
	[CREDENTIAL_CERTIFICATE] = write_certificate,
	[CREDENTIAL_MFA_DEVICE] = write_device,
	[CREDENTIAL_PASSWORD] = write_password,
};

/* A credential with the text of it, which gives the order: AWS's is not always the same. */
struct entry {
	struct credential credential;
	const char *text;
};

static int compare_entries(const void *left, const void *right)
{
	const struct entry *one = left, *other = right;

	return strcmp(one->text, other->text);
}

static const char *entry_text(const struct scenario_source *source,
			      const struct credential *credential)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, source->inventory->arena, 128);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	writers[credential->kind](source, credential, &json);
	json_close_object(&json);
	return text.data;
}

/* All credentials of the account; NULL if one does not have its form. */
static struct entry *read_entries(const struct scenario_source *source,
				  const struct json_value *account, size_t *out_count,
				  struct fault *fault)
{
	const struct json_value *list = json_get(account, "credentials");
	struct arena *arena = source->inventory->arena;
	struct entry *entries = arena_array(arena, list ? list->len + 1 : 1, sizeof(*entries));

	*out_count = 0;
	for (const struct json_value *item = first_credential(account); item; item = item->next) {
		struct entry *entry = &entries[(*out_count)++];

		if (!plan_file_parse_credential(arena, item, &entry->credential, fault))
			return NULL;
		entry->text = entry_text(source, &entry->credential);
	}
	if (*out_count > 0)
		qsort(entries, *out_count, sizeof(*entries), compare_entries);
	return entries;
}

/* The entries of one kind: a list, or the password's object. */
static void write_kind(const struct scenario_source *source, enum credential_kind kind,
		       const struct entry *entries, size_t count, struct json_writer *json)
{
	bool is_open = false, is_list = kind != CREDENTIAL_PASSWORD;

	for (size_t i = 0; i < count; i++) {
		if (entries[i].credential.kind != kind || (is_open && !is_list))
			continue;
		if (!is_open) {
			json_key(json, members[kind]);
			if (is_list)
				json_open_array(json);
		}
		is_open = true;
		json_open_object(json);
		writers[kind](source, &entries[i].credential, json);
		json_close_object(json);
	}
	if (is_open && is_list)
		json_close_array(json);
}

bool scenario_write_root(const struct scenario_source *source, const struct json_value *account,
			 struct json_writer *json, struct fault *fault)
{
	struct entry *entries;
	size_t count;

	if (!account || json_get(account, "skipped"))
		return true;
	entries = read_entries(source, account, &count, fault);
	if (!entries)
		return false;
	json_key(json, "root");
	json_open_object(json);
	for (size_t kind = 0; kind < CREDENTIAL_KINDS; kind++)
		write_kind(source, (enum credential_kind)kind, entries, count, json);
	json_close_object(json);
	return true;
}
