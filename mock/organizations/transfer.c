#include "mock/organizations/transfer.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/ids.h"
#include "mock/organizations/refusal.h"

static const struct database_row transfer_form = {
	.size = sizeof(struct transfer_row),
	.columns =
		(const struct database_column[]){
			{ "id", offsetof(struct transfer_row, id), COLUMN_TEXT },
			{ "organization_id", offsetof(struct transfer_row, organization_id),
			  COLUMN_TEXT },
			{ "handshake_id", offsetof(struct transfer_row, handshake_id),
			  COLUMN_TEXT },
			{ "name", offsetof(struct transfer_row, name), COLUMN_TEXT },
			{ "status", offsetof(struct transfer_row, status), COLUMN_TEXT },
			{ "target_id", offsetof(struct transfer_row, target_id), COLUMN_TEXT },
			{ "target_email", offsetof(struct transfer_row, target_email),
			  COLUMN_TEXT },
			{ "source_id", offsetof(struct transfer_row, source_id), COLUMN_TEXT },
			{ "source_email", offsetof(struct transfer_row, source_email),
			  COLUMN_TEXT },
			{ "start_ms", offsetof(struct transfer_row, start_ms), COLUMN_INTEGER },
			{ "end_ms", offsetof(struct transfer_row, end_ms), COLUMN_INTEGER },
			{ NULL, 0, COLUMN_TEXT },
		},
};

/* The source is whoever was invited, by id or e-mail; one that the mock lacks has what was given.
 */
#define TRANSFERS                                                                            \
	"SELECT t.id, t.organization_id, t.handshake_id, t.name, iif(t.status = 'REQUESTED'" \
	" AND h.expires_ms <= :now, 'EXPIRED', t.status) AS status, target.id AS target_id," \
	" target.email AS target_email, coalesce(source.id, iif(h.party_type = 'ACCOUNT',"   \
	" h.party, NULL)) AS source_id, coalesce(source.email, iif(h.party_type = 'EMAIL',"  \
	" h.party, NULL)) AS source_email, t.start_ms, t.end_ms"                             \
	" FROM responsibility_transfer AS t JOIN organization AS o ON o.id ="                \
	" t.organization_id JOIN account AS target ON target.id = o.management_account_id"   \
	" JOIN handshake AS h ON h.id = t.handshake_id LEFT JOIN account AS source"          \
	" ON source.id = h.party OR source.email = h.party "

const char *transfer_insert(struct call *call, const struct handshake_row *handshake,
			    const char *name, int64_t start_ms)
{
	static const char sql[] =
		"INSERT INTO responsibility_transfer (id, organization_id, handshake_id, name,"
		" status, start_ms) VALUES (:id, :organization_id, :handshake_id, :name,"
		" 'REQUESTED', :start_ms)";
	const char *id = ids_new(call, IDS_RESPONSIBILITY_TRANSFER);

	database_run(call, sql,
		     DATABASE_VALUES(database_text("id", id),
				     database_text("organization_id", handshake->organization_id),
				     database_text("handshake_id", handshake->id),
				     database_text("name", name),
				     database_integer("start_ms", start_ms)));
	return id;
}

size_t transfer_rows(struct call *call, const struct transfer_selection *selection,
		     struct transfer_row **out_rows)
{
	static const char inbound[] = TRANSFERS
		"WHERE t.organization_id = :owner AND t.id > :after"
		" AND (:id IS NULL OR t.id = :id) ORDER BY t.id LIMIT :limit";
	static const char outbound[] = TRANSFERS
		"WHERE h.party IN (:owner, (SELECT email FROM account WHERE id = :owner))"
		" AND source.id = :owner AND t.id > :after"
		" AND (:id IS NULL OR t.id = :id) ORDER BY t.id LIMIT :limit";

	const struct lookup_organization *organization = selection->organization;

	return database_rows(
		call, selection->is_inbound ? inbound : outbound,
		DATABASE_VALUES(
			database_text("owner", selection->is_inbound
						       ? organization->id
						       : organization->management_account_id),
			database_text("id", selection->id),
			database_text("after", selection->after),
			database_integer("limit", selection->limit),
			database_integer("now", call->now_ms)),
		&transfer_form, out_rows);
}

