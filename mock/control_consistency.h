/*
 * control_consistency.h - the namespace's consistency over the control interface.
 *
 * GET shows it, POST sets it; the body is what a scenario's member
 * "consistency" is.
 */
#pragma once

#include "mock/control.h"

void control_consistency_get(struct control *control, const struct server_request *request,
			     struct http_response *out_response);
void control_consistency_post(struct control *control, const struct server_request *request,
			      struct http_response *out_response);
