#include "client/rollout/ahead.h"

#include <stdlib.h>
#include <string.h>

/* What an account looks like, and how far that is known. */
struct ahead_account {
	const char *id;
	struct audit_account *seen; /* owned; NULL: not read, or read and plainly clean */
	enum ahead_state state;
};

void ahead_init(struct ahead *ahead, const struct audit_run *run)
{
	*ahead = (struct ahead){ .run = run };
}

static bool is_stopped(const struct ahead *ahead)
{
	return ahead->is_stopped || invocation_is_interrupted(ahead->run->invocation);
}

static void read_account(const struct audit_run *run, struct ahead_account *account)
{
	struct audit_account audit = { .id = account->id };

	account->state = AHEAD_UNDER_WAY;
	audit_read_account(run->caller, run->arena, &audit);
	account->state = AHEAD_READ;
	if (audit_account_is_plain(&audit))
		return;
	account->seen = malloc(sizeof(audit));
	if (!account->seen)
		abort();
	*account->seen = audit;
}

/* One of the lines: takes accounts until there is none. */
static void work(void *argument)
{
	struct ahead *ahead = argument;
	const struct audit_run *run = ahead->run;

	while (ahead->next < ahead->count && !is_stopped(ahead)) {
		read_account(run, ahead->accounts[ahead->next++]);
		progress_step(run->progress);
	}
	if (--ahead->running == 0 && ahead->is_over)
		fiber_signal(run->caller->system->fibers, ahead->is_over);
}

/* The array grows by doubling; a power of two is a full one. */
static void add(struct ahead *ahead, struct ahead_account *account)
{
	size_t count = ahead->count;

	if ((count & (count - 1)) == 0) {
		size_t room = count ? count * 2 : 1;

		ahead->accounts = realloc(ahead->accounts, room * sizeof(struct ahead_account *));
		if (!ahead->accounts)
			abort();
	}
	ahead->accounts[ahead->count++] = account;
}

void ahead_begin(void *context, const struct organization_account *listed)
{
	struct ahead *ahead = context;
	struct ahead_account *account = calloc(1, sizeof(*account));

	if (!account)
		abort();
	account->id = listed->id;
	add(ahead, account);
	ahead->run->progress->total++;
	if (ahead->running == ahead->run->parallel || is_stopped(ahead))
		return;
	ahead->running++;
	fiber_start(ahead->run->caller->system->fibers, work, ahead);
}

static int compare_ids(const void *left, const void *right)
{
	const struct ahead_account *const *one = left, *const *other = right;

	return strcmp((*one)->id, (*other)->id);
}

void ahead_stop(struct ahead *ahead)
{
	ahead->is_stopped = true;
	if (ahead->count > 0)
		qsort(ahead->accounts, ahead->count, sizeof(struct ahead_account *), compare_ids);
}

void ahead_wait(struct ahead *ahead)
{
	struct fiber_event is_over = { 0 };

	ahead->is_over = &is_over;
	if (ahead->running > 0)
		fiber_wait(ahead->run->caller->system->fibers, &is_over);
	ahead->is_over = NULL;
}

static struct ahead_account *find(const struct ahead *ahead, const char *id)
{
	struct ahead_account wanted = { .id = id }, *key = &wanted, **found;

	if (ahead->count == 0)
		return NULL;
	found = bsearch(&key, ahead->accounts, ahead->count, sizeof(*found), compare_ids);
	return found ? *found : NULL;
}

enum ahead_state ahead_take(struct ahead *ahead, struct audit_account *account)
{
	struct ahead_account *found = find(ahead, account->id);
	const struct audit_account wanted = *account;

	if (!found || found->state != AHEAD_READ)
		return found ? found->state : AHEAD_NOT_BEGUN;
	found->state = AHEAD_NOT_BEGUN; /* it is given away */
	if (!found->seen) {
		audit_account_set_clean(account);
		return AHEAD_READ;
	}
	*account = *found->seen;
	free(found->seen);
	found->seen = NULL;
	account->id = wanted.id;
	account->name = wanted.name;
	account->path = wanted.path;
	account->protected_why = wanted.protected_why;
	account->mailbox_doubt = wanted.mailbox_doubt;
	return AHEAD_READ;
}

void ahead_end(struct ahead *ahead)
{
	ahead_stop(ahead);
	ahead_wait(ahead);
	for (size_t i = 0; i < ahead->count; i++) {
		free(ahead->accounts[i]->seen);
		free(ahead->accounts[i]);
	}
	free(ahead->accounts);
	*ahead = (struct ahead){ 0 };
}
