#include "mock/authenticate.h"

#include <string.h>

#include "mock/arn.h"
#include "mock/caller.h"
#include "mock/database.h"
#include "mock/namespace.h"

enum { WINDOW_MS = 15 * 60 * 1000 };

enum api_status authenticate(struct exchange *exchange)
{
	struct call *call = &exchange->call;
	struct sigv4_verification verification = { 0 };
	struct caller caller;
	struct sigv4_expected expected;

	if (exchange->claim_result == SIGV4_MISSING && exchange->operation->is_unsigned)
		return API_OK;
	if (exchange->claim_result != SIGV4_OK)
		return call_fail_common(call, 403, "MissingAuthenticationToken",
					"Request is missing Authentication Token");
	if (!caller_find(call, exchange->claim.access_key_id, &caller))
		return call_fail_common(call, 403, "InvalidClientTokenId",
					"The security token included in the request is invalid.");
	expected = (struct sigv4_expected){
		.now_ms = call->now_ms,
		.window_ms = WINDOW_MS,
		.credentials = { exchange->claim.access_key_id, caller.secret,
				 exchange->claim.session_token },
		.keys = exchange->space->signing_keys,
	};
	if (sigv4_verify(call->arena, &exchange->request->http, &exchange->claim, &expected,
			 &verification) != SIGV4_OK) {
		exchange->canonical_request = verification.canonical_request;
		exchange->string_to_sign = verification.string_to_sign;
		return call_fail_common(
			call, 403, "SignatureDoesNotMatch",
			"The request signature we calculated does not match the signature you "
			"provided. Check your AWS Secret Access Key and signing method. Consult "
			"the service documentation for details.");
	}
	exchange->principal = caller.principal;
	return API_OK;
}

void authenticate_note_use(struct exchange *exchange)
{
	UNUSED(exchange);
}
