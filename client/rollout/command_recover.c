/*
 * command_recover.c - recover and relock: lets the holder of an account's root
 * mailbox in again, and takes the way in away when the work is done.
 */
#include "client/fault_text.h"
#include "client/rollout/audit_read.h"
#include "client/rollout/commands.h"
#include "client/rollout/root_job.h"
#include "model/iam_client.h"
#include "wire/clock.h"

static const char next_steps[] =
	"An allowed account has no usable password yet.\n"
	"Whoever reads its root mailbox now opens the sign-in page and chooses\n"
	"\"Forgot password\"; then sets up MFA at once, unless a device is still there.\n"
	"Set a timer: until `mattock relock` the mailbox is a way in.";

enum { RECOVERY_DAYS_MAX = 30, DAY_MS = 24 * 60 * 60 * 1000 };

/* What is seen of the root user's login profile. */
struct profile {
	bool is_there;
	int64_t created_ms; /* 0: AWS does not say */
};

/* False with a fault if it cannot be seen whether there is one. */
static bool read_profile(struct client *root, struct profile *out_profile, struct fault *fault)
{
	const struct iam_get_login_profile_in in = { 0 };
	struct iam_get_login_profile_out out;

	*out_profile = (struct profile){ 0 };
	if (!iam_get_login_profile(root, &in, &out, fault))
		return fault_is(fault, "NoSuchEntity");
	out_profile->is_there = true;
	out_profile->created_ms = out.login_profile ? out.login_profile->create_date.ms : 0;
	return true;
}

/* A list may lag behind a write: that nothing is seen does not say that nothing was done. */
static bool not_known(struct fault *fault, const char *text)
{
	fault_set(fault, FAULT_TRANSPORT, "%s", text);
	fault->is_outcome_unknown = true;
	return false;
}

/* Creates the login profile; done also when there is one already. */
static bool allow_recovery(const struct root_job_place *place, struct root_job_result *out_result,
			   struct fault *fault)
{
	struct client *root = place->root;
	const struct iam_create_login_profile_in in = { 0 };
	struct iam_create_login_profile_out out;
	struct profile profile;

	out_result->result = "allowed";
	if (iam_create_login_profile(root, &in, &out, fault))
		return true;
	if (fault->is_outcome_unknown)
		return read_profile(root, &profile, fault) &&
		       (profile.is_there ||
			not_known(fault, "the answer was lost, and no password is seen yet; audit "
					 "the account, or run the same again"));
	out_result->result = "already";
	return fault_is(fault, "EntityAlreadyExists");
}

bool command_recover(struct invocation *invocation, struct fault *fault)
{
	static const struct root_job job = {
		.kind = "recover",
		.what = "allows password recovery for the root user of",
		.footer = next_steps,
		.task = CLIENT_TASK_CREATE_PASSWORD,
		.work = allow_recovery,
	};

	return root_job_run(invocation, &job, fault);
}

/* What the root user was protected by, or is still. */
static const char *mfa_note(struct client *root)
{
	const struct iam_list_mfa_devices_in in = { 0 };
	struct iam_list_mfa_devices_out out;
	struct fault fault;

	if (!iam_list_mfa_devices(root, &in, &out, &fault))
		return arena_printf(root->arena, "whether it had MFA is not known: %s",
				    fault_text_short(root->arena, &fault));
	if (!out.mfa_devices.len)
		return "it had no MFA all the while";
	return "an MFA device is still there; `mattock plan` finds it";
}

/* Deletes the login profile, and looks whether it is gone. */
static bool delete_profile(struct client *root, struct fault *fault)
{
	const struct iam_delete_login_profile_in in = { 0 };
	struct iam_delete_login_profile_out out;
	struct profile profile;

	if (!iam_delete_login_profile(root, &in, &out, fault) && !fault->is_outcome_unknown &&
	    !fault_is(fault, "NoSuchEntity"))
		return false;
	if (!read_profile(root, &profile, fault)) {
		fault->is_outcome_unknown = true;
		return fault_prefix(fault, "whether the password is gone is not known");
	}
	return !profile.is_there ||
	       not_known(fault, "AWS still shows the password; run the same again");
}

/* What was there long before is not of a recovery: it needs the looks and gates of a plan. */
static bool check_recovered(struct client *root, const struct profile *profile, struct fault *fault)
{
	struct clock clock = client_clock(root->system);
	int64_t age_ms = clock_now_ms(&clock) - profile->created_ms;
	char day[CLOCK_ISO_LEN + 1];

	if (profile->created_ms && age_ms <= (int64_t)RECOVERY_DAYS_MAX * DAY_MS)
		return true;
	if (!profile->created_ms)
		return fault_set(
			fault, FAULT_REFUSED,
			"AWS does not say since when the password is there; `mattock plan` "
			"and apply delete it");
	clock_format_iso(profile->created_ms, day);
	return fault_set(
		fault, FAULT_REFUSED,
		"the password is there since %.10s, so it is of no recovery; `mattock plan` "
		"and apply delete it",
		day);
}

/*
 * One answer that there is no password may be stale. It must agree with the
 * account's summary, which only a session for audits may read.
 */
static bool confirm_absent(const struct root_job_place *place, struct fault *fault)
{
	struct audit_account account = { .id = place->account_id };
	const struct audit_kind *password = &account.kinds[CREDENTIAL_PASSWORD];

	audit_read_account(place->caller, place->root->arena, &account);
	if (password->presence == PRESENCE_ABSENT)
		return true;
	fault_set(fault, FAULT_TRANSPORT, "whether there is a password is not known: %s",
		  password->why ? password->why : "AWS showed none, and then one");
	fault->is_outcome_unknown = true;
	return false;
}

static bool lock_again(const struct root_job_place *place, struct root_job_result *out_result,
		       struct fault *fault)
{
	struct client *root = place->root;
	struct profile profile;

	if (!read_profile(root, &profile, fault))
		return false;
	out_result->result = profile.is_there ? "locked" : "locked already";
	if (!profile.is_there)
		return confirm_absent(place, fault);
	if (!check_recovered(root, &profile, fault))
		return false;
	out_result->note = mfa_note(root);
	return delete_profile(root, fault);
}

bool command_relock(struct invocation *invocation, struct fault *fault)
{
	static const struct root_job job = {
		.kind = "relock",
		.what = "deletes the root password of",
		.task = CLIENT_TASK_DELETE,
		.work = lock_again,
	};

	return root_job_run(invocation, &job, fault);
}
