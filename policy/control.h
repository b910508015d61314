/*
 * control.h - which service and resource control policies bind a request.
 */
#pragma once

#include "policy/request.h"

/*
 * The SCP levels in force. They bind users, roles, root users and AssumeRoot
 * sessions of member accounts; never the management account, service-linked
 * roles, AWS services or callers from elsewhere (documented).
 */
struct policy_levels policy_control_scp(const struct policy_request *request);

/*
 * The RCP levels in force. They bind whoever acts on a resource of a
 * supported service in a member account, but no service-linked role, no
 * assumption of one, and not kms:RetireGrant (documented).
 */
struct policy_levels policy_control_rcp(const struct policy_request *request);

/* Whether RCPs support a service. @prefix is "sqs" of "sqs:SendMessage", in any case. */
bool policy_control_rcp_supports(const char *prefix, size_t len);
