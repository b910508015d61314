#include "client/rollout/apply_delete.h"

#include "client/fault_text.h"
#include "client/rollout/apply_check.h"
#include "client/rollout/audit_read.h"
#include "model/iam_client.h"

enum {
	SESSION_MARGIN_MS = 60 * 1000, /* a session with less time left is replaced */
	SENDS_MAX = 3,                 /* of one delete, each after another look */
};

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

static bool delete_virtual_device(struct client *root, const struct credential *device,
				  struct fault *fault)
{
	const struct iam_delete_virtual_mfa_device_in in = { .serial_number = device->id };
	struct iam_delete_virtual_mfa_device_out out;

	return iam_delete_virtual_mfa_device(root, &in, &out, fault);
}

struct deletion {
	const char *operation;
	bool (*send)(struct client *root, const struct credential *credential, struct fault *fault);
};

static const struct deletion deletions[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = { "DeleteAccessKey", delete_key },
	[CREDENTIAL_CERTIFICATE] = { "DeleteSigningCertificate", delete_certificate },
	[CREDENTIAL_MFA_DEVICE] = { "DeactivateMFADevice", deactivate_mfa_device },
	[CREDENTIAL_PASSWORD] = { "DeleteLoginProfile", delete_password },
};

static const struct deletion virtual_device = { "DeleteVirtualMFADevice", delete_virtual_device };

/* A delete that is under way. */
struct sending {
	struct apply_work *work;
	struct apply_item *item;
	const struct deletion *deletion;
	bool is_repeated; /* it did not happen, and may be sent once more */
};

static bool record(const struct sending *sending, enum journal_event event, const char *request_id,
		   const char *text, struct fault *fault)
{
	const struct journal_entry entry = {
		.event = event,
		.account_id = sending->work->account->planned->id,
		.operation = sending->deletion->operation,
		.credential = &sending->item->planned->credential,
		.request_id = request_id && *request_id ? request_id : NULL,
		.text = text,
	};

	return journal_write(sending->work->run->journal, &entry, fault);
}

/*
 * The answer was lost: the write may have happened. Only another look can
 * tell; without it the delete is not sent again.
 */
static void look_again(struct sending *sending, const char *lost)
{
	struct apply_work *work = sending->work;
	struct apply_item *item = sending->item;
	struct arena *arena = work->run->arena;
	const struct credential *wanted = &item->planned->credential, *now;
	struct audit_account seen = { .id = work->account->planned->id };

	work->looked_ms = clock_now_ms(&work->run->caller->system->monotonic);
	audit_read_credentials(&work->root, work->seen, &seen);
	now = apply_account_find(&seen, wanted);
	if (seen.kinds[wanted->kind].presence == PRESENCE_UNKNOWN) {
		item->result = APPLY_UNKNOWN;
		item->why = arena_printf(arena, "%s; and another look failed: %s", lost,
					 seen.kinds[wanted->kind].why);
	} else if (now && !apply_check_made_anew(work, wanted, now)) {
		item->result = APPLY_FAILED;
		item->why = arena_printf(arena, "%s; it is still there", lost);
		sending->is_repeated = true;
	} else {
		item->result = APPLY_DELETED;
		item->note = "the answer was lost; another look showed it gone";
	}
}

static bool is_session_over(const struct fault *failure)
{
	return fault_is(failure, "ExpiredToken") || fault_is(failure, "ExpiredTokenException");
}

static void judge_failure(struct sending *sending, const struct fault *failure)
{
	struct apply_item *item = sending->item;
	const char *text = fault_text_short(sending->work->run->arena, failure);

	if (failure->is_outcome_unknown) {
		look_again(sending, text);
		return;
	}
	if (fault_is(failure, "NoSuchEntity")) {
		item->result = APPLY_GONE;
		return;
	}
	item->result = APPLY_FAILED;
	item->why = text;
	/* It was not done, and another run may. */
	if (failure->kind == FAULT_DEADLINE && apply_account_is_over(sending->work, NULL))
		item->result = APPLY_NOT_REACHED;
	if (is_session_over(failure)) {
		client_done(&sending->work->root);
		sending->is_repeated = true;
	}
}

/* A fresh session when the one we have is over or about to end. */
static bool renew(struct apply_work *work, struct fault *fault)
{
	if (work->root.credentials && client_time_left_ms(&work->root) > SESSION_MARGIN_MS)
		return true;
	client_done(&work->root);
	work->looked_ms = 0;
	return client_assume_root(&work->own, work->account->planned->id, CLIENT_TASK_DELETE,
				  &work->root, fault);
}

