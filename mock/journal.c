#include "mock/journal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "mock/decision_record.h"
#include "mock/journal_entry.h"
#include "mock/journal_message.h"

/*
 * An entry: the operation's name with its NUL, its record, the records of its
 * decisions, and of a refusal with an authorization id five texts: the id,
 * account, organization, region and details.
 */
struct slot {
	char *text;
	uint32_t name_len; /* with the NUL */
	uint32_t entry_len;
	uint32_t records_len;
	uint32_t refusal_len;
	uint32_t asked;
	uint32_t message_len;
	char *message; /* the record of its messages (journal_message.h); NULL: no longer kept */
};

/* What an entry is made of. */
struct parts {
	struct buffer entry, records, refusal, message;
};

struct journal {
	struct slot slots[JOURNAL_ENTRIES]; /* number N is in slot N % JOURNAL_ENTRIES */
	uint64_t first, last;               /* numbers kept; none if last < first */
	uint64_t first_message;             /* the oldest number whose messages are kept */
	size_t bytes;                       /* of all entries with their messages, */
	size_t message_bytes;               /* and of the messages alone */
	uint64_t generation;                /* how often it was cleared */
};

struct journal *journal_new(void)
{
	struct journal *journal = calloc(1, sizeof(*journal));

	if (!journal)
		abort();
	journal->first = journal->first_message = 1;
	return journal;
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	journal_clear(journal);
	free(journal);
}

static size_t size_of(const struct slot *slot)
{
	return (size_t)slot->name_len + slot->entry_len + slot->records_len + slot->refusal_len;
}

/* The texts of a refusal, as a slot has them. */
static struct buffer refusal_of(const struct exchange *exchange)
{
	const struct principal *caller = &exchange->principal;
	struct buffer refusal = { .len = 0 };

	if (!exchange->authorization_id)
		return refusal;
	buffer_init(&refusal, exchange->call.arena, 4096);
	buffer_printf(&refusal, "%s%c%s%c%s%c%s%c%s%c", exchange->authorization_id, 0,
		      caller->account_id, 0, caller->organization_id ? caller->organization_id : "",
		      0, exchange->call.region, 0, exchange->authorization_details, 0);
	return refusal;
}

static void drop_first_message(struct journal *journal)
{
	struct slot *slot = &journal->slots[journal->first_message++ % JOURNAL_ENTRIES];

	journal->message_bytes -= slot->message_len;
	journal->bytes -= slot->message_len;
	free(slot->message);
	slot->message = NULL;
	slot->message_len = 0;
}

static void drop_first(struct journal *journal)
{
	struct slot *slot = &journal->slots[journal->first % JOURNAL_ENTRIES];

	if (journal->first_message == journal->first++)
		drop_first_message(journal);
	journal->bytes -= size_of(slot);
	free(slot->text);
	*slot = (struct slot){ 0 };
}

static char *put(char *at, const void *data, size_t len)
{
	if (len)
		memcpy(at, data, len);
	return at + len;
}

static char *allocate(size_t len)
{
	char *text = malloc(len);

	if (!text)
		abort();
	return text;
}

static void keep(struct journal *journal, const char *name, const struct parts *parts)
{
	struct slot *slot = &journal->slots[++journal->last % JOURNAL_ENTRIES];
	char *at;

	slot->name_len = (uint32_t)strlen(name) + 1;
	slot->entry_len = (uint32_t)parts->entry.len;
	slot->records_len = (uint32_t)parts->records.len;
	slot->refusal_len = (uint32_t)parts->refusal.len;
	slot->message_len = (uint32_t)parts->message.len;
	slot->message = allocate(parts->message.len);
	put(slot->message, parts->message.data, parts->message.len);
	slot->text = allocate(size_of(slot));
	at = put(slot->text, name, slot->name_len);
	at = put(at, parts->entry.data, slot->entry_len);
	at = put(at, parts->records.data, slot->records_len);
	put(at, parts->refusal.data, slot->refusal_len);
	journal->bytes += size_of(slot) + slot->message_len;
	journal->message_bytes += slot->message_len;
}

