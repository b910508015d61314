#include "tests/support/check.h"

#include <string.h>

#include "client/ini.h"
#include "wire/buffer.h"

static const struct row {
	const char *name;
	const char *text;
	const char *want; /* "line section/parent.name=value;" per entry, or "! message" */
} rows[] = {
	{ "a line without a separator is refused by its number", "[a]\nx = 1\nsecret\n",
	  "! line 3: expected \"name = value\"" },
	{ "a name is needed", "= 1\n", "! line 1: expected \"name = value\"" },
	{ "a section header needs its end", "[a\n", "! line 1: \"]\" is missing" },
	{ "a section needs a name", "\n[ ]\n", "! line 2: a section needs a name" },
	{ "an empty file has nothing", "", "" },
	{ "white space around names and values is dropped", "[ a ]\n x \t=  1 2  \r\n",
	  "2 a/.x=1 2;" },
	{ "a colon separates as well, the first separator counts", "[a]\nurl: http://b=c\n",
	  "2 a/.url=http://b=c;" },
	{ "names are lower case, sections are as written", "[Ab]\nREGION=Eu\n",
	  "2 Ab/.region=Eu;" },
	{ "a comment begins a line or follows white space",
	  "# x\n; y\n[a] # z\nx = 1#2 ;3\ny = 4 # 5\n", "4 a/.x=1#2;5 a/.y=4;" },
	{ "indented lines nest below a name without value",
	  "[services l]\nsts =\n  endpoint_url = u\n\n  b = c\niam=\n\tendpoint_url = v\nq = 1\n",
	  "2 services l/.sts=;3 services l/sts.endpoint_url=u;5 services l/sts.b=c;"
	  "6 services l/.iam=;7 services l/iam.endpoint_url=v;8 services l/.q=1;" },
	{ "an indented line below a value is a setting of its own", "[a]\nx = 1\n  y = 2\n",
	  "2 a/.x=1;3 a/.y=2;" },
	{ "a new section ends the nesting", "[a]\ns3 =\n[b]\n x = 1\n", "2 a/.s3=;4 b/.x=1;" },
	{ "a byte order mark and a missing last newline do not matter", "\xEF\xBB\xBF[a]\nx=1",
	  "2 a/.x=1;" },
};

static void add_entry(void *context, const struct ini_entry *entry)
{
	buffer_printf(context, "%zu %s/%s.%s=%s;", entry->line, entry->section,
		      entry->parent ? entry->parent : "", entry->name, entry->value);
}

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct buffer got;
	struct ini_reader reader = { .entry = add_entry, .context = &got };
	struct fault fault = { 0 };

	buffer_init(&got, &t->arena, 64);
	if (!ini_parse(&t->arena, row->text, strlen(row->text), &reader, &fault)) {
		buffer_init(&got, &t->arena, 64);
		buffer_printf(&got, "! %s", fault.message);
	}
	assert_string_equal(got.data, row->want);
}

static const struct long_row {
	const char *name;
	size_t section_len, value_len;
} long_rows[] = {
	{ "a session token of 4,000 bytes stays whole", 10, 4000 },
	{ "a profile name of 120 bytes stays whole", 120, 10 },
};

static void note_lengths(void *context, const struct ini_entry *entry)
{
	size_t *lengths = context;

	lengths[0] = strlen(entry->section);
	lengths[1] = strlen(entry->value);
}

static void keeps_length(void **state)
{
	struct fixture *t = *state;
	const struct long_row *row = t->row;
	char *section = arena_alloc(&t->arena, row->section_len + 1);
	char *value = arena_alloc(&t->arena, row->value_len + 1);
	size_t lengths[2] = { 0 };
	struct ini_reader reader = { .entry = note_lengths, .context = lengths };
	struct fault fault = { 0 };
	const char *text;

	memset(section, 's', row->section_len);
	memset(value, 'v', row->value_len);
	text = arena_printf(&t->arena, "[%s]\nx = %s\n", section, value);
	assert_true(ini_parse(&t->arena, text, strlen(text), &reader, &fault));
	assert_int_equal(lengths[0], row->section_len);
	assert_int_equal(lengths[1], row->value_len);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(long_rows, keeps_length),
	};

	return check_tables("client/ini", tables, ARRAY_LEN(tables));
}
