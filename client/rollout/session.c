#include "client/rollout/session.h"

#include <string.h>

#include "model/sts_client.h"

bool session_check_identity(struct client *root, const char *account_id, struct fault *fault)
{
	const char *wanted = arena_printf(root->arena, "arn:%s:iam::%s:root",
					  client_partition(root), account_id);
	const struct sts_get_caller_identity_in in = { 0 };
	struct sts_get_caller_identity_out out;

	if (!sts_get_caller_identity(root, &in, &out, fault))
		return false;
	if (out.arn && !strcmp(out.arn, wanted))
		return true;
	return fault_set(fault, FAULT_CREDENTIALS,
			 "the session that AWS gave out is %s, not %s; nothing was done with it",
			 out.arn ? out.arn : "nobody's", wanted);
}

bool session_open(struct client *caller, const char *account_id, enum client_task task,
		  struct client *out_root, struct fault *fault)
{
	if (!client_assume_root(caller, account_id, task, out_root, fault))
		return false;
	if (session_check_identity(out_root, account_id, fault))
		return true;
	client_done(out_root);
	*out_root = (struct client){ 0 };
	return false;
}
