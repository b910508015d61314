/*
 * exported.c - what an export says and nobody writes by hand.
 */
#include "mock/iam/managed_policy.h"
#include "mock/scenario/loader.h"

/* A policy of AWS's that is known by its name alone, as services' roles have them. */
struct aws_policy {
	const char *name; /* with its path */
	int64_t created_ms;
};

static const struct reader_field aws_policy_fields[] = {
	{ "name", READER_TEXT, offsetof(struct aws_policy, name), true },
	{ "created", READER_TIME, offsetof(struct aws_policy, created_ms) },
	{ NULL },
};

bool loader_aws_policies(struct loader *loader, const struct json_value *section)
{
	for (const struct json_value *item = section ? section->first : NULL; item;
	     item = item->next) {
		struct aws_policy policy = { .created_ms = loader->reader.now_ms };
		struct call call = loader->call;

		if (!reader_object(&loader->reader, item, aws_policy_fields, &policy))
			return false;
		call.now_ms = policy.created_ms;
		iam_managed_policy_take_name(&call, policy.name);
	}
	return true;
}
