/*
 * quota.h - quotas and choices of an organization's behaviour.
 *
 * A row of the setting table named "organizations.NAME" replaces the default.
 * docs/fidelity.md says where each default is from.
 */
#pragma once

#include "mock/call.h"

enum quota {
	QUOTA_SCP_AT_START,          /* a new organization has SCPs enabled: 1 or 0 */
	QUOTA_ACCOUNTS,              /* accounts in an organization, its own included */
	QUOTA_CREATIONS,             /* CreateAccount requests in progress at a time */
	QUOTA_CREATION_MS,           /* how long CreateAccount takes */
	QUOTA_CLOSURE_MS,            /* how long an account is PENDING_CLOSURE */
	QUOTA_CLOSURES,              /* accounts closed in 30 days; the least the quota is */
	QUOTA_UNITS,                 /* OUs in an organization */
	QUOTA_UNIT_DEPTH,            /* levels of OUs below the root */
	QUOTA_SCPS,                  /* service control policies in an organization */
	QUOTA_OTHER_POLICIES,        /* policies of any other type in an organization */
	QUOTA_SCPS_PER_TARGET,       /* attached to one root, OU or account */
	QUOTA_RCPS_PER_TARGET,       /* resource control policies, the default one included */
	QUOTA_OTHERS_PER_TARGET,     /* of any other type */
	QUOTA_SCP_CHARACTERS,        /* the size of a document, white space counted */
	QUOTA_RCP_CHARACTERS,        /* the same */
	QUOTA_OTHER_CHARACTERS,      /* the same */
	QUOTA_DELEGATES_PER_SERVICE, /* 0: no limit */
	QUOTA_ANY_SERVICE_PRINCIPAL, /* accept principals AWS does not know: 1 or 0 */
	QUOTA_LEAVE_WAIT_MS,         /* a created account's age before it may leave */
	QUOTA_INVITATIONS_PER_DAY,   /* handshakes sent in 24 hours */
};

/* The value in force. */
int64_t quota_get(struct call *call, enum quota quota);
