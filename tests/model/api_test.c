#include "tests/support/check.h"

#include "model/iam_api.h"
#include "model/organizations_api.h"
#include "model/s3_api.h"
#include "model/sts_api.h"

struct call {
	struct arena *arena;
	int users_created;
};

static enum api_status create_user(struct call *call, const struct iam_create_user_in *in,
				   struct iam_create_user_out *out)
{
	struct iam_user *user = arena_new(call->arena, struct iam_user);

	call->users_created++;
	user->user_name = in->user_name;
	out->user = user;
	return API_OK;
}

static const struct iam_handlers handlers = { .create_user = create_user };

static const struct operation_row {
	const char *name;
	const char *service, *operation;
	bool is_known;
} operation_rows[] = {
	{ "an unknown operation is not found", "iam", "CreateUsers", false },
	{ "the case of an operation's name counts", "iam", "createUser", false },
	{ "an operation of another service is not found", "sts", "CreateUser", false },
	{ "the first operation is found", "iam", "AcceptDelegationRequest", true },
	{ "the last operation is found", "iam", "UploadSigningCertificate", true },
	{ "the only families of a small service are found", "s3", "HeadBucket", true },
};

static void finds_operations(void **state)
{
	struct fixture *t = *state;
	const struct operation_row *row = t->row;
	const struct api_service *service = api_service_by_name(row->service);
	const struct api_operation *operation;

	assert_non_null(service);
	assert_ptr_equal(service, api_service_by_signing_name(row->service));
	operation = api_operation_by_name(service, row->operation);
	assert_int_equal(operation != NULL, row->is_known);
	if (!operation)
		return;
	assert_string_equal(operation->name, row->operation);
	assert_ptr_equal(operation->service, service);
	assert_ptr_equal(&service->operations[operation->index], operation);
}

static const struct throws_row {
	const char *name;
	const struct api_error *error;
	bool is_thrown;
} throws_rows[] = {
	{ "an error of another operation is not thrown", &iam_malformed_certificate, false },
	{ "an error of another service is not thrown", &organizations_service, false },
	{ "a listed error is thrown", &iam_entity_already_exists, true },
	{ "a common error is thrown by every operation", &iam_access_denied, true },
};

static void knows_its_errors(void **state)
{
	struct fixture *t = *state;
	const struct throws_row *row = t->row;

	assert_int_equal(api_operation_throws(&iam_operations[IAM_CREATE_USER], row->error),
			 row->is_thrown);
}

static const struct dispatch_row {
	const char *name;
	size_t operation;
	enum api_status status;
} dispatch_rows[] = {
	{ "an operation without a handler is not implemented", IAM_DELETE_USER,
	  API_NOT_IMPLEMENTED },
	{ "an operation is run by its own handler", IAM_CREATE_USER, API_OK },
};

static void dispatches(void **state)
{
	struct fixture *t = *state;
	const struct dispatch_row *row = t->row;
	const struct api_dispatch *table = &iam_dispatch_table;
	const struct iam_create_user_in in = { .user_name = "alice" };
	struct iam_create_user_out out = { 0 };
	struct call call = { .arena = &t->arena };

	assert_int_equal(table->handles(&handlers, row->operation), row->status == API_OK);
	assert_int_equal(table->run(&handlers, row->operation, &call, &in, &out), row->status);
	assert_int_equal(call.users_created, row->status == API_OK);
	if (row->status == API_OK)
		assert_string_equal(api_string(&iam_user_shape, out.user, "UserName"), "alice");
}

static const struct service_row {
	const char *name;
	const struct api_service *service;
	size_t operations;
} service_rows[] = {
	{ "every operation of IAM is in the contract", &iam_api, 176 },
	{ "every operation of Organizations is in the contract", &organizations_api, 63 },
	{ "every operation of STS is in the contract", &sts_api, 11 },
};

static void is_whole(void **state)
{
	struct fixture *t = *state;
	const struct service_row *row = t->row;

	assert_int_equal(row->service->operation_count, row->operations);
	for (size_t i = 0; i < row->operations; i++) {
		const struct api_operation *operation = &row->service->operations[i];

		assert_int_equal(operation->index, i);
		for (size_t j = 0; j < operation->authorize_count; j++)
			assert_true(operation->authorize[j].resource_count > 0);
	}
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(operation_rows, finds_operations),
		CHECK_TABLE(throws_rows, knows_its_errors),
		CHECK_TABLE(dispatch_rows, dispatches),
		CHECK_TABLE(service_rows, is_whole),
	};

	return check_tables("model/api", tables, ARRAY_LEN(tables));
}
