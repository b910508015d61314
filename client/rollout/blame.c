#include "client/rollout/blame.h"

#include <string.h>

#include "client/paging.h"
#include "model/organizations_client.h"
#include "wire/buffer.h"

/* Appends the names of what the policy is attached to; false if that cannot be read. */
static bool add_targets(struct client *client, const char *policy_id, struct buffer *text)
{
	struct organizations_list_targets_for_policy_in in = { .policy_id = policy_id };
	struct organizations_list_targets_for_policy_out out;
	struct paging paging = { 0 };
	struct fault fault;
	size_t count = 0;

	do {
		in.next_token = paging.token;
		if (!organizations_list_targets_for_policy(client, &in, &out, &fault))
			return false;
		for (size_t i = 0; i < out.targets.len; i++, count++)
			buffer_printf(text, "%s%s", count ? ", " : "; attached to ",
				      out.targets.items[i].name ? out.targets.items[i].name
								: out.targets.items[i].target_id);
		if (!paging_next(&paging, out.next_token, &fault))
			return false;
	} while (paging.token);
	return true;
}

static const char *describe(struct client *client, struct arena *arena, const char *policy_id)
{
	const struct organizations_describe_policy_in in = { .policy_id = policy_id };
	struct organizations_describe_policy_out out;
	struct fault fault;
	struct buffer text;

	buffer_init(&text, arena, 100);
	if (!organizations_describe_policy(client, &in, &out, &fault) || !out.policy ||
	    !out.policy->policy_summary || !out.policy->policy_summary->name) {
		buffer_add_text(&text, policy_id);
		return text.data;
	}
	buffer_printf(&text, "%s (%s)", out.policy->policy_summary->name, policy_id);
	if (!add_targets(client, policy_id, &text))
		buffer_add_text(&text, "; where it is attached could not be read");
	return text.data;
}

/* The text of an account before @index that the same policy blocked, or NULL. */
static const char *described_before(const struct audit *audit, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (audit->accounts[i].blocked_by &&
		    !strcmp(audit->accounts[i].blocked_by, audit->accounts[index].blocked_by))
			return audit->accounts[i].blocked_text;
	return NULL;
}

void blame_read(struct client *client, struct arena *arena, struct audit *audit)
{
	for (size_t i = 0; i < audit->account_count; i++) {
		struct audit_account *account = &audit->accounts[i];

		if (!account->blocked_by)
			continue;
		account->blocked_text = described_before(audit, i);
		if (!account->blocked_text)
			account->blocked_text = describe(client, arena, account->blocked_by);
	}
}
