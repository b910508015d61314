#include "policy/control.h"

#include <string.h>
#include <strings.h>

/*
 * Service prefixes that RCPs support. AWS lists 62; these are the ones that
 * were recorded or documented by name.
 */
static const char *const rcp_services[] = { "kms", "s3", "secretsmanager", "sqs", "sts" };

bool policy_control_rcp_supports(const char *prefix, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(rcp_services); i++)
		if (strlen(rcp_services[i]) == len &&
		    strncasecmp(rcp_services[i], prefix, len) == 0)
			return true;
	return false;
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
