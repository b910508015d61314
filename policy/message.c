#include "policy/message.h"

#include <string.h>
#include <strings.h>

#include "policy/arn.h"
#include "policy/match.h"
#include "wire/buffer.h"

/* How the layers are called, by how they deny. */
static const struct {
	const char *explicit_name; /* behind "with an explicit deny in" */
	const char *implicit_name; /* behind "because no" */
	bool names_arn;            /* the ARN of a managed policy may follow */
} layers[] = {
	[POLICY_LAYER_RCP] = { "a resource control policy", "resource control policy", true },
	[POLICY_LAYER_SCP] = { "a service control policy", "service control policy", true },
	[POLICY_LAYER_RESOURCE] = { "a resource-based policy", "resource-based policy", false },
	[POLICY_LAYER_IDENTITY] = { "an identity-based policy", "identity-based policy", true },
	[POLICY_LAYER_BOUNDARY] = { "a permissions boundary", "permissions boundary", true },
	[POLICY_LAYER_SESSION] = { "a session policy", "session policy", true },
};

/* Where the text of a service or an operation departs from the common form. */
struct style {
	const char *action; /* "sts:AssumeRoot", or "s3:*" for a whole service */
	bool no_reason;     /* never says why */
	bool only_explicit; /* says why only for explicit denies */
	bool no_resource;   /* has no "on resource:" */
	bool quotes;        /* the resource stands in quotation marks */
	bool is_lower;      /* the action is in lower case */
	bool names_entity;  /* the resource is "role NAME", by the table of entities */
	bool is_new;        /* a policy is called by its name, otherwise by its ARN */
};

static const struct style styles[] = {
	{ .action = "sts:AssumeRoot", .no_reason = true },        /* recorded */
	{ .action = "sts:AssumeRole", .only_explicit = true },    /* documented */
	{ .action = "s3:ListAllMyBuckets", .no_resource = true }, /* documented */
	{ .action = "s3:*", .quotes = true },                     /* documented */
	{ .action = "sqs:*", .is_lower = true },                  /* recorded */
	/* IAM names what is there by kind and name, what it makes by its ARN (transcripts). */
	{ .action = "iam:CreatePolicy", .names_entity = true, .is_new = true },
	{ .action = "iam:TagPolicy", .names_entity = true, .is_new = true },
	{ .action = "iam:CreateGroup" },
	{ .action = "iam:CreateInstanceProfile" },
	{ .action = "iam:CreateRole" },
	{ .action = "iam:CreateServiceLinkedRole" },
	{ .action = "iam:CreateUser" },
	{ .action = "iam:PassRole" },
	{ .action = "iam:Tag*" },
	{ .action = "iam:Generate*" },       /* assumed, for its input is an ARN */
	{ .action = "iam:GetContextKeys*" }, /* assumed likewise */
	{ .action = "iam:Simulate*" },       /* assumed likewise */
	{ .action = "iam:*", .names_entity = true },
	{ .action = "*" },
};

/* What IAM calls its resources where it does not show an ARN (public transcripts). */
static const struct {
	const char *start; /* of the ARN's last part */
	const char *kind;
	bool keeps_arn; /* unless it is new */
} entities[] = {
	{ "user/", "user", false },    { "role/", "role", false },
	{ "group/", "group", false },  { "instance-profile/", "instance profile", false },
	{ "policy/", "policy", true },
};

static const struct style *style_of(const char *action)
{
	size_t i = 0;

	for (; i < ARRAY_LEN(styles) - 1; i++) {
		const char *name = styles[i].action;
		size_t len = strlen(name);

		if (name[len - 1] == '*' ? strncasecmp(name, action, len - 1) == 0
					 : strcasecmp(name, action) == 0)
			break;
	}
	return &styles[i];
}

static const char *context_text(const struct policy_request *request, const char *key)
{
	const struct policy_context_entry *entry = policy_context_get(request->context, key);

	return entry ? policy_context_value(entry, 0) : NULL;
}

