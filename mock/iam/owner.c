#include "mock/iam/owner.h"

#include "mock/iam/entity.h"

enum api_status iam_owner_find(struct call *call, const char *user_name,
			       struct iam_owner *out_owner)
{
	const struct principal *caller = call->principal;
	struct iam_entity user;

	if (user_name) {
		IAM_TRY(iam_entity_find(call, IAM_USER, user_name, &user));
		*out_owner = (struct iam_owner){ .id = user.id, .user_name = user.name };
		return API_OK;
	}
	switch (caller->kind) {
	case PRINCIPAL_USER:
	case PRINCIPAL_USER_SESSION:
		if (!caller->name)
			break; /* GetSessionToken of the root user */
		*out_owner = (struct iam_owner){ caller->unique_id, caller->name };
		return API_OK;
	case PRINCIPAL_ROOT:
	case PRINCIPAL_ROOT_SESSION:
		break;
	case PRINCIPAL_ROLE_SESSION:
	case PRINCIPAL_FEDERATED_SESSION:
	case PRINCIPAL_WEB_IDENTITY:
	case PRINCIPAL_ANONYMOUS:
		return call_fail_common(call, 400, "ValidationError",
					"Must specify userName when calling with non-User "
					"credentials");
	}
	*out_owner = (struct iam_owner){ .id = caller->account_id };
	return API_OK;
}
