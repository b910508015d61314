#include "mock/control_faults.h"

#include "mock/control_answer.h"
#include "mock/injection/injection.h"
#include "mock/namespace.h"
#include "wire/uri.h"

void control_faults_get(struct control *control, const struct server_request *request,
			struct http_response *out_response)
{
	struct json_writer json;
	struct buffer body;

	buffer_init(&body, request->arena, 4096);
	json_writer_init(&json, &body, false);
	injection_write(control->space->injection, &json);
	buffer_add_char(&body, '\n');
	control_respond(request, 200, &body, out_response);
}

void control_faults_post(struct control *control, const struct server_request *request,
			 struct http_response *out_response)
{
	struct fault fault;
	struct reader reader = { .arena = request->arena, .fault = &fault, .file = "request" };

	if (reader_parse(&reader, request->http.body, request->http.body_len) &&
	    injection_add(control->space->injection, &reader, reader.root, false))
		control_faults_get(control, request, out_response);
	else
		control_refuse(request, 400, fault.message, out_response);
}

void control_faults_delete(struct control *control, const struct server_request *request,
			   struct http_response *out_response)
{
	const char *name = uri_query_get(request->arena, request->http.query, "name");

	if (injection_remove(control->space->injection, name))
		control_faults_get(control, request, out_response);
	else
		control_refuse(request, 404, "There is no fault rule of that name.", out_response);
}
