#include "tests/support/check.h"

#include <string.h>

#include "client/credentials/document.h"
#include "wire/clock.h"

#define KEY "'AccessKeyId':'AKIA','SecretAccessKey':'hush'"

static const struct row {
	const char *name;
	enum document_form form;
	const char *text; /* ' stands for " */
	const char *want; /* "id token end", or "! message" */
} rows[] = {
	{ "nothing is no document", DOCUMENT_PROCESS, "", "! the output is no JSON object" },
	{ "an array is none", DOCUMENT_PROCESS, "['hush']", "! the output is no JSON object" },
	{ "what follows it is too much", DOCUMENT_PROCESS, "{'Version':1," KEY "} hush",
	  "! the output is no JSON object" },
	{ "a version must be there", DOCUMENT_PROCESS, "{" KEY "}",
	  "! the output: Version must be 1" },
	{ "a version must be a number", DOCUMENT_PROCESS, "{'Version':'1'," KEY "}",
	  "! the output: Version must be 1" },
	{ "an id must be there", DOCUMENT_PROCESS, "{'Version':1,'SecretAccessKey':'hush'}",
	  "! the output has no AccessKeyId" },
	{ "an empty secret is none", DOCUMENT_PROCESS,
	  "{'Version':1,'AccessKeyId':'AKIA','SecretAccessKey':''}",
	  "! the output has no SecretAccessKey" },
	{ "a secret must be a text", DOCUMENT_PROCESS,
	  "{'Version':1,'AccessKeyId':'AKIA','SecretAccessKey':7}",
	  "! the output has no SecretAccessKey" },
	{ "an end must be a time", DOCUMENT_PROCESS,
	  "{'Version':1," KEY ",'Expiration':'tomorrow'}", "! the output: Expiration is no time" },
	{ "a number is no time there", DOCUMENT_PROCESS, "{'Version':1," KEY ",'Expiration':17}",
	  "! the output: Expiration is no time" },
	{ "a container's key needs a token", DOCUMENT_CONTAINER, "{" KEY "}",
	  "! the answer has no Token" },
	{ "an instance's refusal is none", DOCUMENT_INSTANCE,
	  "{'Code':'Failed'," KEY ",'Token':'t'}", "! the answer: its Code is not Success" },
	{ "the portal's are inside", DOCUMENT_SSO,
	  "{'accessKeyId':'A','secretAccessKey':'hush','sessionToken':'t'}",
	  "! the answer has no accessKeyId" },
	{ "the portal's end is a number", DOCUMENT_SSO,
	  "{'roleCredentials':{'accessKeyId':'A','secretAccessKey':'hush','sessionToken':'t',"
	  "'expiration':'2026-12-01T00:00:00Z'}}",
	  "! the answer: expiration is no time" },
	{ "a number that does not fit is no time", DOCUMENT_SSO,
	  "{'roleCredentials':{'accessKeyId':'A','secretAccessKey':'hush','sessionToken':'t',"
	  "'expiration':1e99}}",
	  "! the answer: expiration is no time" },
	{ "a key alone", DOCUMENT_PROCESS, "{'Version':1," KEY "}", "AKIA - -" },
	{ "null is as good as absent", DOCUMENT_PROCESS,
	  "{'Version':1," KEY ",'SessionToken':null,'Expiration':null}", "AKIA - -" },
	{ "a session with an end", DOCUMENT_PROCESS,
	  "{'Version':1," KEY ",'SessionToken':'t','Expiration':'2026-12-01T02:00:00+02:00'}",
	  "AKIA t 2026-12-01T00:00:00Z" },
	{ "an end of an older program", DOCUMENT_PROCESS,
	  "{'Version':1," KEY ",'Expiration':'2026-12-01T00:00:00UTC'}",
	  "AKIA - 2026-12-01T00:00:00Z" },
	{ "a container's", DOCUMENT_CONTAINER,
	  "{'RoleArn':'r'," KEY ",'Token':'t','Expiration':'2026-12-01T00:00:00Z'}",
	  "AKIA t 2026-12-01T00:00:00Z" },
	{ "an instance's", DOCUMENT_INSTANCE,
	  "{'Code':'Success'," KEY ",'Token':'t','Expiration':'2026-12-01T00:00:00Z'}",
	  "AKIA t 2026-12-01T00:00:00Z" },
	{ "the portal's", DOCUMENT_SSO,
	  "{'roleCredentials':{'accessKeyId':'A','secretAccessKey':'hush','sessionToken':'t',"
	  "'expiration':1000}}",
	  "A t 1970-01-01T00:00:01Z" },
};

static char *with_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	return copy;
}

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const char *text = with_quotes(&t->arena, row->text), *got;
	struct credentials *credentials = NULL;
	struct fault fault = { 0 };
	char end[CLOCK_ISO_LEN + 1] = "-";

	if (document_read(&t->arena, row->form, (struct document_text){ text, strlen(text) },
			  &fault, &credentials)) {
		if (credentials->expires_ms)
			clock_format_iso(credentials->expires_ms, end);
		got = arena_printf(&t->arena, "%s %s %s", credentials->access_key_id,
				   credentials->session_token ? credentials->session_token : "-",
				   end);
	} else {
		got = arena_printf(&t->arena, "! %s", fault.message);
	}
	credentials_free(credentials);
	assert_string_equal(got, row->want);
}

static const struct size_row {
	const char *name;
	size_t len;
	const char *want;
} size_rows[] = {
	{ "a document over its bound is not read", DOCUMENT_MAX + 1, "the output is over 65536" },
	{ "a document at its bound is", DOCUMENT_MAX, "the output is no JSON object" },
};

static void bounds(void **state)
{
	struct fixture *t = *state;
	const struct size_row *row = t->row;
	char *text = arena_alloc(&t->arena, row->len + 1);
	struct credentials *credentials = NULL;
	struct fault fault = { 0 };

	memset(text, ' ', row->len);
	assert_false(document_read(&t->arena, DOCUMENT_PROCESS,
				   (struct document_text){ text, row->len }, &fault, &credentials));
	assert_non_null(strstr(fault.message, row->want));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(size_rows, bounds),
	};

	return check_tables("client/credentials/document", tables, ARRAY_LEN(tables));
}
