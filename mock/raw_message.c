#include "mock/raw_message.h"

#include <microhttpd.h>

/* The length that the header tells. */
static int64_t told_len(const struct server_answer *answer)
{
	int64_t len = (int64_t)answer->response.body_len + answer->delivery.length_error;

	return len > 0 ? len : 0;
}

void raw_message_write(struct arena *arena, const struct server_answer *answer,
		       struct buffer *out_message)
{
	const struct http_response *response = &answer->response;
	const struct server_delivery *how = &answer->delivery;
	size_t body_len = response->body_len < how->body_max ? response->body_len : how->body_max;

	buffer_init(out_message, arena, response->body_len + 512);
	if (how->extent == SERVER_SENDS_NOTHING)
		return;
	buffer_printf(out_message, "HTTP/1.1 %d %s\r\n", response->status,
		      MHD_get_reason_phrase_for((unsigned)response->status));
	for (size_t i = 0; i < response->headers.count; i++)
		buffer_printf(out_message, "%s: %s\r\n", response->headers.items[i].name,
			      response->headers.items[i].value);
	buffer_printf(out_message, "Connection: close\r\nContent-Length: %lld\r\n\r\n",
		      (long long)told_len(answer));
	if (how->extent == SERVER_SENDS_ALL)
		body_len = response->body_len;
	if (body_len > 0)
		buffer_add(out_message, response->body, body_len);
}
