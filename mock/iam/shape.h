/*
 * shape.h - the structures IAM answers, made from rows.
 *
 * What an operation leaves out differs: CreateRole shows no MaxSessionDuration,
 * lists show no tags (recorded). So the caller says which parts it wants.
 */
#pragma once

#include "mock/iam/entity.h"
#include "mock/iam/iam.h"

/* Parts of a user or role that only some operations show. */
enum iam_shape_part {
	IAM_SHOW_TAGS = 1,     /* absent when there are none */
	IAM_SHOW_BOUNDARY = 2, /* absent when there is none */
	IAM_SHOW_USE = 4,      /* PasswordLastUsed of a user; RoleLastUsed, always, of a role */
	IAM_SHOW_LIMITS = 8,   /* MaxSessionDuration */
	IAM_SHOW_DESCRIPTION = 16,
	IAM_SHOW_ALL = 31,
};

/* "arn:aws:iam::ACCOUNT:TYPE/PATH/NAME" in the caller's account. */
const char *iam_arn(struct call *call, const char *type, const char *path, const char *name);

/* A policy document as IAM answers it: percent coded (recorded). */
const char *iam_document(struct call *call, const char *document);

/* A date that a row may not have: 0 is absent. */
struct api_timestamp iam_date(int64_t ms);

/* Structures of the contract; @parts is a set of enum iam_shape_part. */
struct iam_user iam_shape_user(struct call *call, const struct iam_entity *user, unsigned parts);
struct iam_role iam_shape_role(struct call *call, const struct iam_entity *role, unsigned parts);
struct iam_group iam_shape_group(const struct iam_entity *group);

/* The boundary, or NULL if there is none. */
const struct iam_attached_permissions_boundary *iam_shape_boundary(struct call *call,
								   const char *boundary_arn);

/* A copy in the call's arena, for members of the contract that are pointers. */
void *iam_keep(struct call *call, const void *value, size_t size);
#define IAM_KEEP(value) iam_keep(call, &(value), sizeof(value))
