#include "client/rollout/apply_delete.h"

#include "client/fault_text.h"
#include "client/rollout/audit_read.h"
#include "model/iam_client.h"

static bool delete_key(struct client *root, const struct credential *key, struct fault *fault)
{
	const struct iam_delete_access_key_in in = { .access_key_id = key->id };
	struct iam_delete_access_key_out out;

	return iam_delete_access_key(root, &in, &out, fault);
}

static bool delete_certificate(struct client *root, const struct credential *certificate,
			       struct fault *fault)
{
	const struct iam_delete_signing_certificate_in in = { .certificate_id = certificate->id };
	struct iam_delete_signing_certificate_out out;

	return iam_delete_signing_certificate(root, &in, &out, fault);
}

static bool deactivate_mfa_device(struct client *root, const struct credential *device,
				  struct fault *fault)
{
	const struct iam_deactivate_mfa_device_in in = { .serial_number = device->id };
	struct iam_deactivate_mfa_device_out out;

	return iam_deactivate_mfa_device(root, &in, &out, fault);
}

static bool delete_password(struct client *root, const struct credential *password,
			    struct fault *fault)
{
	const struct iam_delete_login_profile_in in = { 0 };
	struct iam_delete_login_profile_out out;

	UNUSED(password);
	return iam_delete_login_profile(root, &in, &out, fault);
}

static bool (*const deleters[CREDENTIAL_KINDS])(struct client *, const struct credential *,
						struct fault *) = {
	[CREDENTIAL_ACCESS_KEY] = delete_key,
	[CREDENTIAL_CERTIFICATE] = delete_certificate,
	[CREDENTIAL_MFA_DEVICE] = deactivate_mfa_device,
	[CREDENTIAL_PASSWORD] = delete_password,
};

static bool write_entry(const struct apply_delete *context, enum journal_event event,
			const struct credential *credential, const char *text, struct fault *fault)
{
	const struct journal_entry entry = { .event = event,
					     .account_id = context->account_id,
					     .credential = credential,
					     .text = text };

	return journal_write(context->journal, &entry, fault);
}

/*
 * The answer was lost: the write may have happened. Only another look can
 * tell; the delete is not sent again.
 */
static void look_again(const struct apply_delete *context, struct apply_item *item,
		       const char *lost)
{
	const struct credential *wanted = &item->planned->credential;
	struct audit_account seen = { .id = context->account_id };

	audit_read_credentials(context->root, context->arena, &seen);
	if (seen.kinds[wanted->kind].presence == PRESENCE_UNKNOWN) {
		item->result = APPLY_UNKNOWN;
		item->why = arena_printf(context->arena, "%s; and another look failed: %s", lost,
					 seen.kinds[wanted->kind].why);
		return;
	}
	for (size_t i = 0; i < seen.credential_count; i++) {
		if (!credential_is_same(&seen.credentials[i], wanted))
			continue;
		item->result = APPLY_FAILED;
		item->why = arena_printf(context->arena, "%s; it is still there", lost);
		return;
	}
	item->result = APPLY_DELETED;
	item->note = "the answer was lost; another look showed it gone";
}

static void judge_failure(const struct apply_delete *context, struct apply_item *item,
			  const struct fault *failure)
{
	const char *text = fault_text_short(context->arena, failure);

	if (failure->is_outcome_unknown) {
		look_again(context, item, text);
		return;
	}
	if (fault_is(failure, "NoSuchEntity")) {
		item->result = APPLY_GONE;
		return;
	}
	item->result = APPLY_FAILED;
	item->why = text;
}

/*
 * A virtual device is an object of its own that outlives its deactivation.
 * The task policy's text denies removing it by its ARN (assumed): then it is
 * left, says so, and does no harm.
 */
static bool delete_virtual_device(const struct apply_delete *context, struct apply_item *item,
				  struct fault *fault)
{
	const struct credential *device = &item->planned->credential;
	const struct iam_delete_virtual_mfa_device_in in = { .serial_number = device->id };
	struct iam_delete_virtual_mfa_device_out out;
	struct fault failure;
	const char *text;

	if (!write_entry(context, JOURNAL_INTENT, device, "virtual device object", fault))
		return false;
	if (iam_delete_virtual_mfa_device(context->root, &in, &out, &failure))
		return write_entry(context, JOURNAL_DONE, device, "virtual device object", fault);
	if (fault_is(&failure, "NoSuchEntity"))
		return write_entry(context, JOURNAL_GONE, device, "virtual device object", fault);
	text = fault_text_short(context->arena, &failure);
	item->note = fault_is(&failure, "AccessDenied")
			     ? "deactivated; its virtual device object remains, which the task "
			       "policy does not let go and which opens nothing"
			     : arena_printf(context->arena,
					    "deactivated; its virtual device object remains: %s",
					    text);
	return write_entry(context, JOURNAL_FAILED, device, text, fault);
}

bool apply_delete_item(const struct apply_delete *context, struct apply_item *item,
		       struct fault *fault)
{
	static const enum journal_event events[APPLY_RESULTS] = {
		[APPLY_DELETED] = JOURNAL_LOST,
		[APPLY_GONE] = JOURNAL_GONE,
		[APPLY_FAILED] = JOURNAL_FAILED,
		[APPLY_UNKNOWN] = JOURNAL_LOST,
	};
	const struct credential *credential = &item->planned->credential;
	struct fault failure;

	if (!write_entry(context, JOURNAL_INTENT, credential, NULL, fault))
		return false;
	if (!deleters[credential->kind](context->root, credential, &failure)) {
		judge_failure(context, item, &failure);
		return write_entry(context, events[item->result], credential,
				   item->why ? item->why : item->note, fault);
	}
	item->result = APPLY_DELETED;
	if (!write_entry(context, JOURNAL_DONE, credential, NULL, fault))
		return false;
	if (credential_is_virtual_mfa(credential))
		return delete_virtual_device(context, item, fault);
	return true;
}
