#include "mock/organizations/handshake.h"

#include <ctype.h>
#include <string.h>

#include "mock/arn.h"
#include "mock/organizations/transfer.h"
#include "wire/clock.h"

#define MEMBER(name, kind)                                        \
	{                                                         \
#name, offsetof(struct handshake_row, name), kind \
	}

const struct database_row handshake_form = {
	.size = sizeof(struct handshake_row),
	.columns =
		(const struct database_column[]){
			MEMBER(id, COLUMN_TEXT),
			MEMBER(organization_id, COLUMN_TEXT),
			MEMBER(parent_id, COLUMN_TEXT),
			MEMBER(action, COLUMN_TEXT),
			MEMBER(state, COLUMN_TEXT),
			MEMBER(party_type, COLUMN_TEXT),
			MEMBER(party, COLUMN_TEXT),
			MEMBER(resource_type, COLUMN_TEXT),
			MEMBER(resource, COLUMN_TEXT),
			MEMBER(notes, COLUMN_TEXT),
			MEMBER(tags, COLUMN_TEXT),
			MEMBER(requested_ms, COLUMN_INTEGER),
			MEMBER(expires_ms, COLUMN_INTEGER),
			{ NULL, 0, COLUMN_TEXT },
		},
};

void handshake_refresh(struct call *call, struct handshake_row *row)
{
	bool is_open = strcmp(row->state, "OPEN") == 0 || strcmp(row->state, "REQUESTED") == 0;

	if (is_open && row->expires_ms <= call->now_ms)
		row->state = "EXPIRED";
}

bool handshake_find(struct call *call, const char *id, struct handshake_row *out_row)
{
	static const char sql[] = "SELECT * FROM handshake WHERE id = :id";

	if (!database_row(call, sql, DATABASE_VALUES(database_text("id", id)), &handshake_form,
			  out_row))
		return false;
	handshake_refresh(call, out_row);
	return true;
}

/* Whether an account is the party, by its id or its e-mail address. */
static bool is_party(struct call *call, const struct handshake_row *row, const char *account_id)
{
	static const char sql[] =
		"SELECT 1 FROM account WHERE id = :id AND (id = :party OR email = :party)";

	return database_exists(call, sql,
			       DATABASE_VALUES(database_text("id", account_id),
					       database_text("party", row->party)));
}

enum handshake_side handshake_side(struct call *call, const struct handshake_row *row)
{
	const char *account_id = call->principal->account_id;
	struct lookup_organization organization;
	bool is_sender = lookup_organization_of(call, account_id, &organization) &&
			 strcmp(organization.id, row->organization_id) == 0 &&
			 strcmp(organization.management_account_id, account_id) == 0;

	if (is_sender && strcmp(row->party_type, "ORGANIZATION") != 0)
		return HANDSHAKE_SENDER;
	if (is_sender || is_party(call, row, account_id))
		return HANDSHAKE_RECIPIENT;
	return HANDSHAKE_STRANGER;
}

void handshake_insert(struct call *call, const struct handshake_row *row)
{
	static const char sql[] =
		"INSERT INTO handshake (id, organization_id, parent_id, action, state, party_type,"
		" party, resource_type, resource, notes, tags, requested_ms, expires_ms)"
		" VALUES (:id, :organization_id, :parent_id, :action, :state, :party_type, :party,"
		" :party_type, :party, :notes, :tags, :requested_ms, :expires_ms)";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("id", row->id),
				     database_text("organization_id", row->organization_id),
				     database_text("parent_id", row->parent_id),
				     database_text("action", row->action),
				     database_text("state", row->state),
				     database_text("party_type", row->party_type),
				     database_text("party", row->party),
				     database_text("notes", row->notes),
				     database_text("tags", row->tags ? row->tags : "[]"),
				     database_integer("requested_ms", row->requested_ms),
				     database_integer("expires_ms", row->expires_ms)));
}

/* The organization that sent it, with what the recipient is told about its owner. */
struct sender {
	const char *management_account_id, *feature_set, *email, *name;
};

static const struct database_row sender_form = {
	.size = sizeof(struct sender),
	.columns =
		(const struct database_column[]){
			{ "management_account_id", offsetof(struct sender, management_account_id),
			  COLUMN_TEXT },
			{ "feature_set", offsetof(struct sender, feature_set), COLUMN_TEXT },
			{ "email", offsetof(struct sender, email), COLUMN_TEXT },
			{ "name", offsetof(struct sender, name), COLUMN_TEXT },
			{ NULL, 0, COLUMN_TEXT },
		},
};

