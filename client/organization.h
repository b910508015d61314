/*
 * organization.h - the organization as its own API shows it.
 *
 * Read with list and describe calls only. Everything lives in the arena of
 * the client that read it.
 */
#pragma once

#include "client/client.h"

struct organization_account {
	const char *id, *name;
	const char *email;     /* may be NULL */
	const char *state;     /* "ACTIVE", "SUSPENDED", ...: State, or Status where AWS has none */
	const char *parent_id; /* of the unit or root it is in; NULL if not known */
	const char *path;      /* names of its units, "Workloads/Prod"; "" at the root; or NULL */
	bool is_management;
	const char *joined_method; /* "CREATED" or "INVITED"; NULL if AWS does not say */
	int64_t joined_ms;         /* 0: AWS does not say */
};

struct organization_unit {
	const char *id, *name;
	const char *parent_id; /* NULL: this is the root */
	const char *path;      /* names, "Workloads/Prod"; "" for the root */
};

struct organization {
	const char *id, *management_account_id;
	const char *feature_set; /* "ALL" or "CONSOLIDATED_BILLING" */
	struct organization_account *accounts;
	size_t account_count;
	struct organization_unit *units; /* parents come before their children */
	size_t unit_count;               /* 0 until organization_load_units() */
};

/* Id, management account and feature set. */
MUST_USE bool organization_describe(struct client *client, struct organization *out_organization,
				    struct fault *fault);

/* All accounts, in the order of their ids. */
MUST_USE bool organization_load_accounts(struct client *client, struct organization *organization,
					 struct fault *fault);

/*
 * The same, and tells of the accounts of each page as it comes, if there is more than one
 * page: @found is called with an account that is borrowed, whose texts are in the client's arena.
 */
struct organization_listener {
	void (*found)(void *context, const struct organization_account *account);
	void *context;
};
MUST_USE bool organization_load_accounts_early(struct client *client,
					       struct organization *organization,
					       const struct organization_listener *listener,
					       struct fault *fault);

/* The root and all units; accounts that are loaded get their path. */
MUST_USE bool organization_load_units(struct client *client, struct organization *organization,
				      struct fault *fault);

/*
 * FAULT_REFUSED if the account is the management account or AWS says that the
 * organization has no such account. Where AWS does not let the caller look,
 * that alone is no reason, nor is an organization that is not known (zeroed):
 * then STS decides. One call, DescribeAccount.
 */
MUST_USE bool organization_check_member(struct client *client,
					const struct organization *organization,
					const char *account_id, struct fault *fault);

/* The account of that id, or NULL. */
const struct organization_account *organization_account_by_id(
	const struct organization *organization, const char *id);

/*
 * The unit that @text means: an id, a path of names ("Workloads/Prod", "/Prod"),
 * or a name that only one unit has. FAULT_USAGE if there is none or it is not clear which.
 */
MUST_USE bool organization_find_unit(const struct organization *organization, const char *text,
				     const struct organization_unit **out_unit,
				     struct fault *fault);

/* Whether the account is in the unit or somewhere below it. */
bool organization_is_below(const struct organization *organization,
			   const struct organization_account *account,
			   const struct organization_unit *unit);

/* The tags of an account as key and value pairs, ended by a NULL key. */
struct organization_tag {
	const char *key, *value;
};
MUST_USE bool organization_tags(struct client *client, const char *account_id,
				const struct organization_tag **out_tags, struct fault *fault);

/* Whether @text is an account id: twelve digits. */
bool organization_is_account_id(const char *text);
