/*
 * loader.h - what the sections of a scenario share while it is loaded.
 *
 * Each section is a file and a function here. Sections come in this order,
 * because later ones name what earlier ones made.
 */
#pragma once

#include "mock/call.h"
#include "mock/organizations/lookup.h"
#include "mock/random.h"
#include "mock/scenario/reader.h"

struct loader {
	struct reader reader;
	struct call call; /* for the functions of the mock; its arena is the load's */
	struct principal principal;
	struct random_source random;
	struct lookup_organization organization; /* id is NULL: there is none */
};

/* An account's part of the file. */
struct loader_account {
	const char *id, *name, *email, *unit, *state, *joined;
	const struct json_value *tags, *root, *users, *roles, *groups, *managed_policies;
	const struct json_value *buckets, *queues;
	const struct json_value *place; /* for faults */
	int64_t created_ms;
	int64_t joined_ms;        /* INT64_MIN: when it was created */
	bool is_outside;          /* in no organization, though there is one */
	bool lacks_default_roles; /* those that Organizations makes */
};

/* Of an export: policies of AWS's that are known by their names alone. */
MUST_USE bool loader_aws_policies(struct loader *loader, const struct json_value *section);
MUST_USE bool loader_organization(struct loader *loader, const struct json_value *section);
MUST_USE bool loader_accounts(struct loader *loader, const struct json_value *section);
MUST_USE bool loader_templates(struct loader *loader, const struct json_value *section);

/* What of the organization's section names accounts: policies, delegates, access, features. */
MUST_USE bool loader_governance(struct loader *loader, const struct json_value *section);
MUST_USE bool loader_callers(struct loader *loader, const struct json_value *section);

/* Checks what the runner carries out: steps, and what must be true at the end; NULL is fine. */
MUST_USE bool loader_steps(struct loader *loader, const struct json_value *steps,
			   const struct json_value *expect, const struct json_value *callers);

/* The parts of an account. */
MUST_USE bool loader_root(struct loader *loader, const struct loader_account *account);
MUST_USE bool loader_users(struct loader *loader, const struct loader_account *account);
MUST_USE bool loader_roles(struct loader *loader, const struct loader_account *account);
MUST_USE bool loader_groups(struct loader *loader, const struct loader_account *account);
MUST_USE bool loader_managed_policies(struct loader *loader, const struct loader_account *account);
MUST_USE bool loader_resources(struct loader *loader, const struct loader_account *account);

/*
 * The text of a policy document: an object without the spaces in it, or the
 * very text that a string of the file is.
 */
MUST_USE bool loader_document(struct loader *loader, const struct json_value *value,
			      const char **out_text);

/*
 * The id of what a path or id of the file names: "root", "Workloads/Prod" or
 * an account id. A fault at @value if there is no such thing.
 */
MUST_USE bool loader_target(struct loader *loader, const struct json_value *value, const char *text,
			    const char **out_id);

/* Names the stream of the ids that are drawn next, so that one thing more changes no other. */
void loader_stream(struct loader *loader, const char *kind, const char *name);

/* A principal of an account, which credentials and policies belong to. */
struct loader_owner {
	const char *account_id, *owner_id;
	const char *user_name; /* NULL: the root user, or a role */
};

/* The credentials of a user or of the root user, from the lists of the file; NULL lists are fine.
 */
MUST_USE bool loader_keys(struct loader *loader, const struct loader_owner *owner,
			  const struct json_value *list);
MUST_USE bool loader_certificates(struct loader *loader, const struct loader_owner *owner,
				  const struct json_value *list);
MUST_USE bool loader_mfa(struct loader *loader, const struct loader_owner *owner,
			 const struct json_value *list);
/* When a principal last called what; @owner_id is a unique id, or of a root user the account's. */
MUST_USE bool loader_accesses(struct loader *loader, const char *owner_id,
			      const struct json_value *list);
MUST_USE bool loader_password(struct loader *loader, const struct loader_owner *owner,
			      const struct json_value *value);

/* Names of AWS-managed policies, ARNs, and inline policies, given to an owner. */
MUST_USE bool loader_policies(struct loader *loader, const char *owner_id,
			      const struct json_value *list);

/* Tags, an object of texts, of the resource. */
MUST_USE bool loader_tags(struct loader *loader, const char *resource_arn,
			  const struct json_value *tags);
