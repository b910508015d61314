#include "client/preflight/block.h"

#include <string.h>

#include "client/predict/predict.h"
#include "client/predict/snapshot_read.h"
#include "client/predict/words.h"

/* One run over the accounts. */
struct blocking {
	struct invocation *invocation;
	const struct block_question *question;
	struct snapshot snapshot;
	struct block_list *blocks;
};

/* Something that was not read; a condition on what nobody knows is AWS's to decide. */
static const struct predict_blocker *unread_in(const struct predict_action *action)
{
	for (size_t b = 0; b < action->blocker_count; b++)
		if (action->blockers[b].doubt && !action->blockers[b].statement)
			return &action->blockers[b];
	return NULL;
}

static bool refuse_unknown(const char *account_id, const char *why, struct fault *fault)
{
	return fault_set(fault, FAULT_REFUSED,
			 "whether policies block account %s is not known: %s; --no-scp-check goes "
			 "on without knowing",
			 account_id, why);
}

/* A denied action blocks; an unread policy refuses. */
static bool check_action(struct blocking *blocking, struct arena *scratch, const char *id,
			 const struct predict_action *action, struct fault *fault)
{
	const struct predict_blocker *unread = action->answer == PREDICT_UNKNOWN ? unread_in(action)
										 : NULL;
	struct block_list *blocks = blocking->blocks;

	if (unread)
		return refuse_unknown(id, words_blocker(scratch, unread), fault);
	if (action->answer != PREDICT_DENY || block_why(blocks, id))
		return true;
	blocks->items[blocks->count++] = (struct block){
		.account_id = id,
		.why = arena_printf(blocking->invocation->arena, "%s is blocked: %s", action->name,
				    words_why(scratch, action)),
	};
	return true;
}

static bool check_account(struct blocking *blocking, size_t index, struct fault *fault)
{
	ARENA_AUTO(scratch); /* there may be ten thousand accounts */
	struct invocation *invocation = blocking->invocation;
	const struct block_question *question = blocking->question;
	const struct predict_settings settings = {
		.partition = client_partition(&invocation->client),
		.region = invocation->client.region.name,
		.now_ms = clock_now_ms(&invocation->clock),
	};
	const char *id = question->accounts[index];
	const struct organization_account *account =
		organization_account_by_id(&blocking->snapshot.organization, id);
	struct predict_task predicted;

	/* Whoever left, or is not ACTIVE, is somebody else's to say. */
	if (!account || account->is_management || strcmp(account->state, "ACTIVE") != 0)
		return true;
	predicted = predict_task(&scratch, &blocking->snapshot, account, question->task, &settings);
	if (predicted.why)
		return refuse_unknown(id, predicted.why, fault);
	for (size_t i = 0; i < predicted.action_count; i++)
		if (!predicted.actions[i].is_withheld &&
		    question->needs(question->context, index, predicted.actions[i].name) &&
		    !check_action(blocking, &scratch, id, &predicted.actions[i], fault))
			return false;
	return true;
}

bool block_find(struct invocation *invocation, struct client *client,
		const struct block_question *question, struct block_list *out_blocks,
		struct fault *fault)
{
	struct blocking blocking = {
		.invocation = invocation,
		.snapshot = { .arena = invocation->arena,
			      .has_ids = true,
			      .organization = *question->organization },
		.question = question,
		.blocks = out_blocks,
	};

	*out_blocks = (struct block_list){ 0 };
	if (options_has(&invocation->options, OPTION_NO_SCP_CHECK))
		return true;
	out_blocks->items =
		arena_array(invocation->arena, question->account_count, sizeof(*out_blocks->items));
	snapshot_read_controls(client, &blocking.snapshot);
	for (size_t i = 0; i < question->account_count; i++)
		if (!check_account(&blocking, i, fault))
			return false;
	return true;
}

const char *block_why(const struct block_list *blocks, const char *account_id)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (strcmp(blocks->items[i].account_id, account_id) == 0)
			return blocks->items[i].why;
	return NULL;
}
