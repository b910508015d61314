/* JSON 1.0 and 1.1 (Organizations, SQS) and REST-JSON (Account). */
#include <string.h>

#include "model/codec_protocol.h"
#include "model/json.h"
#include "model/rest.h"
#include "wire/json_reader.h"

static const char *content_type(struct arena *arena, const struct api_service *service)
{
	if (service->protocol == API_REST_JSON)
		return "application/json";
	return arena_printf(arena, "application/x-amz-json-%s", service->json_version);
}

static const struct api_operation *find_by_target(struct arena *arena,
						  const struct api_service *service,
						  const struct http_request *request,
						  struct api_problem *out_problem)
{
	const char *target = http_headers_get(&request->headers, "X-Amz-Target");
	size_t len = strlen(service->target_prefix);
	const struct api_operation *operation = NULL;

	UNUSED(arena);
	if (target && strncmp(target, service->target_prefix, len) == 0 && target[len] == '.')
		operation = api_operation_by_name(service, target + len + 1);
	if (!operation)
		codec_problem(out_problem, 400, "UnknownOperationException", NULL);
	return operation;
}

static const struct api_operation *find_by_path(struct arena *arena,
						const struct api_service *service,
						const struct http_request *request,
						struct api_problem *out_problem)
{
	const struct api_operation *operation = rest_find_operation(service, request);

	UNUSED(arena);
	if (!operation)
		codec_problem(out_problem, 404, "UnknownOperationException", NULL);
	return operation;
}

static void write_body(struct arena *arena, const struct api_shape *shape, const void *structure,
		       struct buffer *out)
{
	struct json_writer writer;

	buffer_init(out, arena, 256);
	json_writer_init(&writer, out, false);
	json_write_structure(arena, &writer, shape, structure);
}

static void write_rest_request(struct arena *arena, const struct api_operation *operation,
			       const void *in, struct http_request *out_request)
{
	struct buffer body;

	rest_write_request(arena, operation, in, out_request);
	write_body(arena, operation->input, in, &body);
	out_request->body = body.data;
	out_request->body_len = body.len;
	http_headers_add(&out_request->headers, arena, "Content-Type",
			 content_type(arena, operation->service));
}

static void write_request(struct arena *arena, const struct api_operation *operation,
			  const void *in, struct http_request *out_request)
{
	write_rest_request(arena, operation, in, out_request);
	http_headers_add(
		&out_request->headers, arena, "X-Amz-Target",
		arena_printf(arena, "%s.%s", operation->service->target_prefix, operation->name));
}

/* No body at all is as good as {}. */
static bool read_body(struct arena *arena, const struct api_shape *shape,
		      const struct http_response *message, struct fault *fault, void *structure)
{
	const struct json_value *object;

	if (!message->body_len)
		return true;
	if (!json_read(arena, message->body, message->body_len, fault, &object))
		return false;
	if (object->kind != JSON_OBJECT)
		return fault_set(fault, FAULT_INPUT, "expected an object, not %s",
				 json_kind_name(object->kind));
	return json_read_structure(arena, object, shape, fault, structure);
}

static bool read_request(struct arena *arena, const struct api_operation *operation,
			 const struct http_request *request, void *out_in,
			 struct api_problem *out_problem)
{
	const struct http_response message = { .body = request->body,
					       .body_len = request->body_len };
	struct fault fault;

	if (!rest_read_request(arena, operation, request, out_in))
		return codec_problem(out_problem, 400, "SerializationException", NULL);
	if (!read_body(arena, operation->input, &message, &fault, out_in))
		return codec_problem(out_problem, 400, "SerializationException",
				     arena_strdup(arena, fault.message));
	return true;
}

static void write_response(struct arena *arena, const struct api_operation *operation,
			   const void *out, const char *request_id,
			   struct http_response *out_response)
{
	struct buffer body;

	UNUSED(request_id);
	rest_write_headers(arena, operation->output, out, &out_response->headers);
	/* JSON services answer {} without an output (recorded), SQS and REST nothing. */
	if (!operation->has_output &&
	    (operation->service->is_query_compatible || operation->service->protocol != API_JSON))
		buffer_init(&body, arena, 0);
	else
		write_body(arena, operation->output, out, &body);
	codec_set_body(arena, out_response, content_type(arena, operation->service), &body);
}

static bool read_response(struct arena *arena, const struct api_operation *operation,
			  const struct http_response *response, struct fault *fault, void *out_out)
{
	if (!rest_read_headers(arena, &response->headers, operation->output, out_out))
		return fault_set(fault, FAULT_INPUT, "has a header of the wrong form");
	return read_body(arena, operation->output, response, fault, out_out);
}

