#include "model/codec.h"

#include <stdio.h>
#include <string.h>

#include "model/codec_protocol.h"

enum { SHOWN_MAX = 80 }; /* bytes of an answer that nobody can read */

static const struct codec_protocol *const protocols[] = {
	[API_QUERY] = &codec_query,
	[API_JSON] = &codec_json,
	[API_REST_XML] = &codec_rest_xml,
	[API_REST_JSON] = &codec_rest_json,
};

bool codec_problem(struct api_problem *out_problem, int http_status, const char *code,
		   const char *message)
{
	*out_problem = (struct api_problem){
		.http_status = http_status,
		.code = code,
		.message = message,
	};
	return false;
}

void codec_set_body(struct arena *arena, struct http_response *response, const char *content_type,
		    const struct buffer *body)
{
	http_headers_add(&response->headers, arena, "Content-Type", content_type);
	response->body = body->data;
	response->body_len = body->len;
}

const struct api_operation *codec_find_operation(struct arena *arena,
						 const struct api_service *service,
						 const struct http_request *request,
						 struct api_problem *out_problem)
{
	return protocols[service->protocol]->find_operation(arena, service, request, out_problem);
}

void codec_write_request(struct arena *arena, const struct api_operation *operation, const void *in,
			 struct http_request *out_request)
{
	protocols[operation->service->protocol]->write_request(arena, operation, in, out_request);
}

bool codec_read_request(struct arena *arena, const struct api_operation *operation,
			const struct http_request *request, void *out_in,
			struct api_problem *out_problem)
{
	return protocols[operation->service->protocol]->read_request(arena, operation, request,
								     out_in, out_problem);
}

/* The header that names the request; S3 has names of its own. */
static void add_request_id(struct arena *arena, const struct api_service *service,
			   const char *request_id, struct http_response *response)
{
	bool is_s3 = service->protocol == API_REST_XML;

	http_headers_add(&response->headers, arena, is_s3 ? "x-amz-request-id" : "x-amzn-RequestId",
			 request_id);
	if (is_s3)
		http_headers_add(&response->headers, arena, "x-amz-id-2", request_id);
}

void codec_write_response(struct arena *arena, const struct api_operation *operation,
			  const void *out, const char *request_id,
			  struct http_response *out_response)
{
	out_response->status = operation->http_status;
	add_request_id(arena, operation->service, request_id, out_response);
	protocols[operation->service->protocol]->write_response(arena, operation, out, request_id,
								out_response);
}

bool codec_read_response(struct arena *arena, const struct api_operation *operation,
			 const struct http_response *response, struct fault *fault, void *out_out)
{
	if (protocols[operation->service->protocol]->read_response(arena, operation, response,
								   fault, out_out))
		return true;
	return fault_prefix(fault, "the answer to %s", operation->name);
}

void codec_write_error(struct arena *arena, const struct api_service *service,
		       const struct api_problem *problem, const char *request_id,
		       struct http_response *out_response)
{
	out_response->status = problem->http_status;
	add_request_id(arena, service, request_id, out_response);
	for (const struct api_detail *at = problem->details; at && at->name; at++)
		if (at->is_header)
			http_headers_add(&out_response->headers, arena, at->name, at->value);
	if (problem->http_status < 400 && service->protocol == API_QUERY)
		return; /* a redirect has no document */
	protocols[service->protocol]->write_error(arena, service, problem, request_id,
						  out_response);
}

/* What to call an answer that names no error: HEAD has no body, and a proxy writes its own. */
static const char *code_of_status(struct arena *arena, int status)
{
	if (status == 404)
		return "NotFound";
	if (status == 403)
		return "Forbidden";
	return arena_printf(arena, "HTTP%d", status);
}

/* What came instead of an error of AWS: how much, of what type, and how it begins. */
static const char *what_came(struct arena *arena, const struct http_response *response)
{
	const char *type = http_headers_get(&response->headers, "Content-Type");
	size_t shown = 0;
	char *start;

	if (response->body_len == 0)
		return "the answer names no error and has no body";
	start = arena_strndup(arena, response->body,
			      response->body_len < SHOWN_MAX ? response->body_len : SHOWN_MAX);
	for (const char *at = start; *at; at++) {
		bool is_printed = *at > ' ' && *at < 0x7f;

		if (is_printed || (shown > 0 && start[shown - 1] != ' '))
			start[shown++] = is_printed ? *at : ' ';
	}
	start[shown] = '\0';
	return arena_printf(arena, "the answer names no error: %zu bytes of %s: \"%s%s\"",
			    response->body_len, type ? type : "no type", start,
			    response->body_len > SHOWN_MAX ? "..." : "");
}

static void copy_text(char *out_text, size_t size, const char *text)
{
	snprintf(out_text, size, "%s", text ? text : "");
}

bool codec_read_error(struct arena *arena, const struct api_service *service,
		      const struct http_response *response, struct fault *fault)
{
	static const char *const id_headers[] = { "x-amzn-RequestId", "x-amz-request-id" };
	struct codec_error error = { 0 };
	const char *message;

	protocols[service->protocol]->read_error(arena, response, &error);
	for (size_t i = 0; !error.request_id && i < ARRAY_LEN(id_headers); i++)
		error.request_id = http_headers_get(&response->headers, id_headers[i]);
	message = error.message;
	if (!message)
		message = error.code ? "" : what_came(arena, response);
	fault_set(fault, FAULT_SERVICE, "%s", message);
	fault->http_status = response->status;
	copy_text(fault->code, sizeof(fault->code),
		  error.code ? error.code : code_of_status(arena, response->status));
	copy_text(fault->reason, sizeof(fault->reason), error.reason);
	copy_text(fault->request_id, sizeof(fault->request_id), error.request_id);
	return false;
}
