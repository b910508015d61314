#include <string.h>

#include "mock/account/account.h"
#include "mock/database.h"
#include "mock/random.h"
#include "wire/digest.h"

enum { OTP_LEN = 6 };

enum api_status account_get_primary_email(struct call *call,
					  const struct account_get_primary_email_in *in,
					  struct account_get_primary_email_out *out)
{
	static const char by_id[] = "SELECT email FROM account WHERE id = :id";

	if (account_check_target(call, in->account_id) != API_OK)
		return API_FAILED;
	out->primary_email =
		database_string(call, by_id, DATABASE_VALUES(database_text("id", in->account_id)));
	return API_OK;
}

static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at != text && at[1] != '\0' && !strchr(at + 1, '@') && !strpbrk(text, " <>");
}

static bool is_taken(struct call *call, const char *email)
{
	static const char by_email[] = "SELECT 1 FROM account WHERE email = :email";

	return database_exists(call, by_email, DATABASE_VALUES(database_text("email", email)));
}

/* The one-time password goes to the new address: here, into the state that the control shows. */
enum api_status account_start_primary_email_update(
	struct call *call, const struct account_start_primary_email_update_in *in,
	struct account_start_primary_email_update_out *out)
{
	static const char start[] = "INSERT OR REPLACE INTO primary_email_update"
				    " (account_id, email, otp, started_ms)"
				    " VALUES (:account_id, :email, :otp, :started_ms)";
	char otp[OTP_LEN + 1];

	if (account_check_target(call, in->account_id) != API_OK)
		return API_FAILED;
	if (!is_email(in->primary_email))
		return call_fail(call, &account_validation, "The email address is not valid.");
	if (is_taken(call, in->primary_email))
		return call_fail(call, &account_conflict,
				 "The email address is already used by another account.");
	random_text(call->random, "0123456789", OTP_LEN, otp);
	database_run(call, start,
		     DATABASE_VALUES(database_text("account_id", in->account_id),
				     database_text("email", in->primary_email),
				     database_text("otp", otp),
				     database_integer("started_ms", call->now_ms)));
	out->status = "PENDING";
	return API_OK;
}

static enum api_status check_otp(struct call *call,
				 const struct account_accept_primary_email_update_in *in)
{
	static const char pending[] = "SELECT otp FROM primary_email_update"
				      " WHERE account_id = :account_id AND email = :email";
	const char *otp =
		database_string(call, pending,
				DATABASE_VALUES(database_text("account_id", in->account_id),
						database_text("email", in->primary_email)));

	if (!otp)
		return call_fail(call, &account_resource_not_found,
				 "No update of the primary email address was started.");
	if (strlen(otp) != strlen(in->otp) || !secret_equal(otp, in->otp, strlen(otp)))
		return call_fail(call, &account_validation, "The one-time password is not valid.");
	return API_OK;
}

enum api_status account_accept_primary_email_update(
	struct call *call, const struct account_accept_primary_email_update_in *in,
	struct account_accept_primary_email_update_out *out)
{
	static const char change[] = "UPDATE account SET email = :email WHERE id = :account_id";
	static const char finish[] = "DELETE FROM primary_email_update"
				     " WHERE account_id = :account_id";
	const struct database_value account = database_text("account_id", in->account_id);

	if (account_check_target(call, in->account_id) != API_OK || check_otp(call, in) != API_OK)
		return API_FAILED;
	if (database_run(call, change,
			 DATABASE_VALUES(account, database_text("email", in->primary_email))) < 0)
		return call_fail(call, &account_conflict,
				 "The email address is already used by another account.");
	database_run(call, finish, DATABASE_VALUES(account));
	out->status = "ACCEPTED";
	return API_OK;
}
