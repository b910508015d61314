/*
 * control_clock.h - GET and POST /_mattock/clock.
 */
#pragma once

#include "mock/control.h"

/* {"mode": "real", "time": "2026-01-02T03:04:05Z"} */
void control_clock_get(struct control *control, const struct server_request *request,
		       struct http_response *out_response);

/*
 * Sets the clock ({"mode": "real"}, {"mode": "frozen", "time": TIME},
 * {"mode": "offset", "time": TIME}: from that time on) or lets it show later
 * ({"advance": "+15m"}), does what is due then, and answers as the GET.
 */
void control_clock_post(struct control *control, const struct server_request *request,
			struct http_response *out_response);
