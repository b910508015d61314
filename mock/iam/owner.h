/*
 * owner.h - whose credentials an operation is about.
 *
 * The credential operations take a UserName; without one they act on the
 * caller itself. For the root user, by key or by an AssumeRoot session, that
 * is the account's root user (recorded).
 */
#pragma once

#include "mock/iam/iam.h"

/* A holder of passwords, keys, certificates and MFA devices. */
struct iam_owner {
	const char *id;        /* owner_id of the credential tables; the account id for root */
	const char *user_name; /* as it was created; NULL: the root user */
};

/*
 * Finds the owner. An unknown name is NoSuchEntity; a role or federated
 * session that names nobody gets ValidationError "Must specify userName when
 * calling with non-User credentials" (recorded).
 */
enum api_status iam_owner_find(struct call *call, const char *user_name,
			       struct iam_owner *out_owner);
