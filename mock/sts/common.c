#include <string.h>

#include "mock/database.h"
#include "mock/sts/sts.h"

enum { PACKED_HALF = 1024 };

const struct sts_credentials *sts_credentials_issue(struct call *call,
						    const struct session_request *request)
{
	struct sts_credentials *credentials = arena_new(call->arena, struct sts_credentials);
	struct session_credentials issued;

	session_issue(call, request, &issued);
	*credentials = (struct sts_credentials){
		.access_key_id = issued.access_key_id,
		.secret_access_key = issued.secret,
		.session_token = issued.token,
		.expiration = api_timestamp(issued.expires_ms),
	};
	return credentials;
}

enum api_status sts_deny(struct call *call, const char *action, const char *resource)
{
	return call_fail_common(call, 403, "AccessDenied",
				"User: %s is not authorized to perform: %s on resource: %s",
				call->principal->arn, action, resource);
}

/* A policy of 162 bytes packs to 16 % (recorded); twice that room is refused, not less. */
enum api_status sts_packed_size(struct call *call, size_t size, int64_t *out_percent)
{
	int64_t percent = (int64_t)((size * 100 + PACKED_HALF - 1) / PACKED_HALF);

	if (size > 2 * PACKED_HALF)
		return call_fail(call, &sts_packed_policy_too_large,
				 "Packed policy consumes %lld%% of allotted space, please use"
				 " smaller policy.",
				 (long long)percent / 2);
	*out_percent = percent < 100 ? percent : 100;
	return API_OK;
}

enum api_status sts_mfa_check(struct call *call, const char *serial, const char *code,
			      int64_t *out_mfa_ms)
{
	static const char enabled[] = "SELECT 1 FROM mfa_device WHERE serial = :serial"
				      " AND owner_id = :owner AND enabled_ms IS NOT NULL";
	const char *operation = strcmp(call->operation->name, "AssumeRole") == 0
					? "MultiFactorAuthentication"
					: "GetSessionToken call";

	*out_mfa_ms = 0;
	if (!serial && !code)
		return API_OK;
	if (!serial || !code ||
	    !database_exists(call, enabled,
			     DATABASE_VALUES(database_text("serial", serial),
					     database_text("owner", call->principal->unique_id))))
		return call_fail_common(call, 403, "AccessDenied",
					"%s failed, unable to validate MFA code.  Please verify"
					" your MFA serial number is valid and associated with"
					" this user.",
					operation);
	if (strcmp(code, "000000") == 0)
		return call_fail_common(call, 403, "AccessDenied",
					"MultiFactorAuthentication failed with invalid MFA one"
					" time pass code. ");
	*out_mfa_ms = call->now_ms;
	return API_OK;
}
