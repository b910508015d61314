/*
 * aws_catalogue.h - which managed policies AWS has.
 *
 * Names, default versions and dates of all of them (aws_policies.tsv), as AWS's
 * ListPolicies answered; their documents are not here. aws_policies.h has those
 * whose document is known too.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct aws_catalogue_entry {
	const char *name;    /* with its path: "service-role/AWSLambdaBasicExecutionRole" */
	const char *version; /* the default one, "v1" */
	int64_t created_ms, updated_ms;
};

/* The entry of @name, which has its path but no first "/"; false: AWS has no such policy. */
bool aws_catalogue_find(struct arena *arena, const char *name,
			struct aws_catalogue_entry *out_entry);

/*
 * The entries in the order of their names: @cursor is NULL before the first
 * and is moved to the next. False after the last.
 */
bool aws_catalogue_next(struct arena *arena, const char **cursor,
			struct aws_catalogue_entry *out_entry);
