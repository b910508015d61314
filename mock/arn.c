#include "mock/arn.h"

#include <ctype.h>
#include <string.h>

const char *arn_partition(const struct call *call)
{
	return call->partition ? call->partition : "aws";
}

const char *arn_local(const struct call *call, const char *arn)
{
	const char *partition = arn_partition(call);
	size_t len = strlen(partition);

	if (!arn || strncmp(arn, "arn:", 4) != 0 || strncmp(arn + 4, partition, len) != 0 ||
	    arn[4 + len] != ':')
		return NULL;
	return arn + 4 + len + 1;
}

const char *arn_root_user(const struct call *call, const char *account_id)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call), ":iam::", account_id, ":root");
}

const char *arn_iam(const struct call *call, const char *account_id, const char *type,
		    const char *path, const char *name)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call), ":iam::", account_id, ":", type,
			  path ? path : "/", name);
}

const char *arn_assumed_role(const struct call *call, const char *account_id, const char *role_name,
			     const char *session_name)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call), ":sts::", account_id,
			  ":assumed-role/", role_name, "/", session_name);
}

const char *arn_federated_user(const struct call *call, const char *account_id, const char *name)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call), ":sts::", account_id,
			  ":federated-user/", name);
}

const char *arn_organization(const struct call *call, const char *management_id,
			     const char *organization_id)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call),
			  ":organizations::", management_id, ":organization/", organization_id);
}

const char *arn_organizations(const struct call *call, const char *management_id,
			      const char *organization_id, const char *type, const char *id)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call),
			  ":organizations::", management_id, ":", type, "/", organization_id, "/",
			  id);
}

const char *arn_organizations_policy(const struct call *call, const char *management_id,
				     const char *organization_id, const char *policy_type,
				     const char *id)
{
	char *type = arena_strdup(call->arena, policy_type);

	for (char *c = type; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (!organization_id || !*organization_id)
		return ARENA_JOIN(call->arena, "arn:", arn_partition(call),
				  ":organizations::aws:policy/", type, "/", id);
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call),
			  ":organizations::", management_id, ":policy/", organization_id, "/", type,
			  "/", id);
}

const char *arn_handshake(const struct call *call, const char *management_id,
			  const char *organization_id, const char *action, const char *id)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call),
			  ":organizations::", management_id, ":handshake/", organization_id, "/",
			  action, "/", id);
}

const char *arn_bucket(const struct call *call, const char *name)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call), ":s3:::", name);
}

const char *arn_queue(const struct call *call, const char *region, const char *account_id,
		      const char *name)
{
	return ARENA_JOIN(call->arena, "arn:", arn_partition(call), ":sqs:", region, ":",
			  account_id, ":", name);
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
