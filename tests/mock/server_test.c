/* What comes over the socket that no SDK sends, and how the server goes on. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"
#include "wire/buffer.h"

#define FORM                  \
	"Host: 127.0.0.1\r\n" \
	"Content-Type: application/x-www-form-urlencoded\r\n"
#define WHOAMI "Action=GetCallerIdentity&Version=2011-06-15"

/* The server still answers. */
static void assert_alive(struct conversation *conversation)
{
	struct conversation_answer answer =
		conversation_ask(conversation, "admin", "sts:GetCallerIdentity", "{}");

	assert_int_equal(answer.status, 200);
}

static const struct bad_row {
	const char *name;
	int status;       /* 0: the connection is closed without an answer */
	const char *body; /* what the answer has in it */
	const char *request;
} bad_rows[] = {
	{ "a broken header is refused", 400, "", "POST / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n" },
	{ "what is no HTTP is refused", 0, "", "GARBAGE\r\n\r\n" },
	{ "a method nobody knows is an error of AWS's form", 403,
	  "<Code>MissingAuthenticationToken", "BREW / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" },
	{ "a method the service does not take is refused", 302, "",
	  "PUT / HTTP/1.1\r\nHost: iam.amazonaws.com\r\nContent-Length: 0\r\n\r\n" },
	{ "text that is not UTF-8 is an error of AWS's form", 400, "<Code>MalformedInput",
	  "POST / HTTP/1.1\r\nHost: sts.amazonaws.com\r\n"
	  "Content-Type: application/x-www-form-urlencoded\r\n"
	  "Content-Length: 12\r\n\r\nAction=%ff%fe" },
	{ "an unsigned request is refused", 403, "<Code>MissingAuthenticationToken",
	  "POST / HTTP/1.1\r\n" FORM "Content-Length: 43\r\n\r\n" WHOAMI },
	{ "an unknown operation is refused before its signature", 400, "<Code>InvalidAction",
	  "POST / HTTP/1.1\r\n" FORM
	  "Content-Length: 34\r\n\r\nAction=Nonsense&Version=2011-06-15" },
	{ "an unknown operation of a JSON service is refused", 400, "UnknownOperationException",
	  "POST / HTTP/1.1\r\nHost: h\r\nX-Amz-Target: AWSOrganizationsV20161128.Nonsense\r\n"
	  "Content-Length: 2\r\n\r\n{}" },
	{ "a namespace that is not there is named", 404, "no such namespace",
	  "POST /_ns/x/ HTTP/1.1\r\n" FORM "Content-Length: 43\r\n\r\n" WHOAMI },
	{ "a service nobody mocks is named", 501, "ec2",
	  "POST / HTTP/1.1\r\n" FORM "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260101/"
	  "us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=00\r\n"
	  "X-Amz-Date: 20260101T000000Z\r\n"
	  "Content-Length: 41\r\n\r\nAction=DescribeRegions&Version=2016-11-15" },
	{ "a control request from another host is refused", 403, "Host",
	  "GET /_mattock/state HTTP/1.1\r\nHost: evil.example\r\n\r\n" },
	{ "a control request without a host is refused", 403, "Host",
	  "GET /_mattock/state HTTP/1.1\r\n\r\n" },
	{ "a page of another origin does not reach control", 403, "Origin",
	  "GET /_mattock/state HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: "
	  "http://evil.example\r\n\r\n" },
	{ "a form of another page cannot reset", 415, "application/json",
	  "POST /_mattock/reset HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
	  "Content-Length: 0\r\n\r\n" },
	{ "a control path nobody knows is not found", 404, "no such control path",
	  "GET /_mattock/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" },
	{ "a control path has its method", 405, "method",
	  "GET /_mattock/reset HTTP/1.1\r\nHost: localhost\r\n\r\n" },
	{ "health is answered", 200, "ok",
	  "GET /_mattock/health HTTP/1.1\r\nHost: foo.localhost:99\r\n\r\n" },
	{ "readiness is answered", 200, "ready",
	  "GET /_mattock/ready HTTP/1.1\r\nHost: [::1]\r\n\r\n" },
	{ "reset is answered", 200, "reset",
	  "POST /_mattock/reset HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
	  "Content-Length: 0\r\n\r\n" },
};

static void send_bad(void **state)
{
	struct fixture *fixture = *state;
	const struct bad_row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, NULL);
	struct conversation_answer answer = conversation_say(conversation, row->request);

	if (answer.status != row->status)
		fail_msg("status %d: %s", answer.status, answer.body ? answer.body : "");
	if (row->status && !strstr(answer.body, row->body))
		fail_msg("%s", answer.body);
	assert_alive(conversation);
	conversation_stop(conversation);
}

