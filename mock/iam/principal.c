#include "mock/iam/principal.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/call.h"
#include "mock/database.h"

/* The name at the end of "user/path/name" if the resource is of that type, or NULL. */
static const char *name_of(const char *resource, const char *type)
{
	size_t len = strlen(type);
	if (strncmp(resource, type, len) != 0 || resource[len] != '/')
		return NULL;
	return strrchr(resource, '/') + 1;
}

static bool has_entity(struct call *call, const char *sql, const char *account, const char *name)
{
	return database_exists(
		call, sql,
		DATABASE_VALUES(database_text("account", account), database_text("name", name)));
}

/* Whether the account is one the mock holds. */
static bool is_held(struct call *call, const char *account)
{
	return database_exists(call, "SELECT 1 FROM account WHERE id = :account",
			       DATABASE_VALUES(database_text("account", account)));
}

static bool knows_arn(struct call *call, const char *arn)
{
	const char *account = arn_account(call->arena, arn);
	if (!account || !is_held(call, account))
		return true;
	const char *resource = strstr(arn, account) + strlen(account) + 1;
	const char *user = name_of(resource, "user"), *role = name_of(resource, "role");
	if (user)
		return has_entity(call,
				  "SELECT 1 FROM iam_user WHERE account_id = :account"
				  " AND name = :name COLLATE BINARY",
				  account, user);
	if (role)
		return has_entity(call,
				  "SELECT 1 FROM iam_role WHERE account_id = :account"
				  " AND name = :name COLLATE BINARY",
				  account, role);
	return true;
}

bool iam_principal_is_known(void *context, const char *type, const char *text)
{
	if (strcmp(type, "AWS") != 0 || !strstr(text, ":iam::"))
		return true;
	return knows_arn(context, text);
}
