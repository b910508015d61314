#include "tests/support/check.h"

#include "wire/xml_writer.h"

static const struct row {
	const char *name;
	const char *text;
	bool is_compact;
	const char *want;
} rows[] = {
	{ "a control character becomes a question mark", "a\001b", true,
	  "<A xmlns=\"ns\"><B>a?b</B><C/><L><member>-5</member></L></A>" },
	{ "the compact form has no blanks", "x", true,
	  "<A xmlns=\"ns\"><B>x</B><C/><L><member>-5</member></L></A>" },
	{ "AWS's form has two spaces a level and a newline behind every element", "a<b>&\"'\r",
	  false,
	  "<A xmlns=\"ns\">\n  <B>a&lt;b&gt;&amp;&quot;'&#xD;</B>\n  <C/>\n"
	  "  <L>\n    <member>-5</member>\n  </L>\n</A>\n" },
	{ "an empty text is an empty element", "", false,
	  "<A xmlns=\"ns\">\n  <B/>\n  <C/>\n"
	  "  <L>\n    <member>-5</member>\n  </L>\n</A>\n" },
};

static void writes(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	struct xml_writer writer;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	xml_writer_init(&writer, &out, row->is_compact);
	xml_open(&writer, "A");
	xml_add_attribute(&writer, "xmlns", "ns");
	xml_text(&writer, "B", row->text);
	xml_open(&writer, "C");
	xml_close(&writer, "C");
	xml_open(&writer, "L");
	xml_text(&writer, "member", "-5");
	xml_close(&writer, "L");
	xml_close(&writer, "A");
	assert_string_equal(out.data, row->want);
}

int main(void)
{
	return check_table("wire/xml_writer", rows, writes);
}
