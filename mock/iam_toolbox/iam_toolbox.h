/*
 * iam_toolbox.h - the handlers of IAM's toolbox.
 */
#pragma once

#include "mock/call.h"
#include "model/iam_toolbox_api.h"

enum api_status iam_toolbox_get_request_authorization_details(
	struct call *call, const struct iam_toolbox_get_request_authorization_details_in *in,
	struct iam_toolbox_get_request_authorization_details_out *out);

extern const struct iam_toolbox_handlers iam_toolbox_handlers;
