/*
 * tag.h - tags of an organization's root, OUs, accounts and policies.
 */
#pragma once

#include "mock/organizations/lookup.h"
#include "model/organizations_api.h"

/*
 * Whether a request's tags may be given to a new resource. False: the call
 * has failed with DUPLICATE_TAG_KEY, INVALID_SYSTEM_TAGS_PARAMETER or
 * MAX_TAG_LIMIT_EXCEEDED.
 */
MUST_USE bool tag_check(struct call *call, const struct organizations_tags *tags);

/* Stores tags, overwriting those with the same keys. */
void tag_put(struct call *call, const char *arn, const struct organizations_tags *tags);

/* Removes all tags of a resource that goes. */
void tag_clear(struct call *call, const char *arn);

/* Tags as a JSON list of {"Key","Value"}, to keep until the resource exists; and back. */
const char *tag_to_json(struct call *call, const struct organizations_tags *tags);
void tag_put_json(struct call *call, const char *arn, const char *json);
