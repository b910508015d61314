/*
 * session.h - a root session whose identity was looked at.
 */
#pragma once

#include "client/client.h"

/*
 * As client_assume_root(), and then asks STS whose session it is: if it is
 * not the account's root user, nothing is done with it (FAULT_CREDENTIALS).
 * Tasks that may call GetUser look there instead and save the call.
 */
MUST_USE bool session_open(struct client *caller, const char *account_id, enum client_task task,
			   struct client *out_root, struct fault *fault);
