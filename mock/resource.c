#include "mock/resource.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/organizations/access.h"
#include "mock/organizations/lookup.h"
#include "mock/s3/s3.h"
#include "mock/sqs/sqs.h"
#include "model/value.h"

const char *resource_member(const struct api_shape *shape, const void *input, const char *path)
{
	const char *dot = strchr(path, '.');
	const struct api_member *member;
	char name[64];

	if (!dot)
		return api_string(shape, input, path);
	if ((size_t)(dot - path) >= sizeof(name))
		return NULL;
	memcpy(name, path, (size_t)(dot - path));
	name[dot - path] = '\0';
	member = api_member_by_name(shape, name);
	if (!member || member->shape->kind != API_STRUCTURE)
		return NULL;
	input = value_get(member, input);
	return input ? resource_member(member->shape, input, dot + 1) : NULL;
}

static void find_bucket(struct call *call, const char *const *values, struct resource *out_resource)
{
	struct s3_bucket_state bucket;

	out_resource->arn = arn_bucket(call, values[0]);
	if (s3_bucket_find(call, values[0], &bucket))
		out_resource->account_id = bucket.account_id;
}

/* By its URL, or by its name and perhaps its owner. */
static void find_queue(struct call *call, const char *const *values, struct resource *out_resource)
{
	struct sqs_queue_name name = {
		.account_id = values[1] ? values[1] : call->principal->account_id,
		.region = call->region,
		.name = values[0],
	};

	if (strchr(values[0], '/') && !sqs_queue_parse(call, values[0], &name))
		return;
	out_resource->arn = sqs_queue_arn(call, &name);
	out_resource->account_id = name.account_id;
}

static void find_role(struct call *call, const char *const *values, struct resource *out_resource)
{
	const char *account = arn_account(call->arena, values[0]);

	out_resource->arn = values[0];
	if (account)
		out_resource->account_id = account;
}

static void find_root(struct call *call, const char *const *values, struct resource *out_resource)
{
	const char *account = arn_is_account_id(values[0]) ? values[0]
							   : arn_account(call->arena, values[0]);

	if (!account)
		return;
	out_resource->arn = arn_root_user(call, account);
	out_resource->account_id = account;
}

static void find_federated(struct call *call, const char *const *values,
			   struct resource *out_resource)
{
	out_resource->arn = arn_federated_user(call, call->principal->account_id, values[0]);
}

static void find_account(struct call *call, const char *const *values,
			 struct resource *out_resource)
{
	struct lookup_organization organization;
	const char *caller = call->principal->account_id;

	if (values[0] && lookup_organization_of(call, caller, &organization))
		out_resource->arn = arena_printf(
			call->arena, "arn:%s:account::%s:account/%s/%s", arn_partition(call),
			organization.management_account_id, organization.id, values[0]);
	else
		out_resource->arn = arena_printf(call->arena, "arn:%s:account::%s:account",
						 arn_partition(call), caller);
}

/* The type of an id of Organizations, where a line leaves it open: "root|organizationalunit". */
static const char *organizations_type(const char *type, const char *id)
{
	if (!id || !strchr(type, '|'))
		return strchr(type, '|') ? "account" : type;
	if (strncmp(id, "r-", 2) == 0)
		return "root";
	if (strncmp(id, "ou-", 3) == 0)
		return "organizationalunit";
	if (strncmp(id, "p-", 2) == 0)
		return "policy";
	if (strncmp(id, "rp-", 3) == 0)
		return "resourcepolicy";
	return "account";
}

/* All of Organizations is the management account's, also what has no resource (recorded). */
static void find_in_organization(struct call *call, const char *type, const char *id,
				 struct resource *out_resource)
{
	struct lookup_organization organization;

	if (strcmp(type, "*") != 0)
		out_resource->arn = access_resource(call, organizations_type(type, id), id);
	if (lookup_organization_of(call, call->principal->account_id, &organization))
		out_resource->account_id = organization.management_account_id;
}

/* IAM and Organizations have types enough for functions of their own. */
static const struct {
	const char *service;
	const char *type;
	void (*find)(struct call *call, const char *const *values, struct resource *out_resource);
} types[] = {
	{ "account", "account|accountInOrganization", find_account },
	{ "s3", "bucket", find_bucket },
	{ "sqs", "queue", find_queue },
	{ "sts", "federated-user", find_federated },
	{ "sts", "role", find_role },
	{ "sts", "root-user", find_root },
};

static void find_by_type(struct call *call, const char *type, const char *const *values,
			 struct resource *out_resource)
{
	const char *service = call->operation->service->name;

	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (strcmp(types[i].service, service) == 0 && strcmp(types[i].type, type) == 0) {
			types[i].find(call, values, out_resource);
			return;
		}
	}
}

void resource_of(struct call *call, const struct api_authorize_resource *named, const void *input,
		 struct resource *out_resource)
{
	const char *service = call->operation->service->name;
	const char *values[RESOURCE_VALUES] = { NULL };
	bool is_organizations = strcmp(service, "organizations") == 0;

	*out_resource = (struct resource){ "*", call->principal->account_id };
	if (strcmp(named->type, "*") == 0 && !is_organizations)
		return;
	for (size_t i = 0; i < RESOURCE_VALUES && named->parameters[i]; i++)
		values[i] = resource_member(call->operation->input, input, named->parameters[i]);
	if (strcmp(service, "iam") == 0)
		out_resource->arn = resource_iam(call, named, values);
	else if (is_organizations)
		find_in_organization(call, named->type, values[0], out_resource);
	else
		find_by_type(call, named->type, values, out_resource);
}
