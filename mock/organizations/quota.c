#include "mock/organizations/quota.h"

#include <stdlib.h>

#include "mock/setting.h"

enum { HOUR_MS = 60 * 60 * 1000, DAY_MS = 24 * HOUR_MS };

static const struct {
	const char *name;
	int64_t standard;
} rows[] = {
	[QUOTA_SCP_AT_START] = { "organizations.scp_at_start", 1 },
	[QUOTA_ACCOUNTS] = { "organizations.accounts", 10 },
	[QUOTA_CREATIONS] = { "organizations.creations", 5 },
	[QUOTA_CREATION_MS] = { "organizations.creation_ms", 2000 },
	[QUOTA_CLOSURE_MS] = { "organizations.closure_ms", 2000 },
	[QUOTA_CLOSURES] = { "organizations.closures", 250 },
	[QUOTA_UNITS] = { "organizations.units", 2000 },
	[QUOTA_UNIT_DEPTH] = { "organizations.unit_depth", 5 },
	[QUOTA_SCPS] = { "organizations.scps", 10000 },
	[QUOTA_OTHER_POLICIES] = { "organizations.other_policies", 1000 },
	[QUOTA_SCPS_PER_TARGET] = { "organizations.scps_per_target", 10 },
	[QUOTA_RCPS_PER_TARGET] = { "organizations.rcps_per_target", 5 },
	[QUOTA_OTHERS_PER_TARGET] = { "organizations.others_per_target", 10 },
	[QUOTA_SCP_CHARACTERS] = { "organizations.scp_characters", 10240 },
	[QUOTA_RCP_CHARACTERS] = { "organizations.rcp_characters", 5120 },
	[QUOTA_OTHER_CHARACTERS] = { "organizations.other_characters", 10000 },
	[QUOTA_DELEGATES_PER_SERVICE] = { "organizations.delegates_per_service", 0 },
	[QUOTA_ANY_SERVICE_PRINCIPAL] = { "organizations.any_service_principal", 0 },
	[QUOTA_LEAVE_WAIT_MS] = { "organizations.leave_wait_ms", 4 * (int64_t)DAY_MS },
	[QUOTA_INVITATIONS_PER_DAY] = { "organizations.invitations_per_day", 20 },
};

int64_t quota_get(struct call *call, enum quota quota)
{
	const char *value = setting_text(call, rows[quota].name, NULL);

	return value ? strtoll(value, NULL, 10) : rows[quota].standard;
}
