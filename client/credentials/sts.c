#include "client/credentials/sts.h"

bool sts_take_credentials(const struct sts_credentials *found, const char *link,
			  struct fault *fault, struct credentials **out_credentials)
{
	if (!found || !found->access_key_id || !found->secret_access_key || !found->session_token)
		return fault_set(fault, FAULT_INPUT, "the answer has no whole credentials");
	*out_credentials = credentials_new(found->access_key_id, found->secret_access_key,
					   found->session_token, link);
	(*out_credentials)->expires_ms = found->expiration.is_set ? found->expiration.ms : 0;
	return true;
}
