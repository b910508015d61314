#include "tests/support/check.h"

#include <string.h>

#include "wire/buffer.h"
#include "wire/xml_reader.h"

static const struct row {
	const char *name;
	const char *xml;
	const char *want;  /* the tree as dumped, or NULL when it is refused */
	const char *fault; /* what the refusal says */
} rows[] = {
	{ "no document at all is refused", "", NULL, "no element found" },
	{ "an element without an end is refused", "<a>", NULL, "line 1" },
	{ "text behind the document is refused", "<a/>x", NULL, "junk after document" },
	{ "an attribute that is there twice is refused", "<a b='1' b='2'/>", NULL, "duplicate" },
	{ "a document type is refused", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", NULL,
	  "document type" },
	{ "an unknown entity is refused", "<a>&b;</a>", NULL, "undefined entity" },
	{ "bytes that are not UTF-8 are refused", "<a>\xff</a>", NULL, "not well-formed" },
	{ "the place of an error is said", "<a>\n  <b></c></a>", NULL, "line 2, column 8" },
	{ "names and texts are kept, and attributes in their order",
	  "<?xml version='1.0'?><a c='1' n:b='&lt;'>x</a>", "a[c=1][n:b=<](x)", NULL },
	{ "children keep their order", "<a><b>1</b><c/><b>2</b></a>", "a(){b(1)c()b(2)}", NULL },
	{ "text in pieces is put together", "<a>x&amp;<![CDATA[<y>]]>z</a>", "a(x&<y>z)", NULL },
};

static void dump(struct buffer *out, const struct xml_element *element)
{
	const struct xml_attribute *attribute = element->attributes;

	buffer_add_text(out, element->name);
	for (; attribute; attribute = attribute->next)
		buffer_printf(out, "[%s=%s]", attribute->name, attribute->value);
	buffer_printf(out, "(%s)", element->text);
	if (element->first)
		buffer_add_char(out, '{');
	for (const struct xml_element *child = element->first; child; child = child->next)
		dump(out, child);
	if (element->first)
		buffer_add_char(out, '}');
}

static void reads(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct xml_element *root = NULL;
	struct fault fault = { 0 };
	struct buffer out;

	if (!row->want) {
		assert_false(xml_read(&t->arena, row->xml, strlen(row->xml), &fault, &root));
		assert_int_equal(fault.kind, FAULT_INPUT);
		assert_non_null(strstr(fault.message, row->fault));
		assert_null(root);
		return;
	}
	assert_true(xml_read(&t->arena, row->xml, strlen(row->xml), &fault, &root));
	buffer_init(&out, &t->arena, 0);
	dump(&out, root);
	assert_string_equal(out.data, row->want);
}

static const struct depth_row {
	const char *name;
	unsigned depth;
	bool valid;
} depth_rows[] = {
	{ "one level more than the most is refused", XML_DEPTH_MAX + 1, false },
	{ "the deepest tree that is allowed is read", XML_DEPTH_MAX, true },
};

static void bounds_depth(void **state)
{
	struct fixture *t = *state;
	const struct depth_row *row = t->row;
	const struct xml_element *root;
	struct fault fault = { 0 };
	struct buffer xml;

	buffer_init(&xml, &t->arena, 0);
	for (unsigned i = 0; i < row->depth; i++)
		buffer_add_text(&xml, "<a>");
	for (unsigned i = 0; i < row->depth; i++)
		buffer_add_text(&xml, "</a>");
	assert_int_equal(xml_read(&t->arena, xml.data, xml.len, &fault, &root), row->valid);
}

static const struct attribute_row {
	const char *name;
	unsigned count;
	bool valid;
} attribute_rows[] = {
	{ "one attribute more than the most is refused", XML_ATTRIBUTES_MAX + 1, false },
	{ "the most attributes that are allowed are read", XML_ATTRIBUTES_MAX, true },
};

static void bounds_attributes(void **state)
{
	struct fixture *t = *state;
	const struct attribute_row *row = t->row;
	const struct xml_element *root;
	struct fault fault = { 0 };
	struct buffer xml;

	buffer_init(&xml, &t->arena, 0);
	buffer_add_text(&xml, "<a");
	for (unsigned i = 0; i < row->count; i++)
		buffer_printf(&xml, " k%u='v'", i);
	buffer_add_text(&xml, "/>");
	assert_int_equal(xml_read(&t->arena, xml.data, xml.len, &fault, &root), row->valid);
	if (!row->valid)
		assert_non_null(strstr(fault.message, "too many attributes"));
}

static const struct row find_rows[] = {
	{ .name = "children are found by name", .xml = "<n:a k='v'><b>1</b><b>2</b><n:d/></n:a>" },
};

static void finds(void **state)
{
	struct fixture *t = *state;
	const struct row *row = t->row;
	const struct xml_element *root;
	struct fault fault;

	assert_true(xml_read(&t->arena, row->xml, strlen(row->xml), &fault, &root));
	assert_null(xml_child(root, "c"));
	assert_null(xml_child(NULL, "c"));
	assert_null(xml_child_text(root, "c"));
	assert_string_equal(xml_child_text(root, "b"), "1");
	assert_int_equal(root->child_count, 3);
	assert_string_equal(xml_attribute(root, "k"), "v");
	assert_null(xml_attribute(root, "v"));
	assert_null(xml_attribute(NULL, "k"));
	assert_string_equal(xml_local_name(root), "a");
	assert_ptr_equal(xml_find_local(root->first, "d"), root->last);
	assert_null(xml_child(root, "d"));
	assert_null(xml_find_local(root->first, "a"));
	assert_null(xml_find_local(NULL, "a"));
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(rows, reads),
		CHECK_TABLE(depth_rows, bounds_depth),
		CHECK_TABLE(attribute_rows, bounds_attributes),
		CHECK_TABLE(find_rows, finds),
	};

	return check_tables("wire/xml_reader", tables, ARRAY_LEN(tables));
}