static bool send_once(struct sending *sending, struct fault *fault)
{
	static const enum journal_event events[APPLY_RESULTS] = {
		[APPLY_NOT_REACHED] = JOURNAL_FAILED, [APPLY_DELETED] = JOURNAL_LOST,
		[APPLY_GONE] = JOURNAL_GONE,          [APPLY_FAILED] = JOURNAL_FAILED,
		[APPLY_UNKNOWN] = JOURNAL_LOST,
	};
	struct apply_item *item = sending->item;
	struct client *root = &sending->work->root;
	struct fault failure;
	enum journal_event event;

	sending->is_repeated = false;
	item->why = item->note = NULL;
	if (!record(sending, JOURNAL_INTENT, NULL, NULL, fault))
		return false;
	if (sending->deletion->send(root, &item->planned->credential, &failure)) {
		item->result = APPLY_DELETED;
		return record(sending, JOURNAL_DONE, root->request_id, NULL, fault);
	}
	judge_failure(sending, &failure);
	event = failure.is_outcome_unknown ? JOURNAL_LOST : events[item->result];
	return record(sending, event, failure.request_id, item->why ? item->why : item->note,
		      fault);
}

/* In the middle of the account: what is left of it waits for a login, or has failed. */
static void end_without_session(struct apply_work *work, struct apply_item *item,
				const struct fault *failure)
{
	bool is_over = apply_account_is_over(work, failure);

	item->result = is_over ? APPLY_NOT_REACHED : APPLY_FAILED;
	item->why = fault_text_short(work->run->arena, failure);
}

bool apply_delete_item(struct apply_work *work, struct apply_item *item, struct fault *fault)
{
	const struct credential *credential = &item->planned->credential;
	struct sending sending = { .work = work,
				   .item = item,
				   .deletion = &deletions[credential->kind] };

	for (unsigned sent = 0; sent < SENDS_MAX; sent++) {
		struct fault failure;

		if (!renew(work, &failure)) {
			end_without_session(work, item, &failure);
			return true;
		}
		if (!apply_check_item(work, item))
			return true;
		if (!send_once(&sending, fault))
			return false;
		if (!sending.is_repeated)
			break;
	}
	if (item->result == APPLY_DELETED && credential_is_virtual_mfa(credential))
		return apply_delete_virtual_device(work, item, fault);
	return true;
}

const struct journal_record *apply_delete_record(const struct apply_work *work,
						 const struct credential *credential)
{
	if (!work->run->journal)
		return NULL;
	return journal_find(work->run->journal, work->account->planned->id,
			    deletions[credential->kind].operation, credential);
}

bool apply_delete_is_half_done(const struct apply_work *work, const struct apply_item *item)
{
	const struct credential *credential = &item->planned->credential;
	const struct journal_record *object;

	if (item->result != APPLY_DELETED || !credential_is_virtual_mfa(credential) ||
	    !apply_delete_record(work, credential))
		return false;
	object = journal_find(work->run->journal, work->account->planned->id,
			      virtual_device.operation, credential);
	return !object || object->event == JOURNAL_INTENT;
}

/*
 * A virtual device is an object of its own that outlives its deactivation.
 * The task policy's text denies removing it by its ARN (assumed): then it is
 * left, says so, and does no harm.
 */
bool apply_delete_virtual_device(struct apply_work *work, struct apply_item *item,
				 struct fault *fault)
{
	const struct sending sending = { .work = work, .item = item, .deletion = &virtual_device };
	struct fault failure;
	const char *text;

	if (!record(&sending, JOURNAL_INTENT, NULL, NULL, fault))
		return false;
	if (virtual_device.send(&work->root, &item->planned->credential, &failure))
		return record(&sending, JOURNAL_DONE, work->root.request_id, NULL, fault);
	if (fault_is(&failure, "NoSuchEntity"))
		return record(&sending, JOURNAL_GONE, failure.request_id, NULL, fault);
	text = fault_text_short(work->run->arena, &failure);
	item->note = fault_is(&failure, "AccessDenied")
			     ? "deactivated; its virtual device object remains, which the task "
			       "policy does not let go and which opens nothing"
			     : arena_printf(work->run->arena,
					    "deactivated; its virtual device object %s: %s",
					    failure.is_outcome_unknown ? "may remain" : "remains",
					    text);
	return record(&sending, failure.is_outcome_unknown ? JOURNAL_LOST : JOURNAL_FAILED,
		      failure.request_id, text, fault);
}