static const struct half_row {
	const char *name, *request;
} half_rows[] = {
	{ "half a line holds nobody up", "POST / HT" },
	{ "half a header holds nobody up", "POST / HTTP/1.1\r\nHost: 127.0" },
	{ "half a body holds nobody up",
	  "POST / HTTP/1.1\r\n" FORM "Content-Length: 400\r\n\r\nAction=" },
};

static void send_half(void **state)
{
	struct fixture *fixture = *state;
	const struct half_row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, NULL);
	int fd = conversation_connect(conversation);

	assert_int_equal(send(fd, row->request, strlen(row->request), MSG_NOSIGNAL),
			 strlen(row->request));
	assert_alive(conversation);
	close(fd);
	assert_alive(conversation);
	conversation_stop(conversation);
}

static const struct large_row {
	const char *name;
	size_t before, after; /* bytes around "Action=..." */
	char filler;
	int status;
} large_rows[] = {
	{ "a body over the limit is refused", 0, 10 * 1000 * 1000, 'a', 413 },
	{ "a body far over the limit is refused", 0, 30 * 1000 * 1000, 'a', 413 },
	{ "a body within the limit is read", 0, 1000 * 1000, 'a', 403 },
};

static void send_large(void **state)
{
	struct fixture *fixture = *state;
	const struct large_row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, NULL);
	size_t len = strlen(WHOAMI "&x=") + row->after;
	char *filler = arena_alloc(&fixture->arena, row->after + 1);
	struct conversation_answer answer;
	struct buffer text;

	memset(filler, row->filler, row->after);
	buffer_init(&text, &fixture->arena, len + 256);
	buffer_printf(&text,
		      "POST / HTTP/1.1\r\n" FORM "Content-Length: %zu\r\n\r\n" WHOAMI "&x=", len);
	buffer_add(&text, filler, row->after);
	answer = conversation_send(conversation, text.data, text.len);
	assert_int_equal(answer.status, row->status);
	assert_non_null(strstr(answer.body, "<Code>"));
	assert_alive(conversation);
	conversation_stop(conversation);
}

static const struct deep_row {
	const char *name;
	const char *open;
	size_t depth;
} deep_rows[] = {
	{ "lists a thousand levels deep are refused", "[", 1000 },
	{ "objects a thousand levels deep are refused", "{\"a\":", 1000 },
	{ "a hundred thousand levels are refused", "[", 100000 },
};

static void send_deep(void **state)
{
	struct fixture *fixture = *state;
	const struct deep_row *row = fixture->row;
	struct conversation *conversation = conversation_start(&fixture->arena, NULL);
	struct conversation_answer answer;
	struct buffer body, text;

	buffer_init(&body, &fixture->arena, 1024);
	for (size_t i = 0; i < row->depth; i++)
		buffer_add_text(&body, row->open);
	buffer_init(&text, &fixture->arena, body.len + 256);
	buffer_printf(&text,
		      "POST / HTTP/1.1\r\nHost: h\r\nX-Amz-Target: "
		      "AWSOrganizationsV20161128.ListRoots\r\nContent-Length: %zu\r\n\r\n%s",
		      body.len, body.data);
	answer = conversation_send(conversation, text.data, text.len);
	assert_int_equal(answer.status, 400);
	assert_non_null(strstr(answer.body, "__type"));
	assert_alive(conversation);
	conversation_stop(conversation);
}

/*
 * libmicrohttpd's own epoll loop stops when exactly 128 connections are ready
 * at once; so every connection is kept, and all send before any is read.
 */
static const struct connections_row {
	const char *name;
	size_t count;
} connections_rows[] = {
	{ "127 connections are kept and answered", 127 },
	{ "128 connections are kept and answered", 128 },
	{ "129 connections are kept and answered", 129 },
	{ "256 connections are kept and answered", 256 },
	{ "1,000 connections are kept and answered", 1000 },
};

static void keep_connections(void **state)
{
	static const char request[] = "GET /_mattock/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
	struct fixture *fixture = *state;
	const struct connections_row *row = fixture->row;
	struct conversation *conversation;
	int *connections = arena_array(&fixture->arena, row->count, sizeof(int));
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	conversation = conversation_start(&fixture->arena, NULL);
	for (size_t i = 0; i < row->count; i++)
		connections[i] = conversation_connect(conversation);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < row->count; i++)
			assert_int_equal(
				send(connections[i], request, strlen(request), MSG_NOSIGNAL),
				strlen(request));
		for (size_t i = 0; i < row->count; i++)
			assert_int_equal(conversation_read(conversation, connections[i]).status,
					 200);
	}
	for (size_t i = 0; i < row->count; i++)
		close(connections[i]);
	conversation_stop(conversation);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(bad_rows, send_bad),
		CHECK_TABLE(half_rows, send_half),
		CHECK_TABLE(large_rows, send_large),
		CHECK_TABLE(deep_rows, send_deep),
		CHECK_TABLE(connections_rows, keep_connections),
	};

	return check_tables("mock/server", tables, ARRAY_LEN(tables));
}
