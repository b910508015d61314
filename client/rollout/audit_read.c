#include "client/rollout/audit_read.h"

#include <string.h>

#include "client/fault_text.h"
#include "client/paging.h"
#include "client/rollout/session.h"
#include "model/iam_client.h"

enum { CREDENTIALS_PER_ACCOUNT_MAX = 64 };

/* One account while it is looked at. */
struct reading {
	struct client *root; /* its answers are dropped after each kind */
	struct arena *arena; /* what is kept */
	struct audit_account *account;
	enum usage password_usage;
	int64_t password_used_ms;
	const char *password_why;
};

/* The id of the organization's policy that a denial names, or NULL. */
static const char *denying_policy(struct arena *arena, const struct fault *fault)
{
	const char *arn = strstr(fault->message, ":policy/o-");
	const char *id = arn ? strstr(arn, "/p-") : NULL;

	if (!id || !fault_is(fault, "AccessDenied"))
		return NULL;
	return arena_strndup(arena, id + 1, strcspn(id + 1, " .,\n"));
}

static void note_denial(struct reading *reading, const struct fault *fault)
{
	if (!reading->account->blocked_by)
		reading->account->blocked_by = denying_policy(reading->arena, fault);
}

/* A place for one more credential; NULL if an account shows more than AWS allows. */
static struct credential *add(struct reading *reading, enum credential_kind kind, const char *id)
{
	struct audit_account *account = reading->account;
	struct credential *credential;

	if (account->credential_count == CREDENTIALS_PER_ACCOUNT_MAX)
		return NULL;
	credential = &account->credentials[account->credential_count++];
	*credential = (struct credential){ .kind = kind, .id = arena_strdup(reading->arena, id) };
	account->kinds[kind].count++;
	return credential;
}

static bool too_many(struct fault *fault)
{
	return fault_set(fault, FAULT_INPUT, "more than %d credentials: the answer cannot be right",
			 CREDENTIALS_PER_ACCOUNT_MAX);
}

static bool missing(struct fault *fault, const char *what)
{
	return fault_set(fault, FAULT_INPUT, "the answer lacks %s", what);
}

/* AWS says N/A for the service of a key that was never used (documented). */
static void read_never_used(const struct iam_access_key_last_used *used, struct credential *key)
{
	if (used->service_name && !strcmp(used->service_name, "N/A"))
		key->usage = USAGE_NEVER;
	else
		key->usage_unknown_why = "GetAccessKeyLastUsed answered without LastUsedDate, and "
					 "does not say N/A for the service";
}

static void read_last_used(struct reading *reading, struct credential *key)
{
	const struct iam_get_access_key_last_used_in in = { .access_key_id = key->id };
	struct iam_get_access_key_last_used_out out;
	const struct iam_access_key_last_used *used;
	struct fault fault;

	if (!iam_get_access_key_last_used(reading->root, &in, &out, &fault)) {
		note_denial(reading, &fault);
		key->usage_unknown_why = fault_text_short(reading->arena, &fault);
		return;
	}
	used = out.access_key_last_used;
	if (!used) {
		key->usage_unknown_why = "GetAccessKeyLastUsed answered without AccessKeyLastUsed";
		return;
	}
	if (!used->last_used_date.is_set) {
		read_never_used(used, key);
		return;
	}
	key->usage = USAGE_KNOWN;
	key->used_ms = used->last_used_date.ms;
	key->used_service = arena_strdup(reading->arena, used->service_name);
	key->used_region = arena_strdup(reading->arena, used->region);
}

static bool read_keys(struct reading *reading, struct fault *fault)
{
	struct iam_list_access_keys_in in = { 0 };
	struct iam_list_access_keys_out out;
	struct paging paging = { 0 };

	do {
		in.marker = paging.token;
		if (!iam_list_access_keys(reading->root, &in, &out, fault))
			return false;
		if (!out.access_key_metadata.is_set)
			return missing(fault, "AccessKeyMetadata");
		for (size_t i = 0; i < out.access_key_metadata.len; i++) {
			const struct iam_access_key_metadata *item =
				&out.access_key_metadata.items[i];
			struct credential *key;

			if (!item->access_key_id)
				return missing(fault, "AccessKeyId");
			key = add(reading, CREDENTIAL_ACCESS_KEY, item->access_key_id);
			if (!key)
				return too_many(fault);
			key->status = arena_strdup(reading->arena, item->status);
			key->created_ms = item->create_date.ms;
			read_last_used(reading, key);
		}
		if (!paging_next(&paging, out.marker, fault))
			return false;
	} while (paging.token);
	return true;
}

