/* REST-XML: S3. Its documents are compact and begin with a declaration. */
#include <string.h>

#include "model/codec_protocol.h"
#include "model/rest.h"
#include "model/value.h"
#include "model/xml.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static const struct api_operation *find_operation(struct arena *arena,
						  const struct api_service *service,
						  const struct http_request *request,
						  struct api_problem *out_problem)
{
	const struct api_operation *operation = rest_find_operation(service, request);

	UNUSED(arena);
	if (!operation)
		codec_problem(out_problem, 501, "NotImplemented",
			      "A header or query you provided implies functionality that is not "
			      "implemented.");
	return operation;
}

/* A document: its root element and the value in it, which may be NULL for a text. */
struct document {
	const char *root;
	const struct api_shape *shape;
	const void *value;
};

static void write_text_document(struct arena *arena, const char *xml_namespace,
				const struct document *document, struct buffer *out)
{
	const char *text = NULL;

	if (document->value)
		text = value_to_text(arena, document->shape, document->value, VALUE_TIME_ISO);
	buffer_printf(out, "<%s xmlns=\"%s\">", document->root, xml_namespace);
	xml_escape(out, text ? text : "");
	buffer_printf(out, "</%s>", document->root);
}

static void write_document(struct arena *arena, const char *xml_namespace,
			   const struct document *document, struct buffer *out)
{
	struct xml_writer writer;

	buffer_add_text(out, DECLARATION);
	if (value_is_scalar(document->shape)) {
		write_text_document(arena, xml_namespace, document, out);
		return;
	}
	xml_writer_init(&writer, out, true);
	xml_open(&writer, document->root);
	xml_add_attribute(&writer, "xmlns", xml_namespace);
	xml_write_members(arena, &writer, document->shape, document->value);
	xml_close(&writer, document->root);
}

static bool has_body_members(const struct api_shape *shape)
{
	return rest_member_at(shape, API_IN_BODY);
}

/* The body of a message; the media type it has, or NULL if there is no body. */
static const char *write_body(struct arena *arena, const struct api_operation *operation,
			      const struct api_shape *shape, const void *structure,
			      struct buffer *out)
{
	const struct api_member *payload = rest_member_at(shape, API_IN_PAYLOAD);
	const struct api_member *root = rest_member_at(shape, API_IN_ROOT);
	const void *value = payload ? value_get(payload, structure) : NULL;
	struct document document = { operation->result_wrapper, shape, structure };

	buffer_init(out, arena, 256);
	if (payload && value && value_is_scalar(payload->shape)) {
		buffer_add_text(out, value_to_text(arena, payload->shape, value, VALUE_TIME_ISO));
		return "application/json"; /* a policy: the only texts that are whole bodies */
	}
	if (root)
		document =
			(struct document){ document.root, root->shape, value_get(root, structure) };
	else if (payload && value)
		document = (struct document){ payload->wire_name, payload->shape, value };
	else if (!has_body_members(shape))
		return NULL;
	if (!document.root)
		document.root = arena_printf(arena, "%sResult", operation->name);
	write_document(arena, operation->service->xml_namespace, &document, out);
	return "application/xml";
}

static void write_request(struct arena *arena, const struct api_operation *operation,
			  const void *in, struct http_request *out_request)
{
	struct buffer body;
	const char *type = write_body(arena, operation, operation->input, in, &body);

	rest_write_request(arena, operation, in, out_request);
	out_request->body = body.data;
	out_request->body_len = body.len;
	if (type)
		http_headers_add(&out_request->headers, arena, "Content-Type", type);
}

static bool read_document(struct arena *arena, const struct http_response *message,
			  const struct api_shape *shape, struct fault *fault, void *place)
{
	const struct xml_element *root;

	if (!xml_read(arena, message->body, message->body_len, fault, &root))
		return false;
	if (value_is_scalar(shape) ? value_from_text(arena, shape, root->text, place)
				   : xml_read_members(arena, root, shape, place))
		return true;
	return fault_set(fault, FAULT_INPUT, "has a value of the wrong form");
}

/* Fills what the body carries; an empty body leaves it absent. */
static bool read_body(struct arena *arena, const struct http_response *message,
		      const struct api_shape *shape, struct fault *fault, void *structure)
{
	const struct api_member *payload = rest_member_at(shape, API_IN_PAYLOAD);
	const struct api_member *root = rest_member_at(shape, API_IN_ROOT);
	const struct api_member *whole = payload ? payload : root;

	if (!message->body_len)
		return true;
	if (payload && payload->shape->kind == API_STRING)
		return value_from_text(arena, payload->shape,
				       arena_strndup(arena, message->body, message->body_len),
				       value_place(arena, payload, structure));
	if (whole)
		return read_document(arena, message, whole->shape, fault,
				     value_place(arena, whole, structure));
	if (!has_body_members(shape))
		return true;
	return read_document(arena, message, shape, fault, structure);
}

static bool read_request(struct arena *arena, const struct api_operation *operation,
			 const struct http_request *request, void *out_in,
			 struct api_problem *out_problem)
{
	const struct http_response message = { .body = request->body,
					       .body_len = request->body_len };
	struct fault fault;

	if (!rest_read_request(arena, operation, request, out_in))
		return codec_problem(out_problem, 400, "InvalidArgument", "Invalid Argument");
	if (!read_body(arena, &message, operation->input, &fault, out_in))
		return codec_problem(out_problem, 400, "MalformedXML",
				     "The XML you provided was not well-formed or did not validate "
				     "against our published schema");
	return true;
}

static void write_response(struct arena *arena, const struct api_operation *operation,
			   const void *out, const char *request_id,
			   struct http_response *out_response)
{
	struct buffer body;
	const char *type = write_body(arena, operation, operation->output, out, &body);

	UNUSED(request_id);
	rest_write_headers(arena, operation->output, out, &out_response->headers);
	if (type)
		codec_set_body(arena, out_response, type, &body);
}

static bool read_response(struct arena *arena, const struct api_operation *operation,
			  const struct http_response *response, struct fault *fault, void *out_out)
{
	if (!rest_read_headers(arena, &response->headers, operation->output, out_out))
		return fault_set(fault, FAULT_INPUT, "has a header of the wrong form");
	return read_body(arena, response, operation->output, fault, out_out);
}

static void write_error(struct arena *arena, const struct api_service *service,
			const struct api_problem *problem, const char *request_id,
			struct http_response *out_response)
{
	struct xml_writer writer;
	struct buffer body;

	UNUSED(service);
	buffer_init(&body, arena, 512);
	buffer_add_text(&body, DECLARATION);
	xml_writer_init(&writer, &body, true);
	xml_open(&writer, "Error");
	xml_text(&writer, "Code", problem->code);
	if (problem->message)
		xml_text(&writer, "Message", problem->message);
	for (const struct api_detail *at = problem->details; at && at->name; at++)
		if (!at->is_header)
			xml_text(&writer, at->name, at->value);
	xml_text(&writer, "RequestId", request_id);
	xml_text(&writer, "HostId", request_id);
	xml_close(&writer, "Error");
	codec_set_body(arena, out_response, "application/xml", &body);
}

const struct codec_protocol codec_rest_xml = {
	.find_operation = find_operation,
	.write_request = write_request,
	.read_request = read_request,
	.write_response = write_response,
	.read_response = read_response,
	.write_error = write_error,
	.read_error = codec_read_xml_error,
};