/* The oldest give way to what is about to come: first their messages, then all of them. */
static void make_room(struct journal *journal, const struct parts *parts)
{
	size_t len = parts->entry.len + parts->records.len + parts->refusal.len;

	while (journal->first_message <= journal->last &&
	       journal->message_bytes + parts->message.len > JOURNAL_MESSAGE_BYTES)
		drop_first_message(journal);
	while (journal->first <= journal->last &&
	       (journal->last - journal->first + 1 == JOURNAL_ENTRIES ||
		journal->bytes + parts->message.len + len > JOURNAL_BYTES))
		drop_first(journal);
}

void journal_add(struct journal *journal, const struct exchange *exchange)
{
	struct parts parts = { .records = exchange->decisions,
			       .refusal = refusal_of(exchange),
			       .message = journal_message_write(exchange) };
	char name[JOURNAL_NAME_MAX];

	journal_entry_write(exchange, true, &parts.entry);
	if (parts.entry.len + parts.records.len > JOURNAL_ENTRY_MAX) {
		journal_entry_write(exchange, false, &parts.entry);
		parts.records.len = 0;
	}
	journal_entry_operation(exchange, sizeof(name), name);
	make_room(journal, &parts);
	keep(journal, name, &parts);
}

void journal_clear(struct journal *journal)
{
	while (journal->first <= journal->last)
		drop_first(journal);
	journal->first = journal->first_message = 1;
	journal->last = 0;
	journal->generation++;
}

bool journal_find_refusal(struct journal *journal, const char *authorization_id,
			  struct journal_refusal *out_refusal)
{
	for (uint64_t number = journal->last; number >= journal->first; number--) {
		struct slot *slot = &journal->slots[number % JOURNAL_ENTRIES];
		const char *text = slot->text + size_of(slot) - slot->refusal_len;

		if (!slot->refusal_len || strcmp(text, authorization_id) != 0)
			continue;
		out_refusal->account_id = text + strlen(text) + 1;
		text = out_refusal->account_id;
		out_refusal->organization_id = text + strlen(text) + 1;
		text = out_refusal->organization_id;
		out_refusal->region = text + strlen(text) + 1;
		text = out_refusal->region;
		out_refusal->details = text + strlen(text) + 1;
		out_refusal->asked = slot->asked++;
		return true;
	}
	return false;
}

/* The entry with its decisions as its last member. */
static void write_slot(const struct slot *slot, uint64_t number, struct arena *arena,
		       struct buffer *out)
{
	const char *entry = slot->text + slot->name_len;
	struct json_writer writer;

	json_writer_init(&writer, out, false);
	json_open_object(&writer);
	journal_entry_show(&writer, number, entry);
	if (slot->records_len) {
		json_key(&writer, "decisions");
		decision_record_write(&writer, arena, entry + slot->entry_len, slot->records_len);
	}
	json_close_object(&writer);
}

uint64_t journal_first(const struct journal *journal)
{
	return journal->first;
}

uint64_t journal_last(const struct journal *journal)
{
	return journal->last;
}

uint64_t journal_generation(const struct journal *journal)
{
	return journal->generation;
}

static const struct slot *slot_of(const struct journal *journal, uint64_t number)
{
	assert(number >= journal->first && number <= journal->last);
	return &journal->slots[number % JOURNAL_ENTRIES];
}

const char *journal_operation(const struct journal *journal, uint64_t number)
{
	return slot_of(journal, number)->text;
}

struct buffer journal_entry(const struct journal *journal, uint64_t number, struct arena *arena)
{
	const struct slot *slot = slot_of(journal, number);
	struct buffer text;

	buffer_init(&text, arena, 2 * (size_t)slot->entry_len);
	write_slot(slot, number, arena, &text);
	return text;
}

bool journal_messages(const struct journal *journal, uint64_t number, struct arena *arena,
		      struct journal_message *out_message)
{
	const struct slot *slot = slot_of(journal, number);

	if (slot->message)
		journal_message_read(arena, slot->message, out_message);
	return slot->message;
}

void journal_walk(const struct journal *journal, uint64_t after,
		  void (*visit)(void *context, const char *json, size_t len), void *context)
{
	uint64_t number = after < journal->first ? journal->first : after + 1;
	ARENA_AUTO(arena);

	for (; after < journal->last && number <= journal->last; number++) {
		struct buffer text = journal_entry(journal, number, &arena);

		visit(context, text.data, text.len);
		arena_reset(&arena);
	}
}
