/*
 * elements.h - the elements of a statement, compiled. A part of document.h.
 *
 * Each function copies what it needs to @arena, sets the members of
 * @statement that belong to the element, and returns false if the element
 * does not have its form.
 */
#pragma once

#include "policy/document.h"

MUST_USE bool policy_elements_actions(struct arena *arena, const struct json_value *value,
				      struct policy_statement *statement);

/* @text_flags: POLICY_TEXT_VARIABLES if the document's version has variables, else 0. */
MUST_USE bool policy_elements_resources(struct arena *arena, const struct json_value *value,
					unsigned text_flags, struct policy_statement *statement);

MUST_USE bool policy_elements_principals(struct arena *arena, const struct json_value *value,
					 struct policy_statement *statement);

MUST_USE bool policy_elements_conditions(struct arena *arena, const struct json_value *value,
					 unsigned text_flags, struct policy_statement *statement);
