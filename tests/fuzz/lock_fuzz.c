/*
 * Any document: an edit that comes out is a policy again, and edits nothing further.
 */
#include "tests/fuzz/fuzz.h"

#include "client/rollout/lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const actions[] = { "s3:GetBucketPolicy", "s3:PutBucketPolicy", NULL };
	const struct lock_place place = { .account_id = "111122223333",
					  .partition = "aws",
					  .region = "eu-west-1",
					  .arn = "arn:aws:s3:::b",
					  .actions = actions,
					  .every_action = "s3:*" };
	ARENA_AUTO(arena);
	const char *text = arena_strndup(&arena, (const char *)data, len);
	struct lock lock, again;
	struct fault fault;

	if (!lock_edit(&arena, &place, text, &lock, &fault) || !lock.text)
		return 0;
	assert(lock_edit(&arena, &place, lock.text, &again, &fault));
	return 0;
}
