/*
 * password.h - the account's password policy.
 */
#pragma once

#include "mock/iam/iam.h"

/* The policy of an account as its row holds it. */
struct iam_password_rules {
	int64_t minimum_length;
	bool require_symbols, require_numbers, require_uppercase, require_lowercase;
	bool allow_change, hard_expiry;
	int64_t max_age_days;     /* 0: passwords do not expire */
	int64_t reuse_prevention; /* 0: none */
};

/* Reads it; false if the account has none, and then AWS's default rules are filled in. */
bool iam_password_rules(struct call *call, struct iam_password_rules *out_rules);

/* Fails with PasswordPolicyViolation if a password does not follow the account's policy. */
enum api_status iam_password_check(struct call *call, const char *password);
