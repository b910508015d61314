#include <string.h>

#include "mock/arn.h"
#include "mock/database.h"
#include "mock/resource.h"

/* Where IAM keeps a named resource: the path and name as stored. */
static const struct kind {
	const char *type;
	const char *stored; /* SQL */
} kinds[] = {
	{ "user", "SELECT path || name FROM iam_user"
		  " WHERE account_id = :account_id AND name = :name" },
	{ "group", "SELECT path || name FROM iam_group"
		   " WHERE account_id = :account_id AND name = :name" },
	{ "role", "SELECT path || name FROM iam_role"
		  " WHERE account_id = :account_id AND name = :name" },
	{ "instance-profile", "SELECT path || name FROM instance_profile"
			      " WHERE account_id = :account_id AND name = :name" },
	{ "server-certificate", "SELECT path || name FROM server_certificate"
				" WHERE account_id = :account_id AND name = :name" },
};

static const struct kind *find_kind(const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].type, type) == 0)
			return &kinds[i];
	}
	return NULL;
}

/* "arn:aws:iam::ACCOUNT:TYPE/REST", with one slash between. */
static const char *own_arn(struct call *call, const char *type, const char *rest)
{
	return arena_printf(call->arena, "arn:%s:iam::%s:%s/%s", arn_partition(call),
			    call->principal->account_id, type, *rest == '/' ? rest + 1 : rest);
}

static const char *stored_arn(struct call *call, const struct kind *kind, const char *name)
{
	const char *stored = database_string(
		call, kind->stored,
		DATABASE_VALUES(database_text("account_id", call->principal->account_id),
				database_text("name", name)));

	return stored ? own_arn(call, kind->type, stored) : NULL;
}

/* Who a long-term key belongs to; a key that is not there is any user's. */
static const char *key_owner(struct call *call, const char *key)
{
	static const char owner[] =
		"SELECT CASE WHEN k.owner_id = k.account_id"
		" THEN 'arn:' || :partition || ':iam::' || k.account_id || ':root'"
		" ELSE 'arn:' || :partition || ':iam::' || k.account_id || ':user' || u.path || "
		"u.name END"
		" FROM access_key k LEFT JOIN iam_user u ON u.unique_id = k.owner_id"
		" WHERE k.id = :id";
	const char *arn =
		database_string(call, owner,
				DATABASE_VALUES(database_text("id", key),
						database_text("partition", arn_partition(call))));

	return arn ? arn : "*";
}

/* Without a name it is the caller itself: a user, or the root user of a session. */
static const char *caller_arn(const struct call *call)
{
	const struct principal *caller = call->principal;

	return caller->policy_arn ? caller->policy_arn : caller->arn;
}

/* "/aws-service-role/SERVICE/" is where a service-linked role goes; its name is IAM's choice. */
static const char *service_role(struct call *call, const char *service)
{
	return own_arn(call, "role", arena_printf(call->arena, "aws-service-role/%s/*", service));
}

/* The provider's URL without its scheme is its name. */
static const char *provider_arn(struct call *call, const char *url)
{
	const char *host = strstr(url, "://");

	return own_arn(call, "oidc-provider", host ? host + 3 : url);
}

/* What the request describes: a name, and a path behind it if the line has one. */
static const char *described_arn(struct call *call, const char *type, const char *const *values)
{
	const char *path = values[1] && *values[1] == '/' ? values[1] : "/";

	if (strncmp(values[0], "arn:", 4) == 0)
		return values[0];
	return own_arn(call, type, arena_printf(call->arena, "%s%s", path, values[0]));
}

const char *resource_iam(struct call *call, const struct api_authorize_resource *named,
			 const char *const values[RESOURCE_VALUES])
{
	const struct kind *kind = find_kind(named->type);
	const char *parameter = named->parameters[0] ? named->parameters[0] : "";
	const char *arn = NULL;

	if (strcmp(parameter, "PathPrefix") == 0)
		return own_arn(call, named->type, values[0] ? values[0] : "");
	if (!values[0])
		return strcmp(named->type, "user") == 0 ? caller_arn(call) : "*";
	if (strcmp(parameter, "AccessKeyId") == 0)
		return key_owner(call, values[0]);
	if (strcmp(parameter, "AWSServiceName") == 0)
		return service_role(call, values[0]);
	if (strcmp(parameter, "Url") == 0)
		return provider_arn(call, values[0]);
	if (kind && strncmp(values[0], "arn:", 4) != 0)
		arn = stored_arn(call, kind, values[0]);
	return arn ? arn : described_arn(call, named->type, values);
}
