#include "tests/support/check.h"

#include <string.h>

#include "wire/uri.h"

static const struct decode_row {
	const char *name;
	const char *text;
	enum uri_plus plus;
	const char *want; /* NULL: refused */
} decode_rows[] = {
	{ "a percent sign at the end is refused", "a%", URI_PLUS_IS_PLUS, NULL },
	{ "a percent sign with one digit is refused", "a%4", URI_PLUS_IS_PLUS, NULL },
	{ "a percent sign with other letters is refused", "%zz", URI_PLUS_IS_PLUS, NULL },
	{ "a coded NUL is refused", "a%00b", URI_PLUS_IS_PLUS, NULL },
	{ "an empty text stays empty", "", URI_PLUS_IS_PLUS, "" },
	{ "digits of either case are read", "%c3%A9", URI_PLUS_IS_PLUS, "\xc3\xa9" },
	{ "a plus in a path is a plus", "a+b", URI_PLUS_IS_PLUS, "a+b" },
	{ "a plus in a form is a space", "a+b", URI_PLUS_IS_SPACE, "a b" },
	{ "a coded plus is a plus", "a%2Bb", URI_PLUS_IS_SPACE, "a+b" },
};

static void decodes(void **state)
{
	struct fixture *t = *state;
	const struct decode_row *row = t->row;
	char *decoded;

	assert_int_equal(uri_decode(&t->arena, row->text, strlen(row->text), row->plus, &decoded),
			 row->want != NULL);
	if (row->want)
		assert_string_equal(decoded, row->want);
}

static const struct encode_row {
	const char *name;
	const char *text;
	enum uri_keep keep;
	const char *want;
} encode_rows[] = {
	{ "letters, digits and four signs stay", "aZ09-._~", URI_KEEP_NOTHING, "aZ09-._~" },
	{ "everything else is coded", " /+*%\xc3\xa9", URI_KEEP_NOTHING, "%20%2F%2B%2A%25%C3%A9" },
	{ "a path keeps its slashes", "/a b/", URI_KEEP_SLASH, "/a%20b/" },
};

static void encodes(void **state)
{
	struct fixture *t = *state;
	const struct encode_row *row = t->row;
	struct buffer out;

	buffer_init(&out, &t->arena, 0);
	uri_encode(&out, row->text, strlen(row->text), row->keep);
	assert_string_equal(out.data, row->want);
}

static const struct query_row {
	const char *name;
	const char *query;
	const char *parameter;
	const char *want;
} query_rows[] = {
	{ "an absent parameter is NULL", "a=1&b=2", "c", NULL },
	{ "a value that cannot be decoded is NULL", "a=%4", "a", NULL },
	{ "a name that cannot be decoded is passed over", "%4=1&a=2", "a", "2" },
	{ "an empty query has no parameters", "", "", NULL },
	{ "a parameter without a value is empty", "a&b=2", "a", "" },
	{ "the first of two counts", "a=1&a=2", "a", "1" },
	{ "names are decoded", "X%2DY=1", "X-Y", "1" },
};

static void gets_parameters(void **state)
{
	struct fixture *t = *state;
	const struct query_row *row = t->row;
	const char *value = uri_query_get(&t->arena, row->query, row->parameter);

	if (row->want)
		assert_string_equal(value, row->want);
	else
		assert_null(value);
}

static const struct split_row {
	const char *name;
	const char *url;
	const char *authority; /* NULL: refused */
	const char *host;
	int port;
	const char *path, *query;
} split_rows[] = {
	{ "another scheme is refused", "ftp://host/", NULL, NULL, 0, NULL, NULL },
	{ "a path alone is refused", "/path", NULL, NULL, 0, NULL, NULL },
	{ "an empty host is refused", "http:///path", NULL, NULL, 0, NULL, NULL },
	{ "an empty port is refused", "http://host:/", NULL, NULL, 0, NULL, NULL },
	{ "a port of zero is refused", "http://host:0/", NULL, NULL, 0, NULL, NULL },
	{ "a port beyond 65535 is refused", "http://host:65536/", NULL, NULL, 0, NULL, NULL },
	{ "a port with letters is refused", "http://host:8x/", NULL, NULL, 0, NULL, NULL },
	{ "a user is refused", "http://user@host/", NULL, NULL, 0, NULL, NULL },
	{ "a fragment is refused", "http://host/#top", NULL, NULL, 0, NULL, NULL },
	{ "a blank is refused", "http://host/a b", NULL, NULL, 0, NULL, NULL },
	{ "an open bracket is refused", "http://[::1/", NULL, NULL, 0, NULL, NULL },
	{ "a URL without a path has the path /", "https://IAM.amazonaws.com", "iam.amazonaws.com",
	  "iam.amazonaws.com", 443, "/", "" },
	{ "a query may follow the host", "http://host?a=1", "host", "host", 80, "/", "a=1" },
	{ "the scheme's own port is not part of Host", "http://localhost:80/", "localhost",
	  "localhost", 80, "/", "" },
	{ "the other scheme's port is", "https://localhost:80/", "localhost:80", "localhost", 80,
	  "/", "" },
	{ "a path prefix and a query are kept as written", "http://127.0.0.1:4566/_ns/a%20b/?c=%2f",
	  "127.0.0.1:4566", "127.0.0.1", 4566, "/_ns/a%20b/", "c=%2f" },
	{ "an IPv6 address keeps its brackets", "http://[::1]:8080/", "[::1]:8080", "[::1]", 8080,
	  "/", "" },
};

static void splits(void **state)
{
	struct fixture *t = *state;
	const struct split_row *row = t->row;
	struct fault fault = { 0 };
	struct uri uri;

	if (!row->authority) {
		assert_false(uri_split(&t->arena, row->url, &fault, &uri));
		assert_int_equal(fault.kind, FAULT_INPUT);
		return;
	}
	assert_true(uri_split(&t->arena, row->url, &fault, &uri));
	assert_string_equal(uri.authority, row->authority);
	assert_string_equal(uri.host, row->host);
	assert_int_equal(uri.port, row->port);
	assert_string_equal(uri.path, row->path);
	assert_string_equal(uri.query, row->query);
	assert_memory_equal(row->url, uri.scheme, strlen(uri.scheme));
}

static const struct loopback_row {
	const char *name, *host;
	bool is_loopback;
} loopback_rows[] = {
	{ "a name that begins like localhost is not this machine", "localhost.example.com", false },
	{ "a name that begins like an address is not", "127.0.0.1.example.com", false },
	{ "every address is not", "0.0.0.0", false },
	{ "an address of another machine is not", "192.0.2.7", false },
	{ "localhost is", "localhost", true },
	{ "any address of 127.0.0.0/8 is", "127.9.9.9", true },
	{ "the loopback of IPv6 is", "[::1]", true },
};

static void knows_loopback(void **state)
{
	struct fixture *t = *state;
	const struct loopback_row *row = t->row;

	assert_int_equal(uri_host_is_loopback(row->host), row->is_loopback);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(decode_rows, decodes),          CHECK_TABLE(encode_rows, encodes),
		CHECK_TABLE(query_rows, gets_parameters),   CHECK_TABLE(split_rows, splits),
		CHECK_TABLE(loopback_rows, knows_loopback),
	};

	return check_tables("wire/uri", tables, ARRAY_LEN(tables));
}