bool transfer_find(struct call *call, const struct lookup_organization *organization,
		   const char *id, struct transfer_row *out_row)
{
	static const char sql[] = TRANSFERS "WHERE t.id = :id";

	return database_row(call, sql,
			    DATABASE_VALUES(database_text("id", id),
					    database_integer("now", call->now_ms)),
			    &transfer_form, out_row) &&
	       (strcmp(out_row->organization_id, organization->id) == 0 ||
		(out_row->source_id &&
		 strcmp(out_row->source_id, organization->management_account_id) == 0));
}

bool transfer_of_handshake(struct call *call, const char *handshake_id,
			   struct transfer_row *out_row)
{
	static const char sql[] = TRANSFERS "WHERE t.handshake_id = :id";

	return database_row(call, sql,
			    DATABASE_VALUES(database_text("id", handshake_id),
					    database_integer("now", call->now_ms)),
			    &transfer_form, out_row);
}

/* Management accounts alone have bills to hand over; one other may pay them (the answer assumed).
 */
enum api_status transfer_accept(struct call *call, const struct handshake_row *handshake)
{
	const char *account_id = call->principal->account_id;
	struct lookup_organization organization;
	struct transfer_row *rows = NULL;

	if (!lookup_organization_of(call, account_id, &organization))
		return refuse(call, &organizations_aws_organizations_not_in_use);
	if (strcmp(organization.management_account_id, account_id) != 0)
		return refuse(call, &organizations_access_denied);
	const struct transfer_selection all = { &organization, false, NULL, "", -1 };
	size_t count = transfer_rows(call, &all, &rows);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].status, "ACCEPTED") == 0 &&
		    strcmp(rows[i].handshake_id, handshake->id) != 0)
			return refuse_constraint(
				call, "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION");
	}
	return API_OK;
}

void transfer_follow(struct call *call, const struct handshake_row *handshake)
{
	static const char sql[] = "UPDATE responsibility_transfer SET status = :status"
				  " WHERE handshake_id = :id";

	database_run(call, sql,
		     DATABASE_VALUES(database_text("status", handshake->state),
				     database_text("id", handshake->id)));
}

const char *transfer_direction(const struct transfer_row *row,
			       const struct lookup_organization *organization)
{
	return strcmp(row->organization_id, organization->id) == 0 ? "inbound" : "outbound";
}

static const char *make_arn(struct call *call, const struct transfer_row *row,
			    const struct lookup_organization *organization)
{
	return arena_printf(call->arena, "arn:%s:organizations::%s:transfer/%s/billing/%s/%s",
			    arn_partition(call), organization->management_account_id,
			    organization->id, transfer_direction(row, organization), row->id);
}

const char *transfer_arn(struct call *call, const struct lookup_organization *organization,
			 const char *id)
{
	struct transfer_row row;

	return transfer_find(call, organization, id, &row) ? make_arn(call, &row, organization)
							   : NULL;
}

static const struct organizations_transfer_participant *participant(struct call *call,
								    const char *id,
								    const char *email)
{
	struct organizations_transfer_participant *shape =
		arena_new(call->arena, struct organizations_transfer_participant);

	*shape = (struct organizations_transfer_participant){ .management_account_id = id,
							      .management_account_email = email };
	return shape;
}

struct organizations_responsibility_transfer transfer_shape(
	struct call *call, const struct transfer_row *row,
	const struct lookup_organization *organization)
{
	struct organizations_responsibility_transfer shape = {
		.arn = make_arn(call, row, organization),
		.name = row->name,
		.id = row->id,
		.type = "BILLING",
		.status = row->status,
		.source = participant(call, row->source_id, row->source_email),
		.target = participant(call, row->target_id, row->target_email),
		.start_timestamp = api_timestamp(row->start_ms),
		.active_handshake_id = row->handshake_id,
	};

	if (row->end_ms)
		shape.end_timestamp = api_timestamp(row->end_ms);
	return shape;
}
