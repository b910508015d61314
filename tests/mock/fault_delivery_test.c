/* Answers that fault rules hold back, and a server that goes on with the others. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tests/support/conversation.h"

static struct conversation *start(struct arena *arena, const char *rules)
{
	return conversation_start(
		arena, arena_printf(arena,
				    "{'mattock':1,'organization':{'management':'111111111111'},"
				    "'callers':{'admin':{'account':'111111111111','user':'admin',"
				    "'policies':['AdministratorAccess']}},'faults':[%s]}",
				    rules));
}

/* A latency and how long an answer takes at least. */
static const struct latency_row {
	const char *name, *rule;
	int64_t least_ms;
} latency_rows[] = {
	{ "a fixed latency", "{'do':{'latency':60}}", 60 },
	{ "a latency of equal chances", "{'do':{'latency':{'minMs':50,'maxMs':70}}}", 50 },
	{ "a lognormal latency with its spread at zero",
	  "{'do':{'latency':{'medianMs':60,'sigma':0}}}", 60 },
	{ "two latencies add up", "{'do':{'latency':30}},{'do':{'latency':30}}", 60 },
	{ "an error is late too", "{'do':{'latency':60}},{'do':{'error':'Throttling'}}", 60 },
	{ "a dribbled answer takes its time", "{'do':{'dribble':{'bytes':200,'everyMs':30}}}", 60 },
};

static void delays(void **state)
{
	struct fixture *fixture = *state;
	const struct latency_row *row = fixture->row;
	struct conversation *conversation = start(&fixture->arena, row->rule);
	struct conversation_answer answer;

	answer = conversation_ask(conversation, "admin", "iam:ListAccessKeys", "{}");
	assert_true(answer.took_ms >= row->least_ms);
	conversation_stop(conversation);
}

/* Many connections that are held, and a server that goes on with the others. */
static const struct held_row {
	const char *name, *rule;
	size_t count;
	bool is_closed; /* by the client, before the end */
} held_rows[] = {
	{ "a late answer holds nobody up", "'latency':600000", 1, true },
	{ "128 late answers hold nobody up", "'latency':600000", 128, true },
	{ "1,000 stalled answers hold nobody up", "'stall':600000", 1000, true },
	{ "1,000 half-closed connections hold nobody up", "'halfClose':600000", 1000, true },
	{ "1,000 dribbled answers hold nobody up", "'dribble':{'bytes':1,'everyMs':600000}", 1000,
	  true },
	{ "a server that stops lets stalled connections go", "'stall':600000", 200, false },
	{ "a server that stops lets late answers go", "'latency':600000", 200, false },
};

/* Connections the server has open, by its descriptors. */
static size_t count_descriptors(const struct conversation *conversation)
{
	char path[64];
	size_t count = 0;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/fd", conversation_pid(conversation));
	folder = opendir(path);
	assert_non_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static void ask_alive(struct conversation *conversation)
{
	struct conversation_answer answer =
		conversation_ask(conversation, "admin", "sts:GetCallerIdentity", "{}");

	assert_int_equal(answer.status, 200);
}

static void raise_limit(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void holds(void **state)
{
	struct fixture *fixture = *state;
	const struct held_row *row = fixture->row;
	const char *rule = arena_printf(&fixture->arena,
					"{'match':{'operation':'iam:ListAccessKeys'},'do':{%s}}",
					row->rule);
	struct conversation *conversation;
	int *connections = arena_array(&fixture->arena, row->count, sizeof(int));
	const char *request;
	size_t before;

	raise_limit();
	conversation = start(&fixture->arena, rule);
	ask_alive(conversation);
	before = count_descriptors(conversation);
	request = conversation_request(conversation, "admin", "iam:ListAccessKeys", "{}");
	for (size_t i = 0; i < row->count; i++) {
		connections[i] = conversation_connect(conversation);
		assert_int_equal(send(connections[i], request, strlen(request), MSG_NOSIGNAL),
				 strlen(request));
	}
	ask_alive(conversation);
	if (!row->is_closed)
		conversation_stop(conversation);
	for (size_t i = 0; i < row->count; i++)
		close(connections[i]);
	if (!row->is_closed)
		return;
	while (count_descriptors(conversation) > before)
		ask_alive(conversation);
	conversation_stop(conversation);
}

int main(void)
{
	const struct check_table tables[] = {
		CHECK_TABLE(latency_rows, delays),
		CHECK_TABLE(held_rows, holds),
	};

	return check_tables("mock/fault_delivery", tables, ARRAY_LEN(tables));
}
