#include "client/predict/open.h"

#include "client/predict/input.h"
#include "client/predict/snapshot_file.h"
#include "client/predict/snapshot_read.h"
#include "model/partition.h"

static bool open_scenario(struct invocation *invocation, const char *path,
			  struct prediction *prediction, struct fault *fault)
{
	const char *region = options_text(&invocation->options, OPTION_REGION);
	const struct partition *partition;
	struct input input;

	if (!input_read(invocation, path, &input, fault) ||
	    !snapshot_file_read(invocation->arena, &input, &prediction->snapshot, fault))
		return false;
	partition = partition_by_name(prediction->snapshot.partition);
	prediction->settings = (struct predict_settings){
		.partition = partition->name,
		.region = region ? region : partition->default_region,
		.now_ms = clock_now_ms(&invocation->clock),
	};
	return true;
}

/* Reads one account, or all if @account_id is NULL. */
static bool open_endpoint(struct invocation *invocation, const char *account_id,
			  struct prediction *prediction, struct fault *fault)
{
	struct client *client;

	if (!invocation_client(invocation, &client, fault))
		return false;
	prediction->settings = (struct predict_settings){
		.partition = client_partition(client),
		.region = client->region.name,
		.now_ms = clock_now_ms(&invocation->clock),
	};
	return account_id ? snapshot_read_account(client, account_id, &prediction->snapshot, fault)
			  : snapshot_read_all(client, &prediction->snapshot, fault);
}

bool prediction_open(struct invocation *invocation, struct prediction *out_prediction,
		     struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_SCENARIO);

	return path ? open_scenario(invocation, path, out_prediction, fault)
		    : open_endpoint(invocation, NULL, out_prediction, fault);
}

bool prediction_open_account(struct invocation *invocation, const char *account_id,
			     struct prediction *out_prediction,
			     const struct organization_account **out_account, struct fault *fault)
{
	const char *path = options_text(&invocation->options, OPTION_SCENARIO);
	const struct organization *organization = &out_prediction->snapshot.organization;
	bool is_open;

	if (!organization_is_account_id(account_id))
		return fault_set(fault, FAULT_USAGE, "\"%s\" is not an account id of twelve digits",
				 account_id);
	is_open = path ? open_scenario(invocation, path, out_prediction, fault)
		       : open_endpoint(invocation, account_id, out_prediction, fault);
	if (!is_open)
		return false;
	*out_account = organization_account_by_id(organization, account_id);
	return *out_account ||
	       fault_set(fault, FAULT_REFUSED, "account %s is not in organization %s", account_id,
			 organization->id);
}

const char *prediction_unit(struct arena *arena, const struct organization_account *account)
{
	return account->path ? arena_printf(arena, "/%s", account->path) : NULL;
}
