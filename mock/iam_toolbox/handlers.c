#include "mock/iam_toolbox/iam_toolbox.h"

const struct iam_toolbox_handlers iam_toolbox_handlers = {
	.get_request_authorization_details = iam_toolbox_get_request_authorization_details,
};
