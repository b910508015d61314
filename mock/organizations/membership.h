/*
 * membership.h - the caller's organization and the accounts in it.
 *
 * A handler begins by asking for the caller's organization; what it is given
 * an id for must be in that organization, otherwise it does not exist.
 */
#pragma once

#include "mock/database.h"
#include "mock/organizations/lookup.h"
#include "model/organizations_api.h"

/* An account as the database has it. */
struct account_row {
	const char *id;
	const char *name;
	const char *email;
	const char *state; /* AWS's State; Status follows from it */
	const char *parent_id;
	const char *joined_method;
	int64_t joined_ms;
};

/* The columns that fill a struct account_row, for statements that read accounts. */
#define ACCOUNT_COLUMNS                                                                           \
	"account.id AS id, account.name AS name, account.email AS email, account.state AS state," \
	" account.parent_id AS parent_id, account.joined_method AS joined_method,"                \
	" account.joined_ms AS joined_ms"

extern const struct database_row account_form;

/*
 * The caller's organization. False: the caller is in none and the call has
 * failed with AWSOrganizationsNotInUseException.
 */
MUST_USE bool membership_require(struct call *call, struct lookup_organization *out_organization);

/* As membership_require; also false, with ConstraintViolation, unless all features are enabled. */
MUST_USE bool membership_require_all_features(struct call *call,
					      struct lookup_organization *out_organization);

/* An account of the organization; false if it has none with this id. The call does not fail. */
MUST_USE bool membership_account(struct call *call, const struct lookup_organization *organization,
				 const char *account_id, struct account_row *out_account);

/* Whether the feature set is ALL. */
bool membership_has_all_features(const struct lookup_organization *organization);

/* Accounts in the organization, the management account included. */
int64_t membership_count(struct call *call, const struct lookup_organization *organization);

/* Takes an account out: its attachments, tags in the organization and place in the tree go. */
void membership_end(struct call *call, const struct lookup_organization *organization,
		    const char *account_id);

/* Puts an account under the root, with the default policies of each enabled type. */
void membership_begin(struct call *call, const struct lookup_organization *organization,
		      const char *account_id, const char *joined_method, int64_t joined_ms);

/* What the accounts below one parent have in common. */
struct membership_place {
	const char *arn;  /* of an account, up to its id: "arn:aws:...:account/o-x/" */
	const char *path; /* of the parent: "o-x/r-x/ou-x/" */
};

struct membership_place membership_place(struct call *call,
					 const struct lookup_organization *organization,
					 const char *parent_id);

/* An account as answers show it; the place is that of account->parent_id. */
struct organizations_account membership_shape(struct call *call,
					      const struct membership_place *place,
					      const struct account_row *account);

/* AWS's older Status of a State: CLOSED is SUSPENDED (documented). */
const char *membership_status(const char *state);
