#include "tests/fuzz/fuzz.h"

#include "client/predict/predict.h"
#include "client/predict/snapshot_file.h"

enum { ACCOUNTS_MAX = 3 };

static const struct predict_settings settings = { .partition = "aws", .region = "us-east-1" };

/* For the best is never worse than for the worst, whatever the policies say. */
static void predict(struct arena *arena, const struct snapshot *snapshot,
		    const struct organization_account *account)
{
	for (int task = 0; task < CLIENT_TASK_COUNT; task++) {
		struct predict_task predicted =
			predict_task(arena, snapshot, account, (enum client_task)task, &settings);

		for (size_t i = 0; i < predicted.action_count; i++) {
			const struct predict_action *action = &predicted.actions[i];

			assert(action->answer != PREDICT_DENY || action->blocker_count ||
			       action->is_withheld);
			assert(action->answer != PREDICT_ALLOW || !action->blocker_count);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO(arena);
	const struct input input = { "scenario", arena_strndup(&arena, (const char *)data, size),
				     size };
	struct snapshot snapshot;
	struct fault fault = { 0 };

	if (!snapshot_file_read(&arena, &input, &snapshot, &fault)) {
		assert(fault.kind == FAULT_INPUT && fault.message[0]);
		return 0;
	}
	for (size_t i = 0; i < snapshot.organization.account_count && i < ACCOUNTS_MAX; i++)
		predict(&arena, &snapshot, &snapshot.organization.accounts[i]);
	return 0;
}
