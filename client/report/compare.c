#include "client/report/compare.h"

#include <string.h>

/* Both sides of a comparison. */
struct comparison {
	struct changes *changes;
	const struct records *before, *after;
	bool with_facts;
};

/* What is not known of either is no reason to say that they differ, and none to compare. */
static bool check_organizations(const struct saved *before, const struct saved *after,
				struct fault *fault)
{
	const struct saved *unknown = *before->organization_id ? after : before;
	const struct saved *known = unknown == after ? before : after;

	if (strcmp(before->organization_id, after->organization_id) == 0)
		return true;
	if (!*unknown->organization_id)
		return fault_set(fault, FAULT_INPUT,
				 "of which organization %s is, is not known; %s is of %s",
				 unknown->name, known->name, known->organization_id);
	return fault_set(fault, FAULT_STALE, "%s is of organization %s and %s of %s", before->name,
			 before->organization_id, after->name, after->organization_id);
}

bool changes_check(const struct saved *before, const struct saved *after, struct fault *fault)
{
	if (before->family != after->family || before->family >= SAVED_CALLS)
		return fault_set(fault, FAULT_USAGE,
				 "%s is of kind %s and %s of kind %s: they cannot be compared",
				 before->name, before->kind, after->name, after->kind);
	return !before->organization_id || !after->organization_id ||
	       before->family == SAVED_SNAPSHOT || check_organizations(before, after, fault);
}

static bool is_same_text(const char *one, const char *other)
{
	return strcmp(one ? one : "", other ? other : "") == 0;
}

static void count(struct changes *changes, const struct change *change)
{
	bool was_open = change->before && change->before->state == RECORD_OPEN;
	bool was_known = change->before && change->before->state != RECORD_UNKNOWN;
	bool was_seen = was_known && change->before->state != RECORD_SKIPPED;

	if (change->after && change->after->state == RECORD_OPEN && !was_open)
		changes->appeared++;
	if (was_known && (!change->after || change->after->state == RECORD_UNKNOWN))
		changes->lost++;
	else if (was_seen && change->after->state == RECORD_SKIPPED)
		changes->lost++; /* left out now: it may well be there */
}

static void add(struct comparison *comparison, const struct record *before,
		const struct record *after)
{
	struct changes *changes = comparison->changes;
	const struct change change = { before, after };

	if (before && after && strcmp(before->word, after->word) == 0 &&
	    (!comparison->with_facts || is_same_text(before->facts, after->facts)))
		return;
	changes->items[changes->count++] = change;
	count(changes, &change);
}

/*
 * What the other file says of something that it does not list: of its kind,
 * else of its account, else nothing. *out_is_covered: it lists items of the
 * kind or account, which speak for themselves.
 */
static const struct record *stand_in(const struct records *other, const struct record *record,
				     bool *out_is_covered)
{
	const struct record *whole = NULL, *of_kind = NULL;

	*out_is_covered = false;
	for (size_t i = records_first_of_account(other, record->account_id);
	     i < other->count && strcmp(other->items[i].account_id, record->account_id) == 0; i++) {
		const struct record *item = &other->items[i];

		if (!*item->kind)
			whole = item;
		if (strcmp(item->kind, record->kind) == 0 && !*item->id)
			of_kind = item;
		if (*item->kind && (!*record->kind || strcmp(item->kind, record->kind) == 0))
			*out_is_covered = true;
	}
	return of_kind ? of_kind : whole;
}

/* A record that the other side has not got under the same name. */
static void add_lonely(struct comparison *comparison, const struct record *record, bool is_before)
{
	bool is_covered;
	const struct record *other =
		stand_in(is_before ? comparison->after : comparison->before, record, &is_covered);

	/* What is said of a whole kind or account is told by its items on the other side. */
	if (!*record->id && is_covered)
		return;
	if (is_before)
		add(comparison, record, other);
	else
		add(comparison, other, record);
}

struct changes changes_find(struct arena *arena, const struct saved *before,
			    const struct saved *after, bool with_facts)
{
	struct changes changes = { .arena = arena,
				   .before_name = before->name,
				   .after_name = after->name };
	struct comparison comparison = { &changes, &before->records, &after->records, with_facts };
	size_t i = 0, k = 0;

	changes.items = arena_array(arena, before->records.count + after->records.count + 1,
				    sizeof(*changes.items));
	while (i < before->records.count || k < after->records.count) {
		const struct record *one = i < before->records.count ? &before->records.items[i]
								     : NULL;
		const struct record *other = k < after->records.count ? &after->records.items[k]
								      : NULL;
		int order = !one ? 1 : !other ? -1 : record_compare(one, other);

		if (order == 0)
			add(&comparison, one, other);
		else
			add_lonely(&comparison, order < 0 ? one : other, order < 0);
		i += order <= 0;
		k += order >= 0;
	}
	return changes;
}
