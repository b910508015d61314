#include "tests/support/check.h"

#include <string.h>

#include "model/account_api.h"
#include "model/codec.h"
#include "model/iam_api.h"
#include "model/iam_toolbox_api.h"
#include "model/organizations_api.h"
#include "model/s3_api.h"
#include "model/sqs_api.h"
#include "model/sts_api.h"
#include "tests/model/sample.h"

enum { SEEDS = 12 };

static const struct row {
	const char *name;
	const struct api_service *service;
} rows[] = {
	{ "every input and output of Account survives REST-JSON", &account_api },
	{ "every input and output of IAM survives Query", &iam_api },
	{ "every input and output of IAM's toolbox survives REST-JSON", &iam_toolbox_api },
	{ "every input and output of Organizations survives JSON 1.1", &organizations_api },
	{ "every input and output of S3 survives REST-XML", &s3_api },
	{ "every input and output of SQS survives JSON 1.0", &sqs_api },
	{ "every input and output of STS survives Query", &sts_api },
};

static void check_request(struct arena *arena, const struct api_operation *operation, uint64_t seed)
{
	void *sent = arena_alloc(arena, operation->input_size);
	void *received = arena_alloc(arena, operation->input_size);
	struct http_request request = { 0 };
	struct api_problem problem = { 0 };
	const char *path;

	sample_fill(arena, seed, operation->input, sent);
	codec_write_request(arena, operation, sent, &request);
	assert_ptr_equal(codec_find_operation(arena, operation->service, &request, &problem),
			 operation);
	if (!codec_read_request(arena, operation, &request, received, &problem))
		fail_msg("%s %s", operation->name, problem.message ? problem.message : "");
	if (!sample_equal(arena, operation->input, sent, received, &path))
		fail_msg("%s: input %s differs", operation->name, path);
}

static void check_response(struct arena *arena, const struct api_operation *operation,
			   uint64_t seed)
{
	void *sent = arena_alloc(arena, operation->output_size);
	void *received = arena_alloc(arena, operation->output_size);
	struct http_response response = { 0 };
	struct fault fault;
	const char *path;

	sample_fill(arena, seed, operation->output, sent);
	codec_write_response(arena, operation, sent, "id-1", &response);
	assert_int_equal(response.status, operation->http_status);
	if (!codec_read_response(arena, operation, &response, &fault, received))
		fail_msg("%s", fault.message);
	if (!sample_equal(arena, operation->output, sent, received, &path))
		fail_msg("%s: output %s differs", operation->name, path);
}

static void survives(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;

	for (size_t i = 0; i < row->service->operation_count; i++) {
		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			check_request(&t->arena, &row->service->operations[i], seed);
			check_response(&t->arena, &row->service->operations[i], seed);
			arena_reset(&t->arena);
		}
	}
}

int main(void)
{
	return check_table("model/roundtrip", rows, survives);
}
