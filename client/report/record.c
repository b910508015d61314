#include "client/report/record.h"

#include <stdlib.h>
#include <string.h>

#include "client/rollout/credential.h"
#include "client/rollout/show.h"

static const char *const state_names[RECORD_STATES] = {
	[RECORD_UNKNOWN] = "unknown", [RECORD_GOOD] = "good",     [RECORD_OPEN] = "open",
	[RECORD_HELD] = "held",       [RECORD_FAILED] = "failed", [RECORD_SKIPPED] = "skipped",
};

const char *record_state_name(enum record_state state)
{
	return state_names[state];
}

static const char *text_or_empty(const char *text)
{
	return text ? text : "";
}

void records_add(struct records *records, const struct record *record)
{
	size_t count = records->count;
	struct record *added;

	/* Grows by doubling; a power of two is a full array. */
	if ((count & (count - 1)) == 0) {
		struct record *grown =
			arena_array(records->arena, count ? count * 2 : 1, sizeof(*grown));

		if (count > 0)
			memcpy(grown, records->items, count * sizeof(*grown));
		records->items = grown;
	}
	added = &records->items[records->count++];
	*added = *record;
	added->order = count;
	added->account_id = text_or_empty(record->account_id);
	added->account_name = text_or_empty(record->account_name);
	added->path = text_or_empty(record->path);
	added->kind = text_or_empty(record->kind);
	added->id = text_or_empty(record->id);
	added->word = record->word ? record->word : record_state_name(record->state);
}

int record_compare(const struct record *left, const struct record *right)
{
	int order = strcmp(left->account_id, right->account_id);

	if (order == 0)
		order = strcmp(left->kind, right->kind);
	return order ? order : strcmp(left->id, right->id);
}

static int compare(const void *left, const void *right)
{
	const struct record *one = left, *other = right;
	int order = record_compare(one, other);

	return order ? order : one->order < other->order ? -1 : one->order > other->order;
}

void records_sort(struct records *records)
{
	if (records->count > 0)
		qsort(records->items, records->count, sizeof(*records->items), compare);
}

void records_count(const struct records *records, size_t out_counts[RECORD_STATES])
{
	memset(out_counts, 0, RECORD_STATES * sizeof(*out_counts));
	for (size_t i = 0; i < records->count; i++)
		out_counts[records->items[i].state]++;
}

size_t records_first_of_account(const struct records *records, const char *account_id)
{
	size_t low = 0, high = records->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(records->items[middle].account_id, account_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *record_thing(struct arena *arena, const struct record *record)
{
	struct credential credential = { .id = *record->id ? record->id : NULL };

	if (!*record->kind)
		return "account";
	if (!credential_kind_parse(record->kind, &credential.kind))
		return *record->id ? arena_printf(arena, "%s %s", record->kind, record->id)
				   : record->kind;
	if (!credential.id && credential.kind != CREDENTIAL_PASSWORD)
		return credential_kind_names[credential.kind].many;
	return show_credential_name(arena, &credential);
}
