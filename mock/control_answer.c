#include "mock/control_answer.h"

#include "wire/json_writer.h"

void control_respond_as(const struct server_request *request, const char *type,
			const struct buffer *body, struct http_response *out_response)
{
	out_response->status = 200;
	out_response->body = body->data;
	out_response->body_len = body->len;
	http_headers_add(&out_response->headers, request->arena, "Content-Type", type);
	http_headers_add(&out_response->headers, request->arena, "Cache-Control", "no-store");
}

void control_respond(const struct server_request *request, int status, const struct buffer *body,
		     struct http_response *out_response)
{
	control_respond_as(request, "application/json", body, out_response);
	out_response->status = status;
}

void control_refuse(const struct server_request *request, int status, const char *message,
		    struct http_response *out_response)
{
	struct json_writer json;
	struct buffer body;

	buffer_init(&body, request->arena, 256);
	json_writer_init(&json, &body, true);
	json_open_object(&json);
	json_key(&json, "error");
	json_string(&json, message);
	json_close_object(&json);
	buffer_add_char(&body, '\n');
	control_respond(request, status, &body, out_response);
}

void control_respond_status(const struct server_request *request, int status, const char *text,
			    struct http_response *out_response)
{
	struct buffer body;

	buffer_init(&body, request->arena, 64);
	buffer_printf(&body, "{\"status\": \"%s\"}\n", text);
	control_respond(request, status, &body, out_response);
}
