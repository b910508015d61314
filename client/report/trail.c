#include "client/report/trail.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "client/report/report_events.h"
#include "client/report/saved_kinds.h"

/* What an event is known by, in this order; "" is not known. */
enum { REQUEST, ACCOUNT, NAME, SOURCE, TARGET, WORDS };

struct listed {
	const struct json_value *event;
	const char *words[WORDS];
	int64_t at_least, at_most, seen;
	size_t order;
};

struct matching {
	struct changes changes;
	struct listed *items;
	size_t count;
};

static const char *text_of(const struct json_value *object, const char *key)
{
	const char *text = json_get_string(object, key);

	return text ? text : "";
}

/* The account of a target, which is an id or an ARN. */
static const char *target_of(struct arena *arena, const struct json_value *event)
{
	const char *target = text_of(json_get(event, "requestParameters"), "targetPrincipal");

	if (strncmp(target, "arn:", 4) != 0)
		return target;
	for (int colons = 0; *target && colons < 4; target++)
		colons += *target == ':';
	return arena_strndup(arena, target, strcspn(target, ":"));
}

static void read_words(struct arena *arena, const struct json_value *event, const char **words)
{
	words[REQUEST] = text_of(event, "requestID");
	words[ACCOUNT] = text_of(event, "recipientAccountId");
	words[NAME] = text_of(event, "eventName");
	words[SOURCE] = text_of(event, "eventSource");
	words[TARGET] = target_of(arena, event);
}

/* An event with a request id is known by that alone. */
static int compare_words(const char *const *left, const char *const *right)
{
	int order = strcmp(left[REQUEST], right[REQUEST]);

	for (int word = REQUEST + 1; order == 0 && !*left[REQUEST] && word < WORDS; word++)
		order = strcmp(left[word], right[word]);
	return order;
}

static int compare_listed(const void *left, const void *right)
{
	const struct listed *one = left, *other = right;
	int order = compare_words(one->words, other->words);

	return order ? order : one->order < other->order ? -1 : one->order > other->order;
}

static int compare_order(const void *left, const void *right)
{
	const struct listed *one = left, *other = right;

	return one->order < other->order ? -1 : one->order > other->order;
}

/* Whether what both sides say is the same. */
static bool agrees(const char *listed, const char *seen)
{
	return !*listed || strcmp(listed, seen) == 0;
}

static bool fits(const struct listed *listed, const struct json_value *event,
		 const char *const *words)
{
	const struct json_value *made =
		json_get(json_get(event, "responseElements"), "credentials");

	for (int word = ACCOUNT; word < WORDS; word++)
		if (!agrees(listed->words[word], words[word]))
			return false;
	return (listed->at_most == EVENT_NO_LIMIT || listed->seen < listed->at_most) &&
	       agrees(text_of(json_get(listed->event, "userIdentity"), "accessKeyId"),
		      text_of(json_get(event, "userIdentity"), "accessKeyId")) &&
	       agrees(text_of(listed->event, "sessionAccessKeyId"), text_of(made, "accessKeyId"));
}

static struct listed *find(const struct matching *matching, const struct json_value *event,
			   const char *const *key, const char *const *words)
{
	size_t low = 0, high = matching->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_words(matching->items[middle].words, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < matching->count && compare_words(matching->items[low].words, key) == 0; low++)
		if (fits(&matching->items[low], event, words))
			return &matching->items[low];
	return NULL;
}

/* By the request id, or else by what events without one are known by. */
static struct listed *match(const struct matching *matching, const struct json_value *event,
			    const char **words)
{
	const char *without[WORDS];
	struct listed *found = *words[REQUEST] ? find(matching, event, words, words) : NULL;

	memcpy(without, words, sizeof(without));
	without[REQUEST] = "";
	return found ? found : find(matching, event, without, words);
}

static struct record *record_of(struct arena *arena, const struct json_value *event,
				const char *const *words, const char *word)
{
	const char *key = text_of(json_get(event, "userIdentity"), "accessKeyId");
	const char *source = words[SOURCE];
	struct record *record = arena_alloc(arena, sizeof(*record));

	*record = (struct record){
		.account_id = words[ACCOUNT],
		.account_name = "",
		.path = "",
		.kind = arena_printf(arena, "%.*s:%s", (int)strcspn(source, "."), source,
				     words[NAME]),
		.id = *key ? arena_printf(arena, "by key %s", key) : "",
		.word = word,
	};
	return record;
}

static void add(struct matching *matching, struct record *before, struct record *after)
{
	struct changes *changes = &matching->changes;

	changes->items[changes->count++] = (struct change){ before, after };
}

