/* The Query protocol: IAM and STS. */
#include <string.h>

#include "model/codec_protocol.h"
#include "model/query.h"
#include "model/xml.h"
#include "wire/form.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

/* AWS's dispatcher answers in a namespace of its own, misspelt date and all (recorded). */
#define DISPATCHER_NAMESPACE "http://webservices.amazon.com/AWSFault/2005-15-09"

/* A signed GET carries the form in its query string (recorded); a POST must say it is a form. */
static bool read_form(struct arena *arena, const struct http_request *request,
		      struct form *out_form)
{
	const char *type = http_headers_get(&request->headers, "Content-Type");
	bool is_post = strcmp(request->method, "POST") == 0;
	struct fault fault;

	*out_form = (struct form){ 0 };
	if (!is_post)
		return form_parse(arena, request->query, strlen(request->query), &fault, out_form);
	if (!http_media_type_is(type, FORM_TYPE))
		return true;
	return form_parse(arena, request->body, request->body_len, &fault, out_form);
}

static const struct api_operation *unknown_operation(struct arena *arena, const char *action,
						     const char *version,
						     struct api_problem *out_problem)
{
	codec_problem(out_problem, 400, "InvalidAction",
		      arena_printf(arena, "Could not find operation %s for version %s", action,
				   version ? version : "NO_VERSION_SPECIFIED"));
	return NULL;
}

static const struct api_operation *find_operation(struct arena *arena,
						  const struct api_service *service,
						  const struct http_request *request,
						  struct api_problem *out_problem)
{
	static const struct api_detail product_page[] = {
		{ "Location", "https://aws.amazon.com/iam", true },
		{ NULL, NULL, false },
	};
	const struct api_operation *operation;
	const char *action, *version;
	struct form form;

	if (!read_form(arena, request, &form)) {
		codec_problem(out_problem, 400, "MalformedInput", NULL);
		return NULL;
	}
	action = form_get(&form, "Action");
	version = form_get(&form, "Version");
	if (!action) {
		codec_problem(out_problem, 302, "MissingAction", NULL);
		out_problem->details = product_page;
		return NULL;
	}
	operation = api_operation_by_name(service, action);
	if (!operation || !version || strcmp(version, service->api_version) != 0)
		return unknown_operation(arena, action, version, out_problem);
	return operation;
}

static void write_request(struct arena *arena, const struct api_operation *operation,
			  const void *in, struct http_request *out_request)
{
	struct buffer body;

	buffer_init(&body, arena, 256);
	query_write(arena, operation, in, &body);
	out_request->method = "POST";
	out_request->path = "/";
	out_request->query = "";
	out_request->body = body.data;
	out_request->body_len = body.len;
	http_headers_add(&out_request->headers, arena, "Content-Type", FORM_TYPE "; charset=utf-8");
}

static bool read_request(struct arena *arena, const struct api_operation *operation,
			 const struct http_request *request, void *out_in,
			 struct api_problem *out_problem)
{
	struct form form;

	if (!read_form(arena, request, &form))
		return codec_problem(out_problem, 400, "MalformedInput", NULL);
	return query_read(arena, operation, &form, out_in, out_problem);
}

static void write_response(struct arena *arena, const struct api_operation *operation,
			   const void *out, const char *request_id,
			   struct http_response *out_response)
{
	const char *root = arena_printf(arena, "%sResponse", operation->name);
	struct xml_writer writer;
	struct buffer body;

	buffer_init(&body, arena, 1024);
	xml_writer_init(&writer, &body, false);
	xml_open(&writer, root);
	xml_add_attribute(&writer, "xmlns", operation->service->xml_namespace);
	if (operation->result_wrapper) {
		xml_open(&writer, operation->result_wrapper);
		xml_write_members(arena, &writer, operation->output, out);
		xml_close(&writer, operation->result_wrapper);
	}
	xml_open(&writer, "ResponseMetadata");
	xml_text(&writer, "RequestId", request_id);
	xml_close(&writer, "ResponseMetadata");
	xml_close(&writer, root);
	codec_set_body(arena, out_response, "text/xml", &body);
}

static bool read_response(struct arena *arena, const struct api_operation *operation,
			  const struct http_response *response, struct fault *fault, void *out_out)
{
	const struct xml_element *root, *result;

	if (!xml_read(arena, response->body, response->body_len, fault, &root))
		return false;
	if (!operation->result_wrapper)
		return true;
	result = xml_child(root, operation->result_wrapper);
	if (!result)
		return fault_set(fault, FAULT_INPUT, "has no element %s",
				 operation->result_wrapper);
	if (!xml_read_members(arena, result, operation->output, out_out))
		return fault_set(fault, FAULT_INPUT, "has a value of the wrong form");
	return true;
}

static void write_error(struct arena *arena, const struct api_service *service,
			const struct api_problem *problem, const char *request_id,
			struct http_response *out_response)
{
	bool is_dispatcher = strcmp(problem->code, "InvalidAction") == 0;
	struct xml_writer writer;
	struct buffer body;

	buffer_init(&body, arena, 512);
	xml_writer_init(&writer, &body, false);
	xml_open(&writer, "ErrorResponse");
	xml_add_attribute(&writer, "xmlns",
			  is_dispatcher ? DISPATCHER_NAMESPACE : service->xml_namespace);
	xml_open(&writer, "Error");
	xml_text(&writer, "Type", problem->http_status < 500 ? "Sender" : "Receiver");
	xml_text(&writer, "Code", problem->code);
	if (problem->message)
		xml_text(&writer, "Message", problem->message);
	xml_close(&writer, "Error");
	xml_text(&writer, "RequestId", request_id);
	xml_close(&writer, "ErrorResponse");
	codec_set_body(arena, out_response, "text/xml", &body);
}

void codec_read_xml_error(struct arena *arena, const struct http_response *response,
			  struct codec_error *out_error)
{
	const struct xml_element *root, *error;
	struct fault ignored;

	if (!response->body_len ||
	    !xml_read(arena, response->body, response->body_len, &ignored, &root))
		return;
	error = strcmp(root->name, "Error") == 0 ? root : xml_child(root, "Error");
	out_error->code = xml_child_text(error, "Code");
	out_error->message = xml_child_text(error, "Message");
	out_error->request_id = xml_child_text(root, "RequestId");
}

const struct codec_protocol codec_query = {
	.find_operation = find_operation,
	.write_request = write_request,
	.read_request = read_request,
	.write_response = write_response,
	.read_response = read_response,
	.write_error = write_error,
	.read_error = codec_read_xml_error,
};
