/*
 * command_recover.c - recover and relock: lets the holder of an account's root
 * mailbox in again, and takes the way in away when the work is done.
 */
#include "client/fault_text.h"
#include "client/rollout/commands.h"
#include "client/rollout/root_job.h"
#include "model/iam_client.h"

static const char next_steps[] =
	"An allowed account has no usable password yet.\n"
	"Whoever reads its root mailbox now opens the sign-in page and chooses\n"
	"\"Forgot password\"; then sets up MFA at once, for the account has none.\n"
	"Set a timer: until `mattock relock` the mailbox is a way in.";

/* Whether the root user has a login profile; false with a fault if that cannot be seen. */
static bool read_profile(struct client *root, bool *out_is_there, struct fault *fault)
{
	const struct iam_get_login_profile_in in = { 0 };
	struct iam_get_login_profile_out out;

	*out_is_there = iam_get_login_profile(root, &in, &out, fault);
	return *out_is_there || fault_is(fault, "NoSuchEntity");
}

/* Creates the login profile; done also when there is one already. */
static bool allow_recovery(struct client *root, struct root_job_result *out_result,
			   struct fault *fault)
{
	const struct iam_create_login_profile_in in = { 0 };
	struct iam_create_login_profile_out out;
	bool is_there;

	out_result->result = "allowed";
	if (iam_create_login_profile(root, &in, &out, fault))
		return true;
	if (fault->is_outcome_unknown)
		return read_profile(root, &is_there, fault) &&
		       (is_there || fault_set(fault, FAULT_TRANSPORT,
					      "the answer was lost, and nothing was created"));
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
	bool is_there;

	if (!iam_delete_login_profile(root, &in, &out, fault) && !fault->is_outcome_unknown &&
	    !fault_is(fault, "NoSuchEntity"))
		return false;
	if (!read_profile(root, &is_there, fault))
		return fault_prefix(fault, "whether the password is gone is not known");
	return !is_there || fault_set(fault, FAULT_TRANSPORT,
				      "AWS still shows the password; run the same again");
}

static bool lock_again(struct client *root, struct root_job_result *out_result, struct fault *fault)
{
	bool is_there;

	if (!read_profile(root, &is_there, fault))
		return false;
	out_result->result = is_there ? "locked" : "locked already";
	if (!is_there)
		return true;
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
