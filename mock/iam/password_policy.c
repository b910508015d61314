#include <ctype.h>
#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/password.h"
#include "mock/iam/shape.h"

#define RULE(column, member, kind)                                        \
	{                                                                 \
		column, offsetof(struct iam_password_rules, member), kind \
	}

static const struct database_column rule_columns[] = {
	RULE("minimum_length", minimum_length, COLUMN_INTEGER),
	RULE("require_symbols", require_symbols, COLUMN_BOOLEAN),
	RULE("require_numbers", require_numbers, COLUMN_BOOLEAN),
	RULE("require_uppercase", require_uppercase, COLUMN_BOOLEAN),
	RULE("require_lowercase", require_lowercase, COLUMN_BOOLEAN),
	RULE("allow_change", allow_change, COLUMN_BOOLEAN),
	RULE("hard_expiry", hard_expiry, COLUMN_BOOLEAN),
	RULE("max_age_days", max_age_days, COLUMN_INTEGER),
	RULE("reuse_prevention", reuse_prevention, COLUMN_INTEGER),
	{ 0 },
};
static const struct database_row rule_form = { sizeof(struct iam_password_rules), rule_columns };

enum { DEFAULT_LENGTH = 8, UPDATED_LENGTH = 6 };

bool iam_password_rules(struct call *call, struct iam_password_rules *out_rules)
{
	*out_rules = (struct iam_password_rules){ .minimum_length = DEFAULT_LENGTH };
	return database_row(call,
			    "SELECT minimum_length, require_symbols, require_numbers,"
			    " require_uppercase, require_lowercase, allow_change, hard_expiry,"
			    " max_age_days, reuse_prevention FROM password_policy"
			    " WHERE account_id = :account",
			    DATABASE_VALUES(database_text("account", call->principal->account_id)),
			    &rule_form, out_rules);
}

/* Whether a character of a class is in the password. */
static bool has_character(const char *password, int (*is_class)(int))
{
	for (const unsigned char *byte = (const unsigned char *)password; *byte; byte++) {
		if (is_class(*byte))
			return true;
	}
	return false;
}

enum api_status iam_password_check(struct call *call, const char *password)
{
	struct iam_password_rules rules;
	bool has_own = iam_password_rules(call, &rules);
	bool symbols = has_character(password, ispunct), numbers = has_character(password, isdigit);
	bool upper = has_character(password, isupper), lower = has_character(password, islower);

	bool is_long = strlen(password) >= (size_t)rules.minimum_length;
	bool is_mixed = (symbols || !rules.require_symbols) &&
			(numbers || !rules.require_numbers) &&
			(upper || !rules.require_uppercase) && (lower || !rules.require_lowercase);
	/* Without a policy of its own an account asks for three of the four kinds (documented). */
	bool is_default_mixed = has_own || symbols + numbers + upper + lower >= 3;
	if (is_long && is_mixed && is_default_mixed)
		return API_OK;
	return call_fail(call, &iam_password_policy_violation,
			 "Password does not conform to the account password policy.");
}

IAM_HANDLER(get_account_password_policy)
{
	struct iam_password_rules rules;

	if (!iam_password_rules(call, &rules))
		return call_fail(call, &iam_no_such_entity,
				 "The Password Policy with domain name %s cannot be found.",
				 call->principal->account_id);
	struct iam_password_policy shape = {
		.minimum_password_length = api_integer(rules.minimum_length),
		.require_symbols = api_boolean(rules.require_symbols),
		.require_numbers = api_boolean(rules.require_numbers),
		.require_uppercase_characters = api_boolean(rules.require_uppercase),
		.require_lowercase_characters = api_boolean(rules.require_lowercase),
		.allow_users_to_change_password = api_boolean(rules.allow_change),
		.expire_passwords = api_boolean(rules.max_age_days > 0),
	};
	if (rules.max_age_days) {
		shape.max_password_age = api_integer(rules.max_age_days);
		shape.hard_expiry = api_boolean(rules.hard_expiry);
	}
	if (rules.reuse_prevention)
		shape.password_reuse_prevention = api_integer(rules.reuse_prevention);
	out->password_policy = IAM_KEEP(shape);
	return API_OK;
}

/* What is absent goes back to its default: the call replaces the whole policy (documented). */
IAM_HANDLER(update_account_password_policy)
{
	const struct api_integer length = in->minimum_password_length;
	database_run(
		call,
		"INSERT OR REPLACE INTO password_policy (account_id, minimum_length,"
		" require_symbols, require_numbers, require_uppercase, require_lowercase,"
		" allow_change, hard_expiry, max_age_days, reuse_prevention)"
		" VALUES (:account, :length, :symbols, :numbers, :uppercase, :lowercase,"
		" :change, :expiry, :age, :reuse)",
		DATABASE_VALUES(
			database_text("account", call->principal->account_id),
			database_integer("length", length.is_set ? length.value : UPDATED_LENGTH),
			database_integer("symbols", in->require_symbols.value),
			database_integer("numbers", in->require_numbers.value),
			database_integer("uppercase", in->require_uppercase_characters.value),
			database_integer("lowercase", in->require_lowercase_characters.value),
			database_integer("change", in->allow_users_to_change_password.value),
			database_integer("expiry", in->hard_expiry.value),
			database_integer("age", in->max_password_age.value),
			database_integer("reuse", in->password_reuse_prevention.value)));
	return API_OK;
}

IAM_HANDLER(delete_account_password_policy)
{
	if (database_run(call, "DELETE FROM password_policy WHERE account_id = :account",
			 DATABASE_VALUES(database_text("account", call->principal->account_id))) !=
	    1)
		return call_fail(call, &iam_no_such_entity,
				 "The account policy with name PasswordPolicy cannot be found.");
	return API_OK;
}
