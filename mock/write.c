#include "mock/write.h"

#include "model/codec.h"

/* Recorded: STS adds an id of its own to every answer. */
static void add_extended_id(struct exchange *exchange)
{
	if (exchange->service && exchange->service == api_service_by_name("sts"))
		http_headers_add(&exchange->response.headers, exchange->call.arena,
				 "x-amz-sts-extended-request-id", exchange->call.request_id);
}

void write_output(struct exchange *exchange)
{
	codec_write_response(exchange->call.arena, exchange->operation, exchange->output,
			     exchange->call.request_id, &exchange->response);
	add_extended_id(exchange);
}

void write_error(struct exchange *exchange)
{
	const struct call_error *error = &exchange->call.error;
	const struct api_service *service = exchange->service ? exchange->service
							      : api_service_by_name("sts");
	struct api_detail details[CALL_DETAIL_MAX + 1] = { { NULL } };
	const struct api_problem problem = {
		.http_status = error->http_status,
		.code = error->code,
		.message = error->message,
		.reason = error->reason,
		.details = details,
	};

	for (size_t i = 0; i < CALL_DETAIL_MAX && error->details[i].name; i++)
		details[i] = (struct api_detail){ error->details[i].name, error->details[i].value,
						  error->details[i].is_header };
	codec_write_error(exchange->call.arena, service, &problem, exchange->call.request_id,
			  &exchange->response);
	add_extended_id(exchange);
}
