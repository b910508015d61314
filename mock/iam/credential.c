#include "mock/iam/credential.h"

#include <string.h>

size_t iam_credential_rows(struct call *call, const struct iam_credential_kind *kind,
			   const struct iam_owner *owner, const struct iam_page *page,
			   void *out_rows)
{
	return database_rows(call, kind->list_sql,
			     DATABASE_VALUES(database_text("owner", owner->id),
					     database_text("after", page->after),
					     database_integer("limit", page->fetch)),
			     kind->form, out_rows);
}

enum api_status iam_credential_missing(struct call *call, const struct iam_credential_kind *kind,
				       const char *id)
{
	return call_fail(call, &iam_no_such_entity, "The %s with id %s cannot be found.",
			 kind->title, id);
}

enum api_status iam_credential_update(struct call *call, const struct iam_credential_kind *kind,
				      struct iam_credential credential, const char *status)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, credential.user_name, &owner));
	if (kind->refuses_expired && strcmp(status, "Expired") == 0)
		return call_fail(call, &iam_invalid_input, "Invalid status Expired");
	if (database_run(call, kind->update_sql,
			 DATABASE_VALUES(database_text("id", credential.id),
					 database_text("owner", owner.id),
					 database_text("status", status))) != 1)
		return iam_credential_missing(call, kind, credential.id);
	return API_OK;
}

enum api_status iam_credential_delete(struct call *call, const struct iam_credential_kind *kind,
				      struct iam_credential credential)
{
	struct iam_owner owner;

	IAM_TRY(iam_owner_find(call, credential.user_name, &owner));
	if (database_run(call, kind->delete_sql,
			 DATABASE_VALUES(database_text("id", credential.id),
					 database_text("owner", owner.id))) != 1)
		return iam_credential_missing(call, kind, credential.id);
	return API_OK;
}
