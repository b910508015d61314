/*
 * block.h - accounts that SCPs or RCPs keep from a task, known before any session is taken.
 */
#pragma once

#include "client/command.h"
#include "client/organization.h"

struct block {
	const char *account_id;
	const char *why; /* the first statement in the way, and how many more there are */
};

struct block_list {
	struct block *items;
	size_t count;
};

/* For which accounts of the organization it is asked. */
struct block_question {
	const struct organization *organization; /* with its accounts and units */
	enum client_task task;
	const char *const *accounts; /* ids */
	size_t account_count;
	/* Whether the account cannot do without this action: "iam:DeleteAccessKey". */
	bool (*needs)(const void *context, size_t account, const char *action);
	const void *context;
};

/*
 * Reads the policies and finds the accounts that one of them blocks. What
 * could not be read is never taken for allowed: FAULT_REFUSED names it.
 * With --no-scp-check nothing is read and nothing is blocked. Everything
 * lives in the invocation's arena.
 */
MUST_USE bool block_find(struct invocation *invocation, struct client *client,
			 const struct block_question *question, struct block_list *out_blocks,
			 struct fault *fault);

/* Why the account is blocked, or NULL. */
const char *block_why(const struct block_list *blocks, const char *account_id);
