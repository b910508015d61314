#include "mock/sts/sts.h"

/* GetDelegatedAccessToken is not implemented: what it takes in exchange nobody hands out here. */
const struct sts_handlers sts_handlers = {
	.assume_role = sts_assume_role,
	.assume_role_with_saml = sts_assume_role_with_saml,
	.assume_role_with_web_identity = sts_assume_role_with_web_identity,
	.assume_root = sts_assume_root,
	.decode_authorization_message = sts_decode_authorization_message,
	.get_access_key_info = sts_get_access_key_info,
	.get_caller_identity = sts_get_caller_identity,
	.get_federation_token = sts_get_federation_token,
	.get_session_token = sts_get_session_token,
	.get_web_identity_token = sts_get_web_identity_token,
};
