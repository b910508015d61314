#include "mock/control_consistency.h"

#include "mock/control_answer.h"
#include "mock/namespace.h"

void control_consistency_get(struct control *control, const struct server_request *request,
			     struct http_response *out_response)
{
	const struct consistency *consistency = &control->space->consistency;
	struct buffer body;

	buffer_init(&body, request->arena, 128);
	buffer_printf(&body, "{\"model\": \"%s\", \"scale\": %.6g, \"time\": \"%s\"}\n",
		      consistency_model_name(consistency->model),
		      consistency->scale > 0 ? consistency->scale : 1,
		      consistency->uses_clock ? "clock" : "real");
	control_respond(request, 200, &body, out_response);
}

void control_consistency_post(struct control *control, const struct server_request *request,
			      struct http_response *out_response)
{
	struct fault fault;
	struct reader reader = { .arena = request->arena, .fault = &fault, .file = "request" };

	if (reader_parse(&reader, request->http.body, request->http.body_len) &&
	    consistency_read(&reader, reader.root, &control->space->consistency))
		control_consistency_get(control, request, out_response);
	else
		control_refuse(request, 400, fault.message, out_response);
}