static bool read_certificates(struct reading *reading, struct fault *fault)
{
	struct iam_list_signing_certificates_in in = { 0 };
	struct iam_list_signing_certificates_out out;
	struct paging paging = { 0 };

	do {
		in.marker = paging.token;
		if (!iam_list_signing_certificates(reading->root, &in, &out, fault))
			return false;
		if (!out.certificates.is_set)
			return missing(fault, "Certificates");
		for (size_t i = 0; i < out.certificates.len; i++) {
			const struct iam_signing_certificate *item = &out.certificates.items[i];
			struct credential *certificate;

			if (!item->certificate_id)
				return missing(fault, "CertificateId");
			certificate = add(reading, CREDENTIAL_CERTIFICATE, item->certificate_id);
			if (!certificate)
				return too_many(fault);
			certificate->status = arena_strdup(reading->arena, item->status);
			certificate->created_ms = item->upload_date.ms;
		}
		if (!paging_next(&paging, out.marker, fault))
			return false;
	} while (paging.token);
	return true;
}

static bool read_mfa_devices(struct reading *reading, struct fault *fault)
{
	struct iam_list_mfa_devices_in in = { 0 };
	struct iam_list_mfa_devices_out out;
	struct paging paging = { 0 };

	do {
		in.marker = paging.token;
		if (!iam_list_mfa_devices(reading->root, &in, &out, fault))
			return false;
		if (!out.mfa_devices.is_set)
			return missing(fault, "MFADevices");
		for (size_t i = 0; i < out.mfa_devices.len; i++) {
			const struct iam_mfa_device *item = &out.mfa_devices.items[i];
			struct credential *device;

			if (!item->serial_number)
				return missing(fault, "SerialNumber");
			device = add(reading, CREDENTIAL_MFA_DEVICE, item->serial_number);
			if (!device)
				return too_many(fault);
			device->mfa_kind = credential_mfa_kind(device->id);
			device->created_ms = item->enable_date.ms;
		}
		if (!paging_next(&paging, out.marker, fault))
			return false;
	} while (paging.token);
	return true;
}

static bool read_password(struct reading *reading, struct fault *fault)
{
	const struct iam_get_login_profile_in in = { 0 };
	struct iam_get_login_profile_out out;
	struct credential *password;

	if (!iam_get_login_profile(reading->root, &in, &out, fault)) {
		/* Only this answer, in AWS's own words, says that there is none. */
		if (fault_is(fault, "NoSuchEntity"))
			return true;
		return false;
	}
	if (!out.login_profile)
		return missing(fault, "LoginProfile");
	password = add(reading, CREDENTIAL_PASSWORD, NULL);
	if (!password)
		return too_many(fault);
	password->created_ms = out.login_profile->create_date.ms;
	password->usage = reading->password_usage;
	password->used_ms = reading->password_used_ms;
	password->usage_unknown_why = reading->password_why;
	return true;
}

static bool (*const readers[CREDENTIAL_KINDS])(struct reading *, struct fault *) = {
	[CREDENTIAL_ACCESS_KEY] = read_keys,
	[CREDENTIAL_CERTIFICATE] = read_certificates,
	[CREDENTIAL_MFA_DEVICE] = read_mfa_devices,
	[CREDENTIAL_PASSWORD] = read_password,
};

static void read_kind(const struct reading *whole, enum credential_kind kind)
{
	ARENA_AUTO(answers);
	struct client root = client_with_arena(whole->root, &answers);
	struct reading own = *whole, *reading = &own;
	struct audit_kind *seen = &reading->account->kinds[kind];
	struct fault fault;

	own.root = &root;
	if (readers[kind](reading, &fault)) {
		seen->presence = seen->count ? PRESENCE_PRESENT : PRESENCE_ABSENT;
		return;
	}
	note_denial(reading, &fault);
	seen->presence = PRESENCE_UNKNOWN;
	seen->why = fault_text_short(reading->arena, &fault);
}

static bool unknown(struct reading *reading, const char *why)
{
	audit_account_unknown(reading->account, why);
	return false;
}

/* GetUser was refused: STS tells whose session it is. */
static bool read_identity(struct reading *reading, struct client *root)
{
	struct fault fault;

	return session_check_identity(root, reading->account->id, &fault) ||
	       unknown(reading, fault_text_short(reading->arena, &fault));
}

/*
 * The root user's own page: when its password was last used, and proof that
 * the session is this account's root. False if that is not proved.
 */
static bool read_user(struct reading *reading)
{
	ARENA_AUTO(answer);
	const struct iam_get_user_in in = { 0 };
	const char *wanted = arena_printf(&answer, "arn:%s:iam::%s:root",
					  client_partition(reading->root), reading->account->id);
	struct client root = client_with_arena(reading->root, &answer);
	struct iam_get_user_out out;
	struct fault fault;

	if (!iam_get_user(&root, &in, &out, &fault)) {
		note_denial(reading, &fault);
		reading->password_why = fault_text_short(reading->arena, &fault);
		return read_identity(reading, &root);
	}
	if (!out.user || !out.user->arn || strcmp(out.user->arn, wanted) != 0)
		return unknown(reading,
			       arena_printf(reading->arena, "the session is %s, not %s",
					    out.user && out.user->arn ? out.user->arn : "nobody's",
					    wanted));
	reading->password_usage = out.user->password_last_used.is_set ? USAGE_KNOWN : USAGE_NEVER;
	reading->password_used_ms = out.user->password_last_used.ms;
	return true;
}

