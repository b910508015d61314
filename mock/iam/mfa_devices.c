#include <string.h>

#include "mock/iam/handlers.h"
#include "mock/iam/mfa.h"
#include "mock/iam/owner.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"
#include "mock/iam/totp.h"

enum { DEVICES_MAX = 8 };

#define MFA_COLUMN(column, member, kind)                           \
	{                                                          \
		column, offsetof(struct iam_mfa_row, member), kind \
	}

static const struct database_column mfa_columns[] = {
	MFA_COLUMN("serial", serial, COLUMN_TEXT),
	MFA_COLUMN("owner_id", owner_id, COLUMN_TEXT),
	MFA_COLUMN("kind", kind, COLUMN_TEXT),
	MFA_COLUMN("seed", seed, COLUMN_TEXT),
	MFA_COLUMN("enabled_ms", enabled_ms, COLUMN_INTEGER),
	{ 0 },
};
const struct database_row iam_mfa_form = { sizeof(struct iam_mfa_row), mfa_columns };

enum api_status iam_mfa_find(struct call *call, const char *serial, struct iam_mfa_row *out_row)
{
	*out_row = (struct iam_mfa_row){ 0 };
	if (!database_row(call,
			  "SELECT serial, owner_id, kind, seed, enabled_ms FROM mfa_device"
			  " WHERE serial = :serial AND account_id = :account",
			  DATABASE_VALUES(database_text("serial", serial),
					  database_text("account", call->principal->account_id)),
			  &iam_mfa_form, out_row))
		return call_fail(call, &iam_no_such_entity,
				 "MFA Device with serial number %s does not exist.", serial);
	return API_OK;
}

/* The device of an owner, or NoSuchEntity. */
static enum api_status find_of_owner(struct call *call, const struct iam_owner *owner,
				     const char *serial, struct iam_mfa_row *row)
{
	IAM_TRY(iam_mfa_find(call, serial, row));
	if (!row->owner_id || strcmp(row->owner_id, owner->id) != 0)
		return call_fail(call, &iam_no_such_entity,
				 "MFA Device with serial number %s does not exist.", serial);
	return API_OK;
}

IAM_HANDLER(list_mfa_devices)
{
	struct iam_owner owner;
	struct iam_page page;
	struct iam_mfa_row *rows = NULL;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_PAGE_OPEN(page);
	size_t count = database_rows(
		call,
		"SELECT serial, owner_id, kind, seed, enabled_ms FROM mfa_device"
		" WHERE owner_id = :owner AND serial > :after ORDER BY serial LIMIT :limit",
		DATABASE_VALUES(database_text("owner", owner.id),
				database_text("after", page.after),
				database_integer("limit", page.fetch)),
		&iam_mfa_form, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_mfa_device *devices = arena_array(call->arena, count, sizeof(*devices));
	for (size_t i = 0; i < count; i++)
		devices[i] = (struct iam_mfa_device){
			.user_name = owner.user_name,
			.serial_number = rows[i].serial,
			.enable_date = iam_date(rows[i].enabled_ms),
		};
	IAM_LIST(out->mfa_devices, devices, count);
	return API_OK;
}

IAM_HANDLER(get_mfa_device)
{
	struct iam_owner owner = { 0 };
	struct iam_mfa_row row;

	if (in->user_name)
		IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	if (owner.id)
		IAM_TRY(find_of_owner(call, &owner, in->serial_number, &row));
	else
		IAM_TRY(iam_mfa_find(call, in->serial_number, &row));
	out->user_name = owner.user_name;
	out->serial_number = row.serial;
	out->enable_date = iam_date(row.enabled_ms);
	return API_OK;
}

static bool codes_are_right(struct call *call, const struct iam_mfa_row *row, const char *code1,
			    const char *code2)
{
	/* A device whose seed the mock does not know, a hardware one, is believed (assumed). */
	return !row->seed || totp_accepts(row->seed, code1, code2, call->now_ms);
}

static enum api_status wrong_code(struct call *call)
{
	return call_fail(call, &iam_invalid_authentication_code,
			 "Authentication code for device is not valid.");
}

IAM_HANDLER(enable_mfa_device)
{
	struct iam_owner owner;
	struct iam_mfa_row row;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_TRY(iam_mfa_find(call, in->serial_number, &row));
	if (row.owner_id)
		return call_fail(call, &iam_entity_already_exists, "MFA Device is already in use.");
	if (!codes_are_right(call, &row, in->authentication_code1, in->authentication_code2))
		return wrong_code(call);
	if (database_number(call, "SELECT count(*) FROM mfa_device WHERE owner_id = :owner",
			    DATABASE_VALUES(database_text("owner", owner.id)), 0) >= DEVICES_MAX)
		return call_fail(call, &iam_limit_exceeded,
				 "Cannot exceed quota for MFADevicesPerUser: %d", DEVICES_MAX);
	database_run(call,
		     "UPDATE mfa_device SET owner_id = :owner, enabled_ms = :now"
		     " WHERE serial = :serial",
		     DATABASE_VALUES(database_text("owner", owner.id),
				     database_integer("now", call->now_ms),
				     database_text("serial", row.serial)));
	return API_OK;
}

IAM_HANDLER(resync_mfa_device)
{
	struct iam_owner owner;
	struct iam_mfa_row row;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_TRY(find_of_owner(call, &owner, in->serial_number, &row));
	if (!codes_are_right(call, &row, in->authentication_code1, in->authentication_code2))
		return wrong_code(call);
	return API_OK;
}

/* A virtual device stays, free to be enabled again or deleted; any other is gone. */
IAM_HANDLER(deactivate_mfa_device)
{
	struct iam_owner owner;
	struct iam_mfa_row row;

	IAM_TRY(iam_owner_find(call, in->user_name, &owner));
	IAM_TRY(find_of_owner(call, &owner, in->serial_number, &row));
	const struct database_value *values = DATABASE_VALUES(database_text("serial", row.serial));
	if (strcmp(row.kind, "virtual") == 0)
		database_run(call,
			     "UPDATE mfa_device SET owner_id = NULL, enabled_ms = NULL"
			     " WHERE serial = :serial",
			     values);
	else
		database_run(call, "DELETE FROM mfa_device WHERE serial = :serial", values);
	return API_OK;
}
