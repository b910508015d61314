/*
 * selection.h - which accounts a command works on.
 *
 * Chosen are the accounts named by id, also in a file, those below each --ou,
 * or with --all (or only filters) every account; --tag, --name and --state then
 * keep those that match. What is left out of that is never dropped without a word: the
 * management account, accounts that are not ACTIVE and excluded ones stay in
 * the result with the reason why they are skipped. Exclude files have the form
 * of client/exceptions.h.
 */
#pragma once

#include "client/command.h"
#include "client/exceptions.h"
#include "client/organization.h"

/* Why an account that was chosen is not worked on. */
enum selection_skip {
	SELECTION_NOT_SKIPPED,
	SELECTION_SKIP_MANAGEMENT, /* its root user is out of reach of root sessions */
	SELECTION_SKIP_STATE,      /* not ACTIVE */
	SELECTION_SKIP_EXCLUDED,   /* by --exclude or an exclude file */
};

/* What the command line asks for. No account is known yet. */
struct selection {
	const char *const *ids;
	size_t id_count;
	const struct option_values *units, *tags, *names, *states;
	bool is_all;
	bool allows_empty; /* nothing to work on is a result like any other */
	struct exceptions exclusions;
	/*
	 * Told of accounts that are sure to be chosen and not skipped, while the list still comes
	 * in; of others not before the result. Not set: nobody.
	 */
	struct organization_listener early;
};

struct selection_item {
	const struct organization_account *account;
	enum selection_skip skip;
	const char *reason; /* skipped: in words; else NULL */
};

struct selection_result {
	struct organization organization; /* with accounts; with units if they could be read */
	struct selection_item *items;     /* in the order of account ids */
	size_t count;
	size_t selected_count; /* of them, not skipped */
	bool has_expired;      /* an exclusion is past its end; it still excludes */
};

/*
 * Reads the options, the words from @first_word on (account ids) and the
 * exclude files. Asks AWS nothing. FAULT_USAGE names what is wrong; also if
 * nothing is chosen, unless @default_all.
 */
MUST_USE bool selection_parse(const struct invocation *invocation, size_t first_word,
			      bool default_all, struct selection *out_selection,
			      struct fault *fault);

/*
 * Finds the accounts. FAULT_REFUSED if an id is not of the organization, or
 * the management account is named, or nothing is left to work on: zero
 * targets are an error unless --allow-empty is given. The result lives in the client's arena.
 */
MUST_USE bool selection_resolve(struct client *client, const struct selection *selection,
				struct selection_result *out_result, struct fault *fault);

/*
 * As selection_resolve, for showing: accounts are never skipped but for
 * exclusions, and the management account may be named.
 */
MUST_USE bool selection_resolve_all(struct client *client, const struct selection *selection,
				    struct selection_result *out_result, struct fault *fault);
