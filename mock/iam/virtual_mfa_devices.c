#include <string.h>

#include "mock/arn.h"
#include "mock/iam/handlers.h"
#include "mock/iam/mfa.h"
#include "mock/iam/paging.h"
#include "mock/iam/shape.h"
#include "mock/iam/tags.h"
#include "mock/iam/totp.h"
#include "mock/random.h"

/* The smallest valid PNG, one white point: the mock draws no QR code (assumed to be of no use). */
static const uint8_t blank_png[] = {
	0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
	0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
	0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
	0x9c, 0x63, 0xf8, 0x0f, 0x00, 0x01, 0x01, 0x01, 0x00, 0x1b, 0xb6, 0xee, 0x56, 0x00,
	0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

static bool path_is_valid(const char *path)
{
	size_t len = strlen(path);
	return path[0] == '/' && path[len - 1] == '/';
}

/* Stores a device nobody uses; false if there is one of that name. */
static bool insert_device(struct call *call, const char *serial, const char *seed)
{
	return database_run(call,
			    "INSERT INTO mfa_device (serial, account_id, kind, created_ms, seed)"
			    " VALUES (:serial, :account, 'virtual', :now, :seed)",
			    DATABASE_VALUES(database_text("serial", serial),
					    database_text("account", call->principal->account_id),
					    database_integer("now", call->now_ms),
					    database_text("seed", seed))) == 1;
}

IAM_HANDLER(create_virtual_mfa_device)
{
	const struct iam_tag_request *tags = IAM_TAG_REQUEST(in->tags, IAM_TAGS_EXACT);
	const char *path = in->path ? in->path : "/";

	if (!path_is_valid(path))
		return call_fail_common(
			call, 400, "ValidationError",
			"The specified value for path is invalid. It must begin and "
			"end with / and contain only alphanumeric characters and/or "
			"/ characters.");
	IAM_TRY(iam_tags_check(call, tags));
	uint8_t bytes[TOTP_SEED_LEN];
	random_bytes(call->random, bytes, sizeof(bytes));
	const char *seed = totp_base32(call->arena, bytes, sizeof(bytes));
	const char *serial = iam_arn(call, "mfa", path, in->virtual_mfa_device_name);
	if (!insert_device(call, serial, seed))
		return call_fail(call, &iam_entity_already_exists, "MFA device already exists.");
	IAM_TRY(iam_tags_put(call, serial, tags));
	struct iam_virtual_mfa_device device = {
		.serial_number = serial,
		.base32_string_seed = { (const uint8_t *)seed, strlen(seed) },
		.qr_code_png = { blank_png, sizeof(blank_png) },
	};
	device.tags = in->tags;
	device.tags.is_set = in->tags.len > 0;
	out->virtual_mfa_device = IAM_KEEP(device);
	return API_OK;
}

/* Who uses a device: a user, or the root user without name and path. */
static const struct iam_user *device_user(struct call *call, const char *owner_id)
{
	struct iam_entity user;
	if (iam_entity_by_id(call, IAM_USER, owner_id, &user)) {
		struct iam_user shape = iam_shape_user(call, &user, IAM_SHOW_USE);
		return IAM_KEEP(shape);
	}
	struct iam_user root = {
		.user_id = owner_id,
		.arn = arn_root_user(call, owner_id),
		.create_date = api_timestamp(
			database_number(call, "SELECT created_ms FROM account WHERE id = :account",
					DATABASE_VALUES(database_text("account", owner_id)), 0)),
	};
	return IAM_KEEP(root);
}

static size_t read_devices(struct call *call, const struct iam_list_virtual_mfa_devices_in *in,
			   const struct iam_page *page, struct iam_mfa_row **rows)
{
	const char *status = in->assignment_status ? in->assignment_status : "Any";
	return database_rows(call,
			     "SELECT serial, owner_id, kind, seed, enabled_ms FROM mfa_device"
			     " WHERE account_id = :account AND kind = 'virtual'"
			     " AND (:status = 'Any' OR (owner_id IS NOT NULL) = (:status = "
			     "'Assigned'))"
			     " ORDER BY serial LIMIT :limit OFFSET :offset",
			     DATABASE_VALUES(database_text("account", call->principal->account_id),
					     database_text("status", status),
					     database_integer("limit", page->fetch),
					     database_integer("offset", page->offset)),
			     &iam_mfa_form, rows);
}

IAM_HANDLER(list_virtual_mfa_devices)
{
	struct iam_page page;
	struct iam_mfa_row *rows = NULL;

	IAM_PAGE_OPEN_NUMBERED(page);
	size_t count = read_devices(call, in, &page, &rows);
	IAM_PAGE_CLOSE(page, rows, count);
	struct iam_virtual_mfa_device *devices = arena_array(call->arena, count, sizeof(*devices));
	for (size_t i = 0; i < count; i++) {
		devices[i].serial_number = rows[i].serial;
		devices[i].enable_date = iam_date(rows[i].enabled_ms);
		if (rows[i].owner_id)
			devices[i].user = device_user(call, rows[i].owner_id);
	}
	IAM_LIST(out->virtual_mfa_devices, devices, count);
	return API_OK;
}

IAM_HANDLER(delete_virtual_mfa_device)
{
	struct iam_mfa_row row;

	IAM_TRY(iam_mfa_find(call, in->serial_number, &row));
	if (strcmp(row.kind, "virtual") != 0)
		return call_fail(call, &iam_no_such_entity,
				 "VirtualMFADevice with serial number %s doesn't exist.",
				 in->serial_number);
	if (row.owner_id)
		return call_fail(call, &iam_delete_conflict,
				 "MFA VirtualDevice in use. Must deactivate first.");
	database_run(call, "DELETE FROM mfa_device WHERE serial = :serial",
		     DATABASE_VALUES(database_text("serial", row.serial)));
	iam_tags_drop(call, row.serial);
	return API_OK;
}
