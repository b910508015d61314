#include "client/report/saved_kinds.h"

#include <string.h>

#include "client/rollout/plan_file.h"
#include "client/rollout/show.h"

/* What all records of an account begin with; its id must be there. */
static bool account_record(struct saved_reading *reading, const struct json_value *account,
			   struct record *out_record)
{
	*out_record = (struct record){
		.account_id = json_get_string(account, "accountId"),
		.account_name = json_get_string(account, "name"),
		.path = json_get_string(account, "path"),
	};
	return out_record->account_id ||
	       saved_refuse(reading, account, "an account needs its \"accountId\"");
}

static const struct json_value *list_of(const struct json_value *object, const char *key)
{
	const struct json_value *list = json_get(object, key);

	return list && list->kind == JSON_ARRAY ? list->first : NULL;
}

/* Kind, id and facts of a credential. */
static bool take_credential(struct saved_reading *reading, const struct json_value *object,
			    struct record *record)
{
	struct credential credential;

	if (!plan_file_parse_credential(reading->arena, object, &credential, reading->fault))
		return fault_prefix(reading->fault, "%s", reading->saved->name);
	record->kind = credential_kind_names[credential.kind].key;
	record->id = credential.id;
	record->facts = show_credential_facts(reading->arena, &credential);
	return true;
}

/* The credentials of one kind that an audit lists; returns how many. */
static bool read_present(struct saved_reading *reading, const struct json_value *account,
			 const struct record *whole, const char *kind, size_t *out_count)
{
	*out_count = 0;
	for (const struct json_value *item = list_of(account, "credentials"); item;
	     item = item->next) {
		const char *item_kind = json_get_string(item, "kind");
		struct record record = *whole;

		if (!item_kind || strcmp(item_kind, kind) != 0)
			continue;
		record.word = "present";
		record.state = RECORD_OPEN;
		if (!take_credential(reading, item, &record))
			return false;
		records_add(&reading->saved->records, &record);
		(*out_count)++;
	}
	return true;
}

/* One kind: its credentials, or that there are none, or that nobody could look. */
static bool read_kind(struct saved_reading *reading, const struct json_value *account,
		      const struct record *whole, const char *kind)
{
	const struct json_value *seen = json_get(json_get(account, "kinds"), kind);
	const char *presence = json_get_string(seen, "presence");
	struct record record = *whole;
	size_t listed;

	record.kind = kind;
	if (!read_present(reading, account, whole, kind, &listed))
		return false;
	if (presence && strcmp(presence, "present") == 0) {
		record.word = "present";
		record.state = RECORD_OPEN;
		if (listed)
			return true;
	} else if (presence && strcmp(presence, "absent") == 0 && !listed) {
		record.word = "absent";
		record.state = RECORD_GOOD;
		record.why = whole->why;
	} else {
		record.word = "unknown";
		record.why = json_get_string(seen, "why");
		if (!record.why)
			record.why = "the file does not say whether it is there";
	}
	records_add(&reading->saved->records, &record);
	return true;
}

/* Why nothing confirms the lists; NULL if GetAccountSummary did. */
static const char *unchecked(struct arena *arena, const struct json_value *account)
{
	const char *summary = json_get_string(account, "accountSummary");

	if (!summary || strcmp(summary, "read") == 0)
		return NULL;
	return arena_printf(arena, "by its list alone, not cross-checked: %s", summary);
}

bool saved_read_audit_account(struct saved_reading *reading, const struct json_value *account)
{
	struct record whole;

	if (!account_record(reading, account, &whole))
		return false;
	whole.why = json_get_string(account, "skipped");
	if (whole.why) {
		whole.word = "skipped";
		whole.state = RECORD_SKIPPED;
		records_add(&reading->saved->records, &whole);
		return true;
	}
	whole.why = unchecked(reading->arena, account);
	for (size_t i = 0; i < CREDENTIAL_KINDS; i++)
		if (!read_kind(reading, account, &whole, credential_kind_names[i].key))
			return false;
	return true;
}

/* What each word of a plan and of an outcome comes to; any other word is unknown. */
static const struct word {
	const char *word;
	enum record_state state;
} words[] = {
	{ "delete", RECORD_OPEN },
	{ "refused", RECORD_HELD },
	{ "nothing", RECORD_GOOD },
	{ "skipped", RECORD_SKIPPED },
	{ "deleted", RECORD_GOOD },
	{ "gone", RECORD_GOOD },
	{ "held", RECORD_HELD },
	{ "failed", RECORD_FAILED },
	{ "would be deleted", RECORD_OPEN },
};

static void take_word(struct record *record, const char *word)
{
	record->word = word ? word : "unknown";
	record->state = RECORD_UNKNOWN;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].word, record->word) == 0)
			record->state = words[i].state;
}

/* The items of an account, whose word is in member @key. */
static bool read_items(struct saved_reading *reading, const struct json_value *account,
		       const struct record *whole, const char *key)
{
	for (const struct json_value *item = list_of(account, "items"); item; item = item->next) {
		struct record record = *whole;

		if (!take_credential(reading, item, &record))
			return false;
		take_word(&record, json_get_string(item, key));
		record.why = json_get_string(item, "why");
		if (!record.why)
			record.why = json_get_string(item, "note");
		records_add(&reading->saved->records, &record);
	}
	return true;
}

bool saved_read_plan_account(struct saved_reading *reading, const struct json_value *account)
{
	struct record whole;

	if (!account_record(reading, account, &whole) ||
	    !read_items(reading, account, &whole, "decision"))
		return false;
	take_word(&whole, json_get_string(account, "decision"));
	whole.why = json_get_string(account, "why");
	/* Of these the items say everything. */
	if (whole.state != RECORD_OPEN && whole.state != RECORD_HELD)
		records_add(&reading->saved->records, &whole);
	return true;
}

/* What came after the plan and was left alone. */
static bool read_unplanned(struct saved_reading *reading, const struct json_value *account,
			   const struct record *whole)
{
	for (const struct json_value *item = list_of(account, "unplanned"); item;
	     item = item->next) {
		struct record record = *whole;

		if (!take_credential(reading, item, &record))
			return false;
		record.word = "drift";
		record.state = RECORD_OPEN;
		record.why = "it came after the plan and was left alone";
		records_add(&reading->saved->records, &record);
	}
	return true;
}

bool saved_read_outcome_account(struct saved_reading *reading, const struct json_value *account)
{
	const struct json_value *verified = json_get(account, "verified");
	const struct json_value *dry = json_get(reading->saved->root, "dryRun");
	struct record whole;

	if (!account_record(reading, account, &whole) ||
	    !read_items(reading, account, &whole, "result"))
		return false;
	if (!read_unplanned(reading, account, &whole))
		return false;
	/* What only would be done has nothing to be verified. */
	if (dry && dry->boolean)
		return true;
	if (!verified || verified->kind != JSON_BOOLEAN || !verified->boolean) {
		whole.word = "not verified";
		whole.why = json_get_string(account, "drift");
		if (!whole.why)
			whole.why = "no fresh session has seen that everything is gone";
		records_add(&reading->saved->records, &whole);
	}
	return true;
}
