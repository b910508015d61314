/*
 * control_answer.h - the answers of the control interface: JSON, never cached.
 */
#pragma once

#include "mock/server.h"
#include "wire/buffer.h"

/* Answers with a body that is JSON. */
void control_respond(const struct server_request *request, int status, const struct buffer *body,
		     struct http_response *out_response);

/* Answers 200 with a body of another media type. */
void control_respond_as(const struct server_request *request, const char *type,
			const struct buffer *body, struct http_response *out_response);

/* Answers {"error": message}. */
void control_refuse(const struct server_request *request, int status, const char *message,
		    struct http_response *out_response);

/* Answers {"status": text}. */
void control_respond_status(const struct server_request *request, int status, const char *text,
			    struct http_response *out_response);
