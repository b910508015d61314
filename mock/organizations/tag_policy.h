/*
 * tag_policy.h - what AWS takes as a tag policy.
 */
#pragma once

#include "wire/json_reader.h"

/*
 * Whether a document is a tag policy, as recorded: fields, operators and
 * controls in any letter case; every value under an operator. Of the resource
 * types in enforced_for only the form is known here (assumed).
 */
bool tag_policy_is_valid(const struct json_value *document);
