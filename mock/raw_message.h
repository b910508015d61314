/*
 * raw_message.h - an answer as the bytes of HTTP/1.1, also wrong ones.
 *
 * Only delivery.c uses this, for answers that libmicrohttpd would not send.
 */
#pragma once

#include "mock/server.h"
#include "wire/buffer.h"

/* Fills @out_message, in @arena, with what of the answer is to be sent. */
void raw_message_write(struct arena *arena, const struct server_answer *answer,
		       struct buffer *out_message);