static bool same(const char *one, const char *other)
{
	return one && other && strcmp(one, other) == 0;
}

/* Whether the caller may learn the policy's name: RCPs belong to the resource's organization. */
static bool owner_is_near(const struct policy_request *request, enum policy_layer layer)
{
	if (layer != POLICY_LAYER_RCP)
		return true;
	return same(request->principal.account_id, request->resource_account) ||
	       same(context_text(request, "aws:PrincipalOrgID"),
		    context_text(request, "aws:ResourceOrgID"));
}

static bool is_trust(const struct policy_request *request, enum policy_layer layer)
{
	return layer == POLICY_LAYER_RESOURCE && request->resource_policy &&
	       request->resource_policy->kind == POLICY_RESOURCE_TRUST;
}

static const char *shown_action(struct arena *arena, const struct policy_request *request)
{
	char *action;

	if (!style_of(request->action)->is_lower)
		return request->action;
	action = arena_strdup(arena, request->action);
	policy_lower_ascii(action, strlen(action));
	return action;
}

static const char *explicit_reason(struct arena *arena, const struct policy_request *request,
				   const struct policy_decision *decision)
{
	enum policy_layer layer = decision->layer;
	const char *name = is_trust(request, layer) ? "the role trust policy"
						    : layers[layer].explicit_name;
	const char *arn = decision->deny.source->arn;

	if (!arn || !layers[layer].names_arn || !owner_is_near(request, layer))
		return arena_printf(arena, "with an explicit deny in %s", name);
	return arena_printf(arena, "with an explicit deny in %s: %s", name, arn);
}

/* "with an explicit deny in a service control policy: arn:..." */
static const char *reason_of(struct arena *arena, const struct policy_request *request,
			     const struct policy_decision *decision)
{
	enum policy_layer layer = decision->layer;

	if (decision->verdict == POLICY_EXPLICITLY_DENIED)
		return explicit_reason(arena, request, decision);
	return arena_printf(arena, "because no %s allows the %s action",
			    is_trust(request, layer) ? "role trust policy"
						     : layers[layer].implicit_name,
			    shown_action(arena, request));
}

/* "role NAME", or the resource as it is. */
static const char *entity_of(struct arena *arena, const char *resource, bool is_new)
{
	struct policy_arn arn = policy_arn_split(resource, strlen(resource), false);
	const char *part = arn.segment[arn.count - 1];
	const char *name = strrchr(resource, '/');

	/* Lists are of a path, and a path has no name behind it. */
	if (!name || !name[1])
		return resource;
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (strncmp(part, entities[i].start, strlen(entities[i].start)) == 0)
			return arena_printf(arena, "%s %s", entities[i].kind,
					    entities[i].keeps_arn && !is_new ? resource : name + 1);
	return resource;
}

const char *policy_message(struct arena *arena, const struct policy_request *request,
			   const struct policy_decision *decision)
{
	const struct style *style = style_of(request->action);
	const char *quote = style->quotes ? "\"" : "";
	struct buffer text;

	/* The bearer of a token has no name yet, and is not told why (public transcripts). */
	if (request->principal.kind == POLICY_WEB_IDENTITY)
		return arena_printf(arena, "Not authorized to perform %s", request->action);
	buffer_init(&text, arena, 256);
	buffer_printf(&text, "User: %s is not authorized to perform: %s",
		      request->principal.arn ? request->principal.arn : "anonymous",
		      shown_action(arena, request));
	if (style->names_entity)
		buffer_printf(&text, " on resource: %s",
			      entity_of(arena, request->resource, style->is_new));
	else if (!style->no_resource)
		buffer_printf(&text, " on resource: %s%s%s", quote, request->resource, quote);
	if (style->no_reason ||
	    (style->only_explicit && decision->verdict != POLICY_EXPLICITLY_DENIED))
		return text.data;
	buffer_add_char(&text, ' ');
	buffer_add_text(&text, reason_of(arena, request, decision));
	return text.data;
}
