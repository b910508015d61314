/*
 * role.h - the roles that Organizations makes in accounts.
 */
#pragma once

#include "mock/call.h"

/*
 * The administrator's role of a created account: trusts the root of the
 * management account, AdministratorAccess attached, no description (recorded).
 */
void role_create_access(struct call *call, const char *account_id,
			const char *management_account_id, const char *role_name);

/* AWSServiceRoleForOrganizations, unless the account has it (recorded). */
void role_create_service_linked(struct call *call, const char *account_id);
