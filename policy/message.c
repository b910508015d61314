#include "policy/message.h"

#include <string.h>
#include <strings.h>

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
	const char *kind;   /* "role": the resource is "role NAME" and no ARN */
};

static const struct style styles[] = {
	{ .action = "sts:AssumeRoot", .no_reason = true },                    /* recorded */
	{ .action = "sts:AssumeRole", .only_explicit = true },                /* documented */
	{ .action = "sts:AssumeRoleWithSAML", .only_explicit = true },        /* assumed */
	{ .action = "sts:AssumeRoleWithWebIdentity", .only_explicit = true }, /* assumed */
	{ .action = "s3:ListAllMyBuckets", .no_resource = true },             /* documented */
	{ .action = "s3:*", .quotes = true },                                 /* documented */
	{ .action = "sqs:*", .is_lower = true },                              /* recorded */
	{ .action = "iam:AttachRolePolicy", .kind = "role" },                 /* recorded */
	{ .action = "iam:CreatePolicy", .kind = "policy" },                   /* recorded */
	{ .action = "*" },
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

const char *policy_message(struct arena *arena, const struct policy_request *request,
			   const struct policy_decision *decision)
{
	const struct style *style = style_of(request->action);
	const char *quote = style->quotes ? "\"" : "";
	struct buffer text;

	buffer_init(&text, arena, 256);
	buffer_printf(&text, "User: %s is not authorized to perform: %s",
		      request->principal.arn ? request->principal.arn : "anonymous",
		      shown_action(arena, request));
	if (style->kind && strrchr(request->resource, '/'))
		buffer_printf(&text, " on resource: %s %s", style->kind,
			      strrchr(request->resource, '/') + 1);
	else if (!style->no_resource)
		buffer_printf(&text, " on resource: %s%s%s", quote, request->resource, quote);
	if (style->no_reason ||
	    (style->only_explicit && decision->verdict != POLICY_EXPLICITLY_DENIED))
		return text.data;
	buffer_add_char(&text, ' ');
	buffer_add_text(&text, reason_of(arena, request, decision));
	return text.data;
}
