#include "mock/iam/handlers.h"

#define ROW(operation) .operation = iam_##operation,
const struct iam_handlers iam_handlers = { IAM_HANDLERS(ROW) };