/* SQS, which once spoke Query, names the old code in a header and the new one with its namespace.
 */
static const char *write_query_code(struct arena *arena, const struct api_service *service,
				    const struct api_problem *problem,
				    struct http_response *out_response)
{
	const struct api_error *error = api_error_by_code(service, problem->code);
	const char *code = error && error->query_code ? error->query_code : problem->code;

	http_headers_add(&out_response->headers, arena, "x-amzn-query-error",
			 arena_printf(arena, "%s;%s", code,
				      problem->http_status < 500 ? "Sender" : "Receiver"));
	if (error && !error->is_common)
		return arena_printf(arena, "com.amazonaws.%s#%s", service->name, problem->code);
	return problem->code;
}

/* The members of an error. */
struct error_form {
	const char *type; /* the value of __type; NULL: there is no such member */
	const char *message_key, *reason_key;
};

static void set_error(struct arena *arena, const struct api_service *service,
		      const struct api_problem *problem, const struct error_form *form,
		      struct http_response *out_response)
{
	struct json_writer writer;
	struct buffer body;

	buffer_init(&body, arena, 256);
	json_writer_init(&writer, &body, false);
	json_open_object(&writer);
	if (form->type) {
		json_key(&writer, "__type");
		json_string(&writer, form->type);
	}
	if (problem->message) {
		json_key(&writer, form->message_key);
		json_string(&writer, problem->message);
	}
	if (problem->reason) {
		json_key(&writer, form->reason_key);
		json_string(&writer, problem->reason);
	}
	json_close_object(&writer);
	codec_set_body(arena, out_response, content_type(arena, service), &body);
}

/* Organizations' form (recorded): compact, "Message" with a capital, "Reason" only if there is one.
 */
static void write_error(struct arena *arena, const struct api_service *service,
			const struct api_problem *problem, const char *request_id,
			struct http_response *out_response)
{
	struct error_form form = { problem->code, "Message", "Reason" };

	UNUSED(request_id);
	if (service->is_query_compatible) {
		form.type = write_query_code(arena, service, problem, out_response);
		form.message_key = "message";
	}
	set_error(arena, service, problem, &form, out_response);
}

/* REST-JSON names the error in a header. */
static void write_rest_error(struct arena *arena, const struct api_service *service,
			     const struct api_problem *problem, const char *request_id,
			     struct http_response *out_response)
{
	static const struct error_form form = { NULL, "message", "reason" };

	UNUSED(request_id);
	http_headers_add(&out_response->headers, arena, "x-amzn-ErrorType", problem->code);
	set_error(arena, service, problem, &form, out_response);
}

/* "ns#Code:http://…" is Code: some services write the namespace, some an address behind it. */
static const char *bare_code(struct arena *arena, const char *code)
{
	const char *start = code ? strchr(code, '#') : NULL;

	if (!code)
		return NULL;
	start = start ? start + 1 : code;
	return arena_strndup(arena, start, strcspn(start, ":"));
}

static const char *first_string(const struct json_value *object, const char *const *keys)
{
	for (; *keys; keys++) {
		const char *text = json_get_string(object, *keys);

		if (text)
			return text;
	}
	return NULL;
}

static void read_error(struct arena *arena, const struct http_response *response,
		       struct codec_error *out_error)
{
	const char *code = http_headers_get(&response->headers, "x-amzn-ErrorType");
	const struct json_value *object = NULL;
	struct fault ignored;

	if (response->body_len &&
	    !json_read(arena, response->body, response->body_len, &ignored, &object))
		object = NULL;
	if (!code)
		code = first_string(object, (const char *const[]){ "__type", "code", NULL });
	out_error->code = bare_code(arena, code);
	out_error->message =
		first_string(object, (const char *const[]){ "Message", "message", NULL });
	out_error->reason = first_string(object, (const char *const[]){ "Reason", "reason", NULL });
}

const struct codec_protocol codec_json = {
	.find_operation = find_by_target,
	.write_request = write_request,
	.read_request = read_request,
	.write_response = write_response,
	.read_response = read_response,
	.write_error = write_error,
	.read_error = read_error,
};

const struct codec_protocol codec_rest_json = {
	.find_operation = find_by_path,
	.write_request = write_rest_request,
	.read_request = read_request,
	.write_response = write_response,
	.read_response = read_response,
	.write_error = write_rest_error,
	.read_error = read_error,
};
