#include "mock/handlers.h"

/* Rows are added as services get their handlers: SERVICE(sts) for mock/sts/handlers.c. */
#define SERVICES(SERVICE) \
	SERVICE(account)  \
	SERVICE(iam)      \
	SERVICE(iam_toolbox) SERVICE(organizations) SERVICE(s3) SERVICE(sqs) SERVICE(sts)

#define DECLARE(name)                                        \
	extern const struct api_service name##_api;          \
	extern const struct name##_handlers name##_handlers; \
	extern const struct api_dispatch name##_dispatch_table;
SERVICES(DECLARE)

#define ROW(name) { &name##_api, &name##_dispatch_table, &name##_handlers },
static const struct row {
	const struct api_service *service;
	const struct api_dispatch *dispatch;
	const void *handlers;
} rows[] = {
	SERVICES(ROW){ NULL, NULL, NULL },
};

static const struct row *row_of(const struct api_service *service)
{
	const struct row *row = rows;

	while (row->service && row->service != service)
		row++;
	return row->service ? row : NULL;
}

enum api_status handlers_run(const struct api_operation *operation, struct call *call,
			     const void *input, void *output)
{
	const struct row *row = row_of(operation->service);

	if (!row)
		return API_NOT_IMPLEMENTED;
	return row->dispatch->run(row->handlers, operation->index, call, input, output);
}

bool handlers_has(const struct api_operation *operation)
{
	const struct row *row = row_of(operation->service);

	return row && row->dispatch->handles(row->handlers, operation->index);
}
