/*
 * unlock_sqs.c - queue policies.
 *
 * A queue's name says nothing of its region. With --region it is looked for
 * there, otherwise in every region that an account has without asking for it.
 */
#include <string.h>

#include "client/fault_text.h"
#include "client/rollout/unlock.h"
#include "model/sqs_client.h"
#include "wire/buffer.h"

enum { SEARCH_PARALLEL = 8 };

static const char policy_attribute[] = "Policy";

static const char *const actions[] = { "sqs:GetQueueAttributes", "sqs:SetQueueAttributes", NULL };

/* Enabled in every account (documented); others are looked in when --region names them. */
static const struct {
	const char *partition, *region;
} regions[] = {
	{ "aws", "us-east-1" },
	{ "aws", "us-east-2" },
	{ "aws", "us-west-1" },
	{ "aws", "us-west-2" },
	{ "aws", "ap-northeast-1" },
	{ "aws", "ap-northeast-2" },
	{ "aws", "ap-northeast-3" },
	{ "aws", "ap-south-1" },
	{ "aws", "ap-southeast-1" },
	{ "aws", "ap-southeast-2" },
	{ "aws", "ca-central-1" },
	{ "aws", "eu-central-1" },
	{ "aws", "eu-north-1" },
	{ "aws", "eu-west-1" },
	{ "aws", "eu-west-2" },
	{ "aws", "eu-west-3" },
	{ "aws", "sa-east-1" },
	{ "aws-us-gov", "us-gov-east-1" },
	{ "aws-us-gov", "us-gov-west-1" },
	{ "aws-cn", "cn-north-1" },
	{ "aws-cn", "cn-northwest-1" },
};

/* What one region said of the queue. */
struct answer {
	const char *region;
	const char *url; /* NULL: it is not there, or not known */
	const char *why; /* not known: why */
};

struct search {
	struct unlock *unlock;
	struct answer answers[ARRAY_LEN(regions) + 1]; /* and the caller's own */
	size_t count;
};

static const char *arn(const struct unlock *unlock)
{
	return arena_printf(unlock->root.arena, "arn:%s:sqs:%s:%s:%s",
			    client_partition(&unlock->root), unlock->root.region.name,
			    unlock->account_id, unlock->name);
}

static void ask_region(void *context, size_t index)
{
	struct search *search = context;
	struct answer *answer = &search->answers[index];
	struct unlock *unlock = search->unlock;
	struct client root = client_with_arena(&unlock->root, unlock->root.arena);
	const struct sqs_get_queue_url_in in = { .queue_name = unlock->name };
	struct sqs_get_queue_url_out out;
	struct fault fault = { 0 };

	root.region.name = answer->region;
	if (sqs_get_queue_url(&root, &in, &out, &fault))
		answer->url = out.queue_url;
	else if (!fault_is(&fault, "QueueDoesNotExist") &&
		 !fault_is(&fault, "AWS.SimpleQueueService.NonExistentQueue"))
		answer->why = fault_text_short(root.arena, &fault);
}

static void add_region(struct search *search, const char *region)
{
	for (size_t i = 0; i < search->count; i++)
		if (strcmp(search->answers[i].region, region) == 0)
			return;
	search->answers[search->count++].region = region;
}

static void choose_regions(struct search *search)
{
	const struct client *root = &search->unlock->root;

	add_region(search, root->region.name);
	if (root->region.source && strcmp(root->region.source, "--region") == 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(regions); i++)
		if (strcmp(regions[i].partition, client_partition(root)) == 0)
			add_region(search, regions[i].region);
}

/* The regions with the queue, or those that did not say. */
static const char *list(struct arena *arena, const struct search *search, bool is_found,
			size_t *out_count)
{
	struct buffer text;

	*out_count = 0;
	buffer_init(&text, arena, 32);
	for (size_t i = 0; i < search->count; i++)
		if (is_found ? search->answers[i].url != NULL : search->answers[i].why != NULL)
			buffer_printf(&text, "%s%s", (*out_count)++ ? ", " : "",
				      search->answers[i].region);
	return text.data;
}

static const char *first_why(const struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->answers[i].why)
			return search->answers[i].why;
	return "";
}

static bool take_answer(struct unlock *unlock, const struct search *search, struct fault *fault)
{
	struct arena *arena = unlock->root.arena;
	size_t found, unknown;
	const char *where = list(arena, search, true, &found);
	const char *silent = list(arena, search, false, &unknown);

	if (found > 1)
		return fault_set(fault, FAULT_USAGE,
				 "account %s has a queue %s in %s; say which with --region",
				 unlock->account_id, unlock->name, where);
	if (found == 0 && unknown > 0)
		return fault_set(fault, FAULT_TRANSPORT,
				 "queue %s: it is not known whether it is in %s: %s", unlock->name,
				 silent, first_why(search));
	if (found == 0)
		return fault_set(fault, FAULT_REFUSED,
				 "account %s has no queue %s in %s; another region is looked in "
				 "with --region",
				 unlock->account_id, unlock->name,
				 search->count == 1 ? search->answers[0].region
						    : "the regions that every account has");
	for (size_t i = 0; i < search->count; i++) {
		if (!search->answers[i].url)
			continue;
		unlock->address = search->answers[i].url;
		unlock->root.region.name = search->answers[i].region;
	}
	if (unknown > 0)
		unlock->note = arena_printf(arena, "%s could not be looked in: %s", silent,
					    first_why(search));
	return true;
}

static bool find(struct unlock *unlock, struct fault *fault)
{
	struct search search = { .unlock = unlock };
	struct fiber_job job = { .parallel = SEARCH_PARALLEL,
				 .body = ask_region,
				 .context = &search };

	choose_regions(&search);
	job.count = search.count;
	fiber_group_run(unlock->root.system->fibers, &job);
	return take_answer(unlock, &search, fault);
}

static bool read_policy(struct unlock *unlock, const char **out_document, struct fault *fault)
{
	const char *names[] = { policy_attribute };
	const struct sqs_get_queue_attributes_in in = {
		.queue_url = unlock->address,
		.attribute_names = { .is_set = true, .len = ARRAY_LEN(names), .items = names },
	};
	struct sqs_get_queue_attributes_out out;

	*out_document = NULL;
	if (!sqs_get_queue_attributes(&unlock->root, &in, &out, fault))
		return false;
	for (size_t i = 0; i < out.attributes.len; i++)
		if (!strcmp(out.attributes.items[i].key, policy_attribute))
			*out_document = out.attributes.items[i].value;
	return true;
}

static bool write_policy(struct unlock *unlock, const char *document, struct fault *fault)
{
	struct sqs_queue_attribute_map_entry entries[] = { { policy_attribute, document } };
	const struct sqs_set_queue_attributes_in in = {
		.queue_url = unlock->address,
		.attributes = { .is_set = true, .len = ARRAY_LEN(entries), .items = entries },
	};
	struct sqs_set_queue_attributes_out out;

	return sqs_set_queue_attributes(&unlock->root, &in, &out, fault);
}

/* An empty text is how SQS removes a policy (documented). */
static bool remove_policy(struct unlock *unlock, struct fault *fault)
{
	return write_policy(unlock, "", fault);
}

const struct unlock_service unlock_sqs = {
	.name = "sqs",
	.noun = "queue",
	.task = CLIENT_TASK_UNLOCK_SQS,
	.actions = actions,
	.every_action = "sqs:*",
	.arn = arn,
	.find = find,
	.read = read_policy,
	.write = write_policy,
	.remove = remove_policy,
};
