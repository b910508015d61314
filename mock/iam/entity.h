/*
 * entity.h - users, roles and groups: what policies are attached to.
 *
 * The three share most of their behaviour, so one row struct and one table
 * serve them all.
 */
#pragma once

#include "mock/iam/iam.h"
#include "mock/iam/paging.h"

enum iam_entity_kind { IAM_USER, IAM_ROLE, IAM_GROUP };

/* A user, role or group of the caller's account. Texts live in the call's arena. */
struct iam_entity {
	const char *name; /* first, so that it pages lists */
	const char *id;   /* AIDA..., AROA..., AGPA... */
	const char *path;
	const char *arn;
	const char *boundary_arn; /* or NULL */
	int64_t created_ms;
	int64_t password_last_used_ms; /* users; 0: never */
	const char *trust_policy;      /* roles, as the following */
	const char *description;
	int64_t max_session_s;
	int64_t last_used_ms;
	const char *last_used_region;
	enum iam_entity_kind kind;
};

/* What a kind is called: "user". */
const char *iam_entity_word(enum iam_entity_kind kind);

/* Finds one by its name; otherwise NoSuchEntity "The user with name x cannot be found." */
enum api_status iam_entity_find(struct call *call, enum iam_entity_kind kind, const char *name,
				struct iam_entity *out_entity);

/* The same without failing the call. */
MUST_USE bool iam_entity_exists(struct call *call, enum iam_entity_kind kind, const char *name,
				struct iam_entity *out_entity);

/* Finds one by its unique id, in the caller's account. */
MUST_USE bool iam_entity_by_id(struct call *call, enum iam_entity_kind kind, const char *id,
			       struct iam_entity *out_entity);

/* Finds one of any kind by its ARN, in the caller's account. */
MUST_USE bool iam_entity_by_arn(struct call *call, const char *arn, struct iam_entity *out_entity);

/* One page of those below a path prefix (NULL: all), by name; returns how many. */
size_t iam_entity_list(struct call *call, enum iam_entity_kind kind, const char *path_prefix,
		       const struct iam_page *page, struct iam_entity **out_entities);

/* How many the account has. */
int64_t iam_entity_count(struct call *call, enum iam_entity_kind kind);

/* Rows of a statement that selects the columns of a kind. */
size_t iam_entity_rows(struct call *call, enum iam_entity_kind kind, const char *sql,
		       const struct database_value *values, struct iam_entity **out_entities);
