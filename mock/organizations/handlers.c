#include "mock/organizations/handlers.h"

#define ROW(operation) .operation = organizations_##operation,

const struct organizations_handlers organizations_handlers = { ORGANIZATIONS_OPERATIONS(ROW) };
