#include "mock/account/account.h"

const struct account_handlers account_handlers = {
	.accept_primary_email_update = account_accept_primary_email_update,
	.get_account_information = account_get_account_information,
	.get_primary_email = account_get_primary_email,
	.start_primary_email_update = account_start_primary_email_update,
};
