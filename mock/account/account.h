/*
 * account.h - what the handlers of Account Management share.
 *
 * Account Management is here for the root user's e-mail address, to which
 * AWS sends the mail that lets somebody recover the root password.
 */
#pragma once

#include "mock/call.h"
#include "model/account_api.h"

/*
 * Whether the caller may act on the account: on a member, from the management
 * account or a delegated administrator of account.amazonaws.com, with trusted
 * access on (documented). A NULL @account_id is the caller's own account.
 */
MUST_USE enum api_status account_check_target(struct call *call, const char *account_id);

/* The handlers. */
enum api_status account_get_account_information(struct call *call,
						const struct account_get_account_information_in *in,
						struct account_get_account_information_out *out);
enum api_status account_get_primary_email(struct call *call,
					  const struct account_get_primary_email_in *in,
					  struct account_get_primary_email_out *out);
enum api_status account_start_primary_email_update(
	struct call *call, const struct account_start_primary_email_update_in *in,
	struct account_start_primary_email_update_out *out);
enum api_status account_accept_primary_email_update(
	struct call *call, const struct account_accept_primary_email_update_in *in,
	struct account_accept_primary_email_update_out *out);

extern const struct account_handlers account_handlers;
