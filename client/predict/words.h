/*
 * words.h - predictions in words, for tables and pages.
 */
#pragma once

#include "client/predict/predict.h"
#include "client/table.h"

/* The policy of a blocker: "DenyRoot (p-a1b2c3d4)". */
const char *words_policy(struct arena *arena, const struct snapshot_policy *policy);

/* "Sid DenyRootUser", or "statement 3" where it has no Sid. */
const char *words_statement(struct arena *arena, const struct policy_statement *statement);

/* Where a policy is attached: "/Sandbox", "the account". */
const char *words_place(struct arena *arena, const struct snapshot_node *node);

/* A blocker in a few words: "DenyRoot at /Sandbox, Sid DenyRootUser". */
const char *words_blocker(struct arena *arena, const struct predict_blocker *blocker);

/* Why an action is not allowed: the first blocker, and how many more there are; or NULL. */
const char *words_why(struct arena *arena, const struct predict_action *action);

/* "allow", "deny", "unknown" or "withheld", in its colour. */
struct table_cell words_answer(enum predict_answer answer, bool is_withheld);