/* An organization has many accounts and few credentials: no room is kept for more. */
static void keep_credentials(const struct reading *reading)
{
	struct audit_account *account = reading->account;
	const struct credential *read = account->credentials;

	account->credentials =
		arena_array(reading->arena, account->credential_count, sizeof(*read));
	if (account->credential_count > 0)
		memcpy(account->credentials, read, account->credential_count * sizeof(*read));
}

void audit_read_credentials(struct client *root, struct arena *arena, struct audit_account *account)
{
	struct reading reading = { .root = root, .arena = arena, .account = account };

	memset(account->kinds, 0, sizeof(account->kinds));
	account->credential_count = 0;
	account->credentials = arena_array(root->arena, CREDENTIALS_PER_ACCOUNT_MAX,
					   sizeof(*account->credentials));
	if (read_user(&reading))
		for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
			read_kind(&reading, (enum credential_kind)i);
	keep_credentials(&reading);
}

/* Which number of the summary speaks of which kind. */
static const char *const summary_keys[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = "AccountAccessKeysPresent",
	[CREDENTIAL_CERTIFICATE] = "AccountSigningCertificatesPresent",
	[CREDENTIAL_MFA_DEVICE] = "AccountMFAEnabled",
	[CREDENTIAL_PASSWORD] = "AccountPasswordPresent",
};

static bool summary_number(const struct iam_summary_map_type *map, const char *key,
			   int64_t *out_value)
{
	for (size_t i = 0; i < map->len; i++) {
		if (!map->items[i].value.is_set || strcmp(map->items[i].key, key) != 0)
			continue;
		*out_value = map->items[i].value.value;
		return true;
	}
	return false;
}

static void read_summary(struct client *session, struct arena *arena, struct audit_account *account)
{
	ARENA_AUTO(answer);
	struct client own = client_with_arena(session, &answer), *root = &own;
	const struct iam_get_account_summary_in in = { 0 };
	struct audit_summary *summary = &account->summary;
	struct iam_get_account_summary_out out;
	struct fault fault;
	int64_t value;

	if (!iam_get_account_summary(root, &in, &out, &fault)) {
		summary->why = fault_text_short(arena, &fault);
		return;
	}
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++) {
		if (!summary_number(&out.summary_map, summary_keys[i], &value)) {
			summary->why =
				arena_printf(arena, "GetAccountSummary lacks %s", summary_keys[i]);
			return;
		}
		summary->has[i] = value > 0;
	}
	summary->is_read = true;
}

void audit_read_account(struct client *caller, struct arena *arena, struct audit_account *account)
{
	ARENA_AUTO(answers);
	struct client own = client_with_arena(caller, &answers), root;
	struct fault fault;

	if (!client_assume_root(&own, account->id, CLIENT_TASK_AUDIT, &root, &fault)) {
		audit_account_unknown(account, fault_text_short(arena, &fault));
		return;
	}
	audit_read_credentials(&root, arena, account);
	read_summary(&root, arena, account);
	audit_account_cross_check(arena, account);
	client_done(&root);
}

/* One run over many accounts. */
struct reading_all {
	const struct audit_run *run;
	struct audit *audit;
	size_t *indexes; /* of the accounts to look at */
};

static void read_one(void *context, size_t index)
{
	struct reading_all *all = context;
	struct audit_account *account = &all->audit->accounts[all->indexes[index]];

	audit_read_account(all->run->caller, all->run->arena, account);
	if (all->run->watch)
		all->run->watch->on_account(all->run->watch->context, account);
	progress_step(all->run->progress);
}

static bool is_stopped(void *context)
{
	struct reading_all *all = context;

	return invocation_is_interrupted(all->run->invocation);
}

void audit_read_all(const struct audit_run *run, struct audit *audit)
{
	struct reading_all all = { .run = run, .audit = audit };
	struct fiber_job job = { .parallel = run->parallel,
				 .body = read_one,
				 .is_stopped = is_stopped,
				 .context = &all };

	all.indexes = arena_array(run->arena, audit->account_count, sizeof(*all.indexes));
	for (size_t i = 0; i < audit->account_count; i++) {
		if (audit->accounts[i].skipped || audit->accounts[i].is_read)
			continue;
		audit_account_unknown(&audit->accounts[i], "not looked at: the run was stopped");
		all.indexes[job.count++] = i;
	}
	fiber_group_run(run->caller->system->fibers, &job);
}