static void add_unexpected(struct matching *matching, const struct json_value *event,
			   const char *const *words)
{
	struct arena *arena = matching->changes.arena;
	struct record *before = record_of(arena, event, words, "not expected");
	struct record *after = record_of(arena, event, words, "happened");

	before->state = RECORD_GOOD;
	after->state = RECORD_OPEN;
	after->why = arena_printf(arena, "at %s, request %s, by %s from %s",
				  text_of(event, "eventTime"), words[REQUEST],
				  text_of(json_get(event, "userIdentity"), "arn"),
				  text_of(event, "sourceIPAddress"));
	matching->changes.appeared++;
	add(matching, before, after);
}

static void add_missing(struct matching *matching, const struct listed *listed)
{
	struct arena *arena = matching->changes.arena;
	struct record *before = record_of(arena, listed->event, listed->words, "expected");
	struct record *after = record_of(arena, listed->event, listed->words, "not in the trail");

	before->state = RECORD_HELD;
	after->why = arena_printf(arena,
				  "expected at least %" PRId64 ", seen %" PRId64
				  "; CloudTrail shows events minutes late",
				  listed->at_least, listed->seen);
	matching->changes.lost++;
	add(matching, before, after);
}

static const struct json_value *list_of(const struct json_value *object, const char *key)
{
	const struct json_value *list = json_get(object, key);

	return list && list->kind == JSON_ARRAY ? list : NULL;
}

/* Each event of a list; a list of another form was refused when it was read. */
static void collect(struct matching *matching, const struct json_value *files)
{
	for (const struct json_value *file = files->first; file; file = file->next)
		for (const struct json_value *event = list_of(file, "events")->first; event;
		     event = event->next) {
			struct listed *item = &matching->items[matching->count];

			*item = (struct listed){ .event = event,
						 .order = matching->count,
						 .at_most = EVENT_NO_LIMIT };
			read_words(matching->changes.arena, event, item->words);
			if (!json_to_integer(json_get(event, "atLeast"), &item->at_least))
				item->at_least = 0;
			if (!json_to_integer(json_get(event, "atMost"), &item->at_most))
				item->at_most = EVENT_NO_LIMIT;
			matching->count++;
		}
}

struct changes trail_compare(struct arena *arena, const struct saved *expected,
			     const struct saved *trail)
{
	struct matching matching = { .changes = { .arena = arena,
						  .before_name = expected->name,
						  .after_name = trail->name } };
	const struct json_value *files = list_of(expected->root, "files");
	const struct json_value *records = list_of(trail->root, "Records");
	size_t total = 0;

	for (const struct json_value *file = files->first; file; file = file->next)
		total += list_of(file, "events")->len;
	matching.items = arena_array(arena, total + 1, sizeof(*matching.items));
	matching.changes.items =
		arena_array(arena, total + records->len + 1, sizeof(*matching.changes.items));
	collect(&matching, files);
	qsort(matching.items, matching.count, sizeof(*matching.items), compare_listed);
	for (const struct json_value *event = records->first; event; event = event->next) {
		const char *words[WORDS];
		struct listed *found;

		read_words(arena, event, words);
		found = match(&matching, event, words);
		if (found)
			found->seen++;
		else
			add_unexpected(&matching, event, words);
	}
	qsort(matching.items, matching.count, sizeof(*matching.items), compare_order);
	for (size_t i = 0; i < matching.count; i++)
		if (matching.items[i].seen < matching.items[i].at_least)
			add_missing(&matching, &matching.items[i]);
	return matching.changes;
}

static bool check_events(struct saved_reading *reading, const struct json_value *list)
{
	for (const struct json_value *event = list->first; event; event = event->next)
		if (!json_get_string(event, "eventName") || !json_get_string(event, "eventSource"))
			return saved_refuse(reading, event,
					    "an event needs its \"eventSource\" and \"eventName\"");
	return true;
}

bool trail_check(struct saved_reading *reading)
{
	const struct json_value *records = list_of(reading->saved->root, "Records");

	if (!records)
		return saved_refuse(reading, reading->saved->root, "\"Records\" must be a list");
	return check_events(reading, records);
}

bool trail_check_expected(struct saved_reading *reading)
{
	const struct json_value *files = list_of(reading->saved->root, "files");

	if (!files)
		return saved_refuse(reading, reading->saved->root, "\"files\" must be a list");
	for (const struct json_value *file = files->first; file; file = file->next) {
		const struct json_value *events = list_of(file, "events");

		if (!events)
			return saved_refuse(reading, file, "\"events\" must be a list");
		if (!check_events(reading, events))
			return false;
	}
	return true;
}
