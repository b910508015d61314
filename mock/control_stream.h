/*
 * control_stream.h - /_mattock/stream: the journal while it is written, as
 * server-sent events.
 *
 * A stream can hold its namespace, which then ends with the connection.
 */
#pragma once

#include "mock/control.h"

/* GET: an event for each entry that the query's filter takes. */
void control_stream_get(struct control *control, const struct server_request *request,
			struct http_response *out_response);
