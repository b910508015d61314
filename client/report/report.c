#include "client/report/report.h"

#include <string.h>

#include "client/rollout/credential.h"
#include "client/text_width.h"

static const struct report_form forms[] = {
	{ "html", report_html },   { "markdown", report_markdown }, { "csv", report_csv },
	{ "jsonl", report_jsonl }, { "sarif", report_sarif },       { "junit", report_junit },
	{ "ocsf", report_ocsf },   { "events", report_events },
};

const struct report_form *report_form_by_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return NULL;
}

void report_escape(struct arena *arena, const char *text, struct buffer *out)
{
	static const struct {
		char byte;
		const char *escaped;
	} escapes[] = {
		{ '&', "&amp;" },  { '<', "&lt;" },   { '>', "&gt;" },
		{ '"', "&quot;" }, { '\'', "&#39;" },
	};

	for (text = text_printable(arena, text ? text : ""); *text; text++) {
		const char *escaped = NULL;

		for (size_t i = 0; !escaped && i < ARRAY_LEN(escapes); i++)
			if (*text == escapes[i].byte)
				escaped = escapes[i].escaped;
		if (escaped)
			buffer_add_text(out, escaped);
		else
			buffer_add_char(out, *text);
	}
}

const char *report_sentence(struct arena *arena, const struct record *record)
{
	const char *thing = record_thing(arena, record);

	/* What is said of the account as a whole needs it once only. */
	return arena_printf(arena, "%s%saccount %s%s%s%s: %s%s%s", *record->kind ? thing : "",
			    *record->kind ? " in " : "", record->account_id,
			    *record->account_name ? " (" : "", record->account_name,
			    *record->account_name ? ")" : "", record->word, record->why ? "; " : "",
			    record->why ? record->why : "");
}

static const char *const rule_ids[CREDENTIAL_KINDS] = {
	[CREDENTIAL_ACCESS_KEY] = "root-access-key",
	[CREDENTIAL_CERTIFICATE] = "root-signing-certificate",
	[CREDENTIAL_MFA_DEVICE] = "root-mfa-device",
	[CREDENTIAL_PASSWORD] = "root-password",
};

const char *report_rule_id(const struct record *record)
{
	enum credential_kind kind;

	return credential_kind_parse(record->kind, &kind) ? rule_ids[kind] : "root-account";
}

/* Words are few: those of plans, audits and outcomes. */
enum { WORDS_MAX = 32 };

struct word_count {
	const char *word;
	size_t count;
};

static void count_word(struct word_count *words, size_t *used, const char *word)
{
	size_t i = 0;

	while (i < *used && strcmp(words[i].word, word) != 0)
		i++;
	if (i == WORDS_MAX)
		i = WORDS_MAX - 1;
	else if (i == *used)
		words[(*used)++] = (struct word_count){ .word = word };
	words[i].count++;
}

const char *report_counts(struct arena *arena, const struct records *records)
{
	struct word_count words[WORDS_MAX];
	struct buffer text;
	size_t used = 0;

	buffer_init(&text, arena, 128);
	for (size_t i = 0; i < records->count; i++)
		count_word(words, &used, records->items[i].word);
	for (size_t i = 0; i < used; i++)
		buffer_printf(&text, "%s%zu %s", i ? ", " : "", words[i].count, words[i].word);
	return used ? text.data : "nothing";
}
