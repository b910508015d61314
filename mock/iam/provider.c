#include "mock/iam/provider.h"

#include <string.h>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

#define COLUMN(column, member, kind)                                    \
	{                                                               \
		column, offsetof(struct iam_provider_row, member), kind \
	}
#define COLUMNS \
	"arn, uuid, document, client_ids, thumbprints, encryption, created_ms, valid_until_ms"

static const struct database_column provider_columns[] = {
	COLUMN("arn", arn, COLUMN_TEXT),
	COLUMN("uuid", uuid, COLUMN_TEXT),
	COLUMN("document", document, COLUMN_TEXT),
	COLUMN("client_ids", client_ids, COLUMN_TEXT),
	COLUMN("thumbprints", thumbprints, COLUMN_TEXT),
	COLUMN("encryption", encryption, COLUMN_TEXT),
	COLUMN("created_ms", created_ms, COLUMN_INTEGER),
	COLUMN("valid_until_ms", valid_until_ms, COLUMN_INTEGER),
	{ 0 },
};
static const struct database_row provider_form = { sizeof(struct iam_provider_row),
						   provider_columns };

bool iam_provider_exists(struct call *call, const char *kind, const char *arn,
			 struct iam_provider_row *out_row)
{
	*out_row = (struct iam_provider_row){ 0 };
	return database_row(call,
			    "SELECT " COLUMNS " FROM identity_provider"
			    " WHERE arn = :arn AND account_id = :account AND kind = :kind",
			    DATABASE_VALUES(database_text("arn", arn),
					    database_text("account", call->principal->account_id),
					    database_text("kind", kind)),
			    &provider_form, out_row);
}

bool iam_provider_insert(struct call *call, const char *kind, const struct iam_provider_row *row)
{
	return database_run(
		       call,
		       "INSERT INTO identity_provider (arn, account_id, kind, uuid, document,"
		       " client_ids, thumbprints, encryption, created_ms, valid_until_ms)"
		       " VALUES (:arn, :account, :kind, :uuid, :document, coalesce(:clients, '[]'),"
		       " coalesce(:thumbprints, '[]'), :encryption, :created, :until)",
		       DATABASE_VALUES(database_text("arn", row->arn),
				       database_text("account", call->principal->account_id),
				       database_text("kind", kind),
				       database_text("uuid", row->uuid),
				       database_text("document", row->document),
				       database_text("clients", row->client_ids),
				       database_text("thumbprints", row->thumbprints),
				       database_text("encryption", row->encryption),
				       database_integer("created", row->created_ms),
				       database_integer("until", row->valid_until_ms))) == 1;
}

size_t iam_provider_list_all(struct call *call, const char *kind,
			     struct iam_provider_row **out_rows)
{
	return database_rows(call,
			     "SELECT arn, created_ms, valid_until_ms FROM identity_provider"
			     " WHERE account_id = :account AND kind = :kind ORDER BY arn",
			     DATABASE_VALUES(database_text("account", call->principal->account_id),
					     database_text("kind", kind)),
			     &provider_form, out_rows);
}

bool iam_provider_delete(struct call *call, const char *kind, const char *arn)
{
	return database_run(call,
			    "DELETE FROM identity_provider"
			    " WHERE arn = :arn AND account_id = :account AND kind = :kind",
			    DATABASE_VALUES(database_text("arn", arn),
					    database_text("account", call->principal->account_id),
					    database_text("kind", kind))) == 1;
}

const char *iam_provider_pack(struct call *call, const struct iam_provider_list *list)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, call->arena, 64);
	json_writer_init(&json, &text, false);
	json_open_array(&json);
	for (size_t i = 0; i < list->count; i++)
		json_string(&json, list->items[i]);
	json_close_array(&json);
	return text.data;
}

struct iam_provider_list iam_provider_unpack(struct call *call, const char *json)
{
	struct iam_provider_list list = { 0 };
	const struct json_value *array = NULL;
	struct fault fault;

	if (!json_read(call->arena, json, strlen(json), &fault, &array))
		return list;
	list.items = arena_array(call->arena, array->len, sizeof(char *));
	for (const struct json_value *item = array->first; item; item = item->next)
		if (item->kind == JSON_STRING)
			list.items[list.count++] = item->text;
	return list;
}
