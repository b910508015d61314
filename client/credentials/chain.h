/*
 * chain.h - the chain of links in which AWS's SDKs look for credentials.
 *
 * links.c is the table: one row a link, in AWS's order, each in a file of its
 * own. A link either answers, or passes with a reason, or fails: what is there
 * and not whole is never skipped. The first answer counts. A role's source is
 * found by the same table, of which then only the links of a profile take part.
 *
 * Order and conditions are those of botocore (documented, and compared with it
 * in tests/clients/chain_compare.py).
 */
#pragma once

#include "client/client.h"
#include "client/credentials.h"

struct chain_link;

enum { CHAIN_DEPTH_MAX = 64 }; /* profiles that lead to one another */

/* One search, with all that leads to it. */
struct chain {
	struct client_system *system;
	struct region region; /* whose STS is asked for roles */
	struct arena arena;   /* of the search; holds secrets and is wiped at its end */
	struct credentials_look *first_look, *last_look;
	const char *passed; /* why the link at hand gives nothing */
};

/* Whose credentials a link is asked for. */
struct chain_place {
	const struct chain_link *link; /* which is asked */
	const char *profile;           /* never NULL */
	bool is_source;                /* of a role that another profile, or this one, assumes */
	bool keeps_environment_out; /* what the environment says of keys and roles is not meant */
	size_t depth;
	const struct chain_place *before; /* whose source it is; NULL: nobody's */
};

/*
 * A link: true with *out_credentials set is an answer, true without it passes
 * (see chain_pass), false is a fault. *out_credentials is NULL on entry.
 */
struct chain_link {
	const char *name;      /* as `aws configure list` writes it: "assume-role" */
	bool is_of_profile;    /* takes part where a role's source is looked for */
	bool is_of_key;        /* only looks at settings of the environment's own key */
	const char *canonical; /* the name credential_source has for it; NULL: none */
	bool (*find)(struct chain *chain, const struct chain_place *place, struct fault *fault,
		     struct credentials **out_credentials);
};

/* The table, ended by a row without a name. */
extern const struct chain_link chain_links[];

/*
 * Finds the caller's credentials for @system's profile; roles are assumed in
 * @region. FAULT_CREDENTIALS if no link has any, one is not whole, or what it
 * has is expired; FAULT_SERVICE and others if a service that a link asks
 * refuses. Free them with credentials_free().
 */
MUST_USE bool chain_resolve(struct client_system *system, const struct region *region,
			    struct fault *fault, struct credentials **out_credentials);

/* For links: gives nothing, and why. Returns true. */
bool chain_pass(struct chain *chain, const char *format, ...) PRINTF_LIKE(2, 3);

/* For links: walks the table for @place. *out_credentials stays NULL if nobody answers. */
MUST_USE bool chain_walk(struct chain *chain, const struct chain_place *place, struct fault *fault,
			 struct credentials **out_credentials);

/* For links: asks one link and notes what it said. */
MUST_USE bool chain_ask(struct chain *chain, const struct chain_place *place, struct fault *fault,
			struct credentials **out_credentials);

/* For links: a setting of the place's profile, or NULL. */
const char *chain_setting(const struct chain *chain, const struct chain_place *place,
			  const char *name);

/* For links: a variable of the environment, or NULL. */
const char *chain_variable(const struct chain *chain, const char *name);

/* For links: the time, as AWS has it. */
int64_t chain_now_ms(const struct chain *chain);

/* For links: a time for people, in the chain's arena. */
const char *chain_time(struct chain *chain, int64_t ms);

/* For links: the name of a role's session where nobody chose one. */
const char *chain_session_name(struct chain *chain);

/* The rows, by file. */
bool link_environment(struct chain *chain, const struct chain_place *place, struct fault *fault,
		      struct credentials **out_credentials);
bool link_role(struct chain *chain, const struct chain_place *place, struct fault *fault,
	       struct credentials **out_credentials);
bool link_web_identity(struct chain *chain, const struct chain_place *place, struct fault *fault,
		       struct credentials **out_credentials);
bool link_sso(struct chain *chain, const struct chain_place *place, struct fault *fault,
	      struct credentials **out_credentials);
bool link_credentials_file(struct chain *chain, const struct chain_place *place,
			   struct fault *fault, struct credentials **out_credentials);
bool link_login(struct chain *chain, const struct chain_place *place, struct fault *fault,
		struct credentials **out_credentials);
bool link_process(struct chain *chain, const struct chain_place *place, struct fault *fault,
		  struct credentials **out_credentials);
bool link_config_file(struct chain *chain, const struct chain_place *place, struct fault *fault,
		      struct credentials **out_credentials);
bool link_container(struct chain *chain, const struct chain_place *place, struct fault *fault,
		    struct credentials **out_credentials);
bool link_instance(struct chain *chain, const struct chain_place *place, struct fault *fault,
		   struct credentials **out_credentials);
