/*
 * caller.h - who is asking, and what that account is to its organization.
 */
#pragma once

#include "client/client.h"
#include "client/organization.h"

enum caller_kind {
	CALLER_UNKNOWN,    /* AWS did not let us see */
	CALLER_NONE,       /* in no organization */
	CALLER_MEMBER,     /* neither of the next two */
	CALLER_DELEGATE,   /* delegated administrator for IAM */
	CALLER_MANAGEMENT, /* the organization's management account */
};

struct caller {
	const char *account_id, *arn, *user_id;
	bool is_root; /* root may not call AssumeRoot */
	enum caller_kind kind;
	const char *kind_reason;          /* unknown: why; else NULL */
	bool has_organization;            /* the next member is filled */
	struct organization organization; /* without accounts and units */
};

/*
 * Asks STS who the caller is, then what its account is. Only the first can
 * fail; the rest becomes CALLER_UNKNOWN with its reason.
 */
MUST_USE bool caller_identify(struct client *client, struct caller *out_caller,
			      struct fault *fault);

/* "management", "delegate", "member", "none", "unknown". */
const char *caller_kind_name(enum caller_kind kind);

/* Whether its organization is one for bills only, in which nothing of root access can be on. */
bool caller_is_consolidated_billing(const struct caller *caller);

/* Says who is needed and who is here: FAULT_REFUSED unless it is the management account. */
MUST_USE bool caller_require_management(const struct caller *caller, const char *what,
					struct fault *fault);
