#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "model/check.h"
#include "model/codec.h"
#include "model/value.h"

/*
 * The first byte picks the service, the next two the operation, the rest is
 * the body. What is read is checked, written and read again as the same.
 */
static const struct api_operation *pick_operation(const uint8_t *data)
{
	const struct api_service *service;
	size_t count = 0;

	while (api_services[count])
		count++;
	service = api_services[data[0] % count];
	return &service->operations[(data[1] | data[2] << 8) % service->operation_count];
}

static void set_content_type(struct arena *arena, const struct api_operation *operation,
			     struct http_request *request)
{
	if (operation->service->protocol == API_QUERY)
		http_headers_add(&request->headers, arena, "Content-Type",
				 "application/x-www-form-urlencoded");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pattern_cache *patterns;
	const struct api_operation *operation;
	struct http_request request = { .path = "/bucket", .query = "" }, again = { 0 };
	struct api_problem problem = { 0 };
	void *in, *second;
	ARENA_AUTO(arena);

	if (size < 3)
		return 0;
	if (!patterns)
		patterns = pattern_cache_new();
	operation = pick_operation(data);
	request.method = operation->http_method;
	request.body = arena_strndup(&arena, (const char *)data + 3, size - 3);
	request.body_len = size - 3;
	set_content_type(&arena, operation, &request);
	in = arena_alloc(&arena, operation->input_size);
	if (!codec_read_request(&arena, operation, &request, in, &problem)) {
		assert(problem.code && problem.http_status >= 400);
		return 0;
	}
	if (!check_input(patterns, &arena, operation, in, &problem))
		assert(problem.code && problem.message && problem.http_status == 400);
	codec_write_request(&arena, operation, in, &again);
	second = arena_alloc(&arena, operation->input_size);
	assert(codec_read_request(&arena, operation, &again, second, &problem));
	return 0;
}
