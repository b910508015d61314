#include "client/rollout/unlock.h"

#include <string.h>

#include "client/rollout/session.h"

static const struct unlock_service *const services[] = { &unlock_s3, &unlock_sqs };

bool unlock_service_by_name(const char *name, const struct unlock_service **out_service,
			    struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(services); i++) {
		if (strcmp(name, services[i]->name) != 0)
			continue;
		*out_service = services[i];
		return true;
	}
	return fault_set(fault, FAULT_USAGE, "%s has no policies here; say s3 or sqs", name);
}

bool unlock_open(struct client *client, const struct unlock_service *service, struct unlock *unlock,
		 struct fault *fault)
{
	if (!session_open(client, unlock->account_id, service->task, &unlock->root, fault))
		return false;
	if (service->find(unlock, fault))
		return true;
	unlock_done(unlock);
	return false;
}

void unlock_done(struct unlock *unlock)
{
	client_done(&unlock->root);
}
