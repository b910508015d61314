/*
 * policy_cache.h - compiled policies, and which of them bind whom.
 *
 * Finding and compiling the policies of a caller takes longer than deciding
 * with them, so both are kept until a commit changes what they were made of.
 * Everything answered is the cache's and is good until the next refresh.
 */
#pragma once

#include "mock/call.h"
#include "policy/request.h"

struct policy_cache;

/* Freed with policy_cache_free, which takes NULL. */
struct policy_cache *policy_cache_new(void);
void policy_cache_free(struct policy_cache *cache);

/*
 * Begins a request: forgets everything if the state's version is another one
 * than before, or if too much is kept.
 */
void policy_cache_refresh(struct policy_cache *cache, struct call *call);

/* The compiled text; NULL for NULL and for what is no policy. */
const struct policy_document *policy_cache_document(struct policy_cache *cache, const char *text);

/* The default version of a managed policy; its document is NULL if there is none. */
const struct policy_source *policy_cache_managed(struct policy_cache *cache, struct call *call,
						 const char *arn);

/* Inline and managed policies of a user, with those of its groups, or of a role. */
const struct policy_set *policy_cache_identity(struct policy_cache *cache, struct call *call,
					       const char *unique_id);

/* The types of policy that bind requests. */
enum policy_cache_type { POLICY_CACHE_SCP, POLICY_CACHE_RCP };

/* The SCPs or RCPs from the root down to the account. */
const struct policy_levels *policy_cache_levels(struct policy_cache *cache, struct call *call,
						const char *account_id,
						enum policy_cache_type type);

/* Where an account stands; all NULL if it is in no organization. */
struct policy_cache_place {
	const char *organization_id;
	const char *management_account_id;
	const char *parent_path; /* "o-x/r-x/ou-a/", of the account's parent */
};

const struct policy_cache_place *policy_cache_place(struct policy_cache *cache, struct call *call,
						    const char *account_id);
