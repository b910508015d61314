#include "mock/arn.h"

#include <ctype.h>
#include <string.h>

const char *arn_root_user(struct arena *arena, const char *account_id)
{
	return ARENA_JOIN(arena, "arn:aws:iam::", account_id, ":root");
}

const char *arn_iam(struct arena *arena, const char *account_id, const char *type, const char *path,
		    const char *name)
{
	return ARENA_JOIN(arena, "arn:aws:iam::", account_id, ":", type, path ? path : "/", name);
}

const char *arn_assumed_role(struct arena *arena, const char *account_id, const char *role_name,
			     const char *session_name)
{
	return ARENA_JOIN(arena, "arn:aws:sts::", account_id, ":assumed-role/", role_name, "/",
			  session_name);
}

const char *arn_federated_user(struct arena *arena, const char *account_id, const char *name)
{
	return ARENA_JOIN(arena, "arn:aws:sts::", account_id, ":federated-user/", name);
}

const char *arn_organization(struct arena *arena, const char *management_id,
			     const char *organization_id)
{
	return ARENA_JOIN(arena, "arn:aws:organizations::", management_id, ":organization/",
			  organization_id);
}

const char *arn_organizations(struct arena *arena, const char *management_id,
			      const char *organization_id, const char *type, const char *id)
{
	return ARENA_JOIN(arena, "arn:aws:organizations::", management_id, ":", type, "/",
			  organization_id, "/", id);
}

const char *arn_organizations_policy(struct arena *arena, const char *management_id,
				     const char *organization_id, const char *policy_type,
				     const char *id)
{
	char *type = arena_strdup(arena, policy_type);

	for (char *c = type; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (!organization_id || !*organization_id)
		return ARENA_JOIN(arena, "arn:aws:organizations::aws:policy/", type, "/", id);
	return ARENA_JOIN(arena, "arn:aws:organizations::", management_id, ":policy/",
			  organization_id, "/", type, "/", id);
}

const char *arn_handshake(struct arena *arena, const char *management_id,
			  const char *organization_id, const char *action, const char *id)
{
	return ARENA_JOIN(arena, "arn:aws:organizations::", management_id, ":handshake/",
			  organization_id, "/", action, "/", id);
}

const char *arn_bucket(struct arena *arena, const char *name)
{
	return ARENA_JOIN(arena, "arn:aws:s3:::", name);
}

const char *arn_queue(struct arena *arena, const char *region, const char *account_id,
		      const char *name)
{
	return ARENA_JOIN(arena, "arn:aws:sqs:", region, ":", account_id, ":", name);
}

bool arn_is_account_id(const char *text)
{
	return text && strlen(text) == 12 && strspn(text, "0123456789") == 12;
}

const char *arn_account(struct arena *arena, const char *arn)
{
	const char *field = arn;
	const char *end;
	char *account;

	if (!arn || strncmp(arn, "arn:", 4) != 0)
		return NULL;
	for (int i = 0; i < 4; i++) {
		field = strchr(field, ':');
		if (!field)
			return NULL;
		field++;
	}
	end = strchr(field, ':');
	if (!end)
		return NULL;
	account = arena_strndup(arena, field, (size_t)(end - field));
	return arn_is_account_id(account) ? account : NULL;
}
