/*
 * session.h - a root session whose identity was looked at.
 */
#pragma once

#include "client/client.h"

/*
 * Asks STS, which no policy can deny, whether the session is the account's root user's.
 * FAULT_CREDENTIALS if it is somebody else's; another fault if nobody said so.
 */
MUST_USE bool session_check_identity(struct client *root, const char *account_id,
				     struct fault *fault);

/*
 * As client_assume_root(), and then asks STS whose session it is: if it is
 * not the account's root user, nothing is done with it (FAULT_CREDENTIALS).
 * Tasks that may call GetUser look there instead and save the call.
 */
MUST_USE bool session_open(struct client *caller, const char *account_id, enum client_task task,
			   struct client *out_root, struct fault *fault);
