#include "policy/control.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Prefixes of the services that RCPs support, in order (documented; docs/fidelity.md). */
static const char *const rcp_services[] = {
	"aoss",
	"appconfig",
	"appstream",
	"autoscaling",
	"autoscaling-plans",
	"budgets",
	"clouddirectory",
	"cloudfront",
	"cloudsearch",
	"cloudtrail-data",
	"codeartifact",
	"codebuild",
	"codecommit",
	"codepipeline",
	"cognito-identity",
	"cognito-idp",
	"comprehend",
	"comprehendmedical",
	"compute-optimizer",
	"cost-optimization-hub",
	"dax",
	"dsql",
	"dynamodb",
	"ecr",
	"ecr-public",
	"events",
	"firehose",
	"fis",
	"fms",
	"gamelift",
	"health",
	"inspector-scan",
	"kendra",
	"kinesisvideo",
	"kms",
	"logs",
	"memorydb",
	"networkmonitor",
	"notifications",
	"opensearch",
	"pca-connector-ad",
	"personalize",
	"polly",
	"pricing",
	"resource-groups",
	"rolesanywhere",
	"s3",
	"secretsmanager",
	"servicediscovery",
	"signin",
	"sqs",
	"sts",
	"support",
	"swf",
	"textract",
	"timestream-influxdb",
	"transcribe",
	"transfer",
	"translate",
	"wafv2",
	"workspaces",
	"xray",
};

/* A prefix that is looked for. */
struct prefix {
	const char *text;
	size_t len;
};

static int compare_prefix(const void *key, const void *row)
{
	const struct prefix *prefix = key;
	const char *name = *(const char *const *)row;
	int order = strncasecmp(prefix->text, name, prefix->len);

	return order ? order : -(name[prefix->len] != '\0');
}

bool policy_control_rcp_supports(const char *prefix, size_t len)
{
	struct prefix key = { prefix, len };

	return bsearch(&key, rcp_services, ARRAY_LEN(rcp_services), sizeof(rcp_services[0]),
		       compare_prefix) != NULL;
}

struct policy_levels policy_control_scp(const struct policy_request *request)
{
	const struct policy_principal *principal = &request->principal;
	const struct policy_levels none = { NULL, 0 };

	if (principal->is_management_account || principal->is_service_linked)
		return none;
	switch (principal->kind) {
	case POLICY_ROOT:
	case POLICY_ASSUMED_ROOT:
	case POLICY_USER:
	case POLICY_ROLE_SESSION:
	case POLICY_FEDERATED_SESSION:
		return request->scp;
	case POLICY_ANONYMOUS:
	case POLICY_SERVICE:
	case POLICY_WEB_IDENTITY:
		break;
	}
	return none;
}

static bool is_service_linked_role(const char *arn)
{
	return strstr(arn, ":role/aws-service-role/") != NULL;
}

struct policy_levels policy_control_rcp(const struct policy_request *request)
{
	const struct policy_levels none = { NULL, 0 };
	const char *colon = strchr(request->action, ':');

	if (!request->rcp.count || request->resource_in_management_account ||
	    request->principal.is_service_linked)
		return none;
	/* Actions without a resource are none of theirs (documented). */
	if (strcmp(request->resource, "*") == 0 || is_service_linked_role(request->resource))
		return none;
	if (!colon ||
	    !policy_control_rcp_supports(request->action, (size_t)(colon - request->action)))
		return none;
	if (strcasecmp(request->action, "kms:RetireGrant") == 0)
		return none;
	return request->rcp;
}
