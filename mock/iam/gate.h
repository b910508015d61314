/*
 * gate.h - what IAM looks at before a call is authorized.
 */
#pragma once

#include "mock/call.h"

/*
 * A key that no principal of the caller's account has is refused in words of
 * its own, whatever the caller may do (recorded). @input is the operation's.
 */
enum api_status iam_get_access_key_last_used_check(struct call *call, const void *input);
