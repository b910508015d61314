#include "mock/read.h"

#include "mock/namespace.h"
#include "model/check.h"
#include "model/codec.h"

enum api_status read_input(struct exchange *exchange)
{
	const struct api_operation *operation = exchange->operation;
	struct arena *arena = exchange->call.arena;
	void *input = arena_alloc(arena, operation->input_size);
	struct api_problem problem;

	exchange->output = arena_alloc(arena, operation->output_size);
	if (!codec_read_request(arena, operation, &exchange->message, input, &problem))
		return exchange_fail(exchange, &problem);
	exchange->input = input;
	return API_OK;
}

enum api_status check_stage(struct exchange *exchange)
{
	struct api_problem problem;

	if (check_input(exchange->space->patterns, exchange->call.arena, exchange->operation,
			exchange->input, &problem))
		return API_OK;
	return exchange_fail(exchange, &problem);
}