static void find_sender(struct call *call, const char *organization_id, struct sender *out_sender)
{
	static const char sql[] =
		"SELECT management_account_id, feature_set, email, name FROM organization"
		" JOIN account ON account.id = management_account_id WHERE organization.id = :id";

	*out_sender = (struct sender){ 0 };
	if (!database_row(call, sql, DATABASE_VALUES(database_text("id", organization_id)),
			  &sender_form, out_sender))
		out_sender->management_account_id = "";
}

static void add_resource(struct organizations_handshake_resources *list, const char *type,
			 const char *value)
{
	if (value)
		list->items[list->len++] =
			(struct organizations_handshake_resource){ .value = value, .type = type };
}

static struct organizations_handshake_resources new_list(struct call *call, size_t capacity)
{
	return (struct organizations_handshake_resources){
		.is_set = true,
		.items = arena_array(call->arena, capacity,
				     sizeof(struct organizations_handshake_resource)),
	};
}

/* A transfer shows what is handed over to whom; the order is assumed. */
static struct organizations_handshake_resources transfer_resources(struct call *call,
								   const struct handshake_row *row,
								   const struct sender *sender)
{
	struct organizations_handshake_resources list = new_list(call, 8);
	struct transfer_row transfer;
	char *start = arena_alloc(call->arena, CLOCK_ISO_LEN + 1);

	if (!transfer_of_handshake(call, row->id, &transfer))
		return list;
	clock_format_iso(transfer.start_ms, start);
	add_resource(&list, "RESPONSIBILITY_TRANSFER", transfer.id);
	add_resource(&list, "TRANSFER_TYPE", "BILLING");
	add_resource(&list, "TRANSFER_START_TIMESTAMP", start);
	add_resource(&list, "MANAGEMENT_ACCOUNT", sender->management_account_id);
	add_resource(&list, "MANAGEMENT_EMAIL", sender->email);
	add_resource(&list, "MANAGEMENT_NAME", sender->name);
	add_resource(&list, row->resource_type, row->resource);
	add_resource(&list, "NOTES", row->notes);
	return list;
}

/* The order is recorded: the organization with its three particulars, the party, the notes. */
static struct organizations_handshake_resources resources(struct call *call,
							  const struct handshake_row *row,
							  const struct sender *sender)
{
	struct organizations_handshake_resources list = new_list(call, 4);

	if (strcmp(row->action, "TRANSFER_RESPONSIBILITY") == 0)
		return transfer_resources(call, row, sender);
	add_resource(&list, "ORGANIZATION", row->organization_id);
	if (strcmp(row->party_type, "ORGANIZATION") != 0) {
		struct organizations_handshake_resources particulars = new_list(call, 3);

		add_resource(&particulars, "MASTER_EMAIL", sender->email);
		add_resource(&particulars, "MASTER_NAME", sender->name);
		add_resource(&particulars, "ORGANIZATION_FEATURE_SET", sender->feature_set);
		list.items[0].resources = particulars;
		add_resource(&list, row->resource_type, row->resource);
	}
	add_resource(&list, "PARENT_HANDSHAKE", row->parent_id);
	add_resource(&list, "NOTES", row->notes);
	return list;
}

struct organizations_handshake handshake_shape(struct call *call, const struct handshake_row *row)
{
	struct organizations_handshake_party *parties =
		arena_array(call->arena, 2, sizeof(*parties));
	char *action = arena_strdup(call->arena, row->action);
	struct sender sender;

	for (char *letter = action; *letter; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	find_sender(call, row->organization_id, &sender);
	/* The organization's id stands here without its "o-" (recorded). */
	parties[0] =
		(struct organizations_handshake_party){ row->organization_id + 2, "ORGANIZATION" };
	parties[1] = (struct organizations_handshake_party){ row->party, row->party_type };
	return (struct organizations_handshake){
		.id = row->id,
		.arn = arn_handshake(call, sender.management_account_id, row->organization_id,
				     action, row->id),
		.parties = { true, strcmp(row->party_type, "ORGANIZATION") == 0 ? 1 : 2, parties },
		.state = row->state,
		.requested_timestamp = api_timestamp(row->requested_ms),
		.expiration_timestamp = api_timestamp(row->expires_ms),
		.action = row->action,
		.resources = resources(call, row, &sender),
	};
}

const struct organizations_handshake *handshake_copy(struct call *call,
						     const struct handshake_row *row)
{
	struct organizations_handshake *shape =
		arena_new(call->arena, struct organizations_handshake);

	*shape = handshake_shape(call, row);
	return shape;
}

bool handshake_is_migrating(struct call *call, const char *organization_id)
{
	static const char sql[] = "SELECT 1 FROM handshake WHERE organization_id = :id"
				  " AND action = 'ENABLE_ALL_FEATURES' AND state = 'REQUESTED'"
				  " AND expires_ms > :now_ms";

	return database_exists(call, sql,
			       DATABASE_VALUES(database_text("id", organization_id),
					       database_integer("now_ms", call->now_ms)));
}
