#include "tests/support/conversation.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/codec.h"
#include "model/json.h"
#include "tests/support/check.h"
#include "wire/clock.h"
#include "wire/sigv4_sign.h"

enum { CALLERS_MAX = 32, LINE_LEN = 512, READ_LEN = 64 * 1024 };

struct caller {
	const char *name;
	struct sigv4_credentials credentials;
};

struct conversation {
	struct arena *arena;
	pid_t pid;
	int output; /* the server's standard output */
	uint16_t port;
	const char *host;
	struct caller callers[CALLERS_MAX];
	size_t caller_count;
};

static char *with_quotes(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++) {
		if (*at == '\'')
			*at = '"';
	}
	return copy;
}

/* A file with this content; whoever asked removes it. */
static const char *temporary_file(struct arena *arena, const char *content)
{
	char *path = arena_strdup(arena, "/tmp/mattock-conversation-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	if (*content)
		assert_int_equal(write(fd, content, strlen(content)), strlen(content));
	close(fd);
	return path;
}

static void exec_server(int output, const char *scenario, const char *credentials)
{
	const char *program = getenv("MATTOCKD");
	const char *arguments[] = { program,       "--listen",
				    "127.0.0.1:0", "--seed",
				    "1",           "--credentials-file",
				    credentials,   scenario ? "--scenario" : NULL,
				    scenario,      NULL };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(output, STDOUT_FILENO);
	execv(program, (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static void read_ready_line(struct conversation *conversation)
{
	char line[LINE_LEN];
	size_t len = 0;
	unsigned port;

	while (len < sizeof(line) - 1 && read(conversation->output, line + len, 1) == 1 &&
	       line[len] != '\n')
		len++;
	line[len] = '\0';
	if (sscanf(line, "mattockd: ready url=http://127.0.0.1:%u pid=", &port) != 1)
		fail_msg("no ready line: %s", line);
	conversation->port = (uint16_t)port;
	conversation->host = arena_printf(conversation->arena, "127.0.0.1:%u", port);
}

static struct caller *caller_of(struct conversation *conversation, const char *name)
{
	for (size_t i = 0; i < conversation->caller_count; i++) {
		if (strcmp(conversation->callers[i].name, name) == 0)
			return &conversation->callers[i];
	}
	assert_true(conversation->caller_count < CALLERS_MAX);
	conversation->callers[conversation->caller_count].name = name;
	return &conversation->callers[conversation->caller_count++];
}

/* "[name]", "aws_access_key_id = ...", "aws_secret_access_key = ..." */
static void read_credentials(struct conversation *conversation, const char *path)
{
	struct caller *caller = NULL;
	char *save = NULL;

	for (char *line = strtok_r(check_read_file(conversation->arena, path, NULL), "\n", &save);
	     line; line = strtok_r(NULL, "\n", &save)) {
		const char *value = strstr(line, " = ");

		if (line[0] == '[')
			caller = caller_of(conversation, arena_strndup(conversation->arena,
								       line + 1, strlen(line) - 2));
		else if (caller && value && strncmp(line, "aws_access_key_id", 17) == 0)
			caller->credentials.access_key_id = value + 3;
		else if (caller && value && strncmp(line, "aws_secret_access_key", 21) == 0)
			caller->credentials.secret = value + 3;
	}
}

struct conversation *conversation_start(struct arena *arena, const char *scenario)
{
	struct conversation *conversation = arena_new(arena, struct conversation);
	const char *credentials = temporary_file(arena, "");
	const char *file = scenario ? temporary_file(arena, with_quotes(arena, scenario)) : NULL;
	int ends[2];

	if (!getenv("MATTOCKD"))
		fail_msg("MATTOCKD does not name the server");
	assert_int_equal(pipe(ends), 0);
	conversation->arena = arena;
	conversation->output = ends[0];
	conversation->pid = fork();
	if (conversation->pid == 0)
		exec_server(ends[1], file, credentials);
	close(ends[1]);
	read_ready_line(conversation);
	read_credentials(conversation, credentials);
	unlink(credentials);
	if (file)
		unlink(file);
	return conversation;
}

void conversation_stop(struct conversation *conversation)
{
	int status;

	kill(conversation->pid, SIGTERM);
	assert_int_equal(waitpid(conversation->pid, &status, 0), conversation->pid);
	close(conversation->output);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("mattockd ended with status %d", status);
}

int conversation_connect(struct conversation *conversation)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(conversation->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* The length that Content-Length tells, once the whole header is there; -1 before. */
static ssize_t whole_len(const char *data)
{
	const char *end = strstr(data, "\r\n\r\n");
	const char *length = strcasestr(data, "\r\nContent-Length:");

	if (!end)
		return -1;
	return (end - data) + 4 + (length && length < end ? strtol(length + 17, NULL, 10) : 0);
}

struct conversation_answer conversation_read(struct conversation *conversation, int fd)
{
	struct conversation_answer answer = { 0 };
	struct buffer data;
	char piece[READ_LEN];
	ssize_t got, whole;
	const char *body;

	buffer_init(&data, conversation->arena, 1024);
	do {
		got = read(fd, piece, sizeof(piece));
		if (got > 0)
			buffer_add(&data, piece, (size_t)got);
		whole = whole_len(data.data);
	} while (got > 0 && (whole < 0 || data.len < (size_t)whole));
	answer.is_reset = got < 0;
	answer.is_cut = whole >= 0 && data.len < (size_t)whole;
	body = strstr(data.data, "\r\n\r\n");
	if (!body)
		return answer;
	answer.status = atoi(data.data + strlen("HTTP/1.1 "));
	answer.headers = arena_strndup(conversation->arena, data.data, (size_t)(body - data.data));
	answer.body = body + 4;
	answer.body_len = data.len - (size_t)(answer.body - data.data);
	return answer;
}

struct conversation_answer conversation_send(struct conversation *conversation, const char *data,
					     size_t len)
{
	int fd = conversation_connect(conversation);
	struct conversation_answer answer;

	/* A server that has heard enough may close before all is sent. */
	while (len > 0) {
		ssize_t sent = send(fd, data, len, MSG_NOSIGNAL);

		if (sent <= 0)
			break;
		data += sent;
		len -= (size_t)sent;
	}
	answer = conversation_read(conversation, fd);
	close(fd);
	return answer;
}

struct conversation_answer conversation_say(struct conversation *conversation, const char *text)
{
	return conversation_send(conversation, text, strlen(text));
}

static const struct api_operation *operation_of(const char *name)
{
	const char *colon = strchr(name, ':');
	char service[32];
	const struct api_operation *operation;

	snprintf(service, sizeof(service), "%.*s", (int)(colon - name), name);
	operation = api_operation_by_name(api_service_by_name(service), colon + 1);
	if (!operation)
		fail_msg("there is no operation %s", name);
	return operation;
}

static void write_input(struct arena *arena, const struct api_operation *operation,
			const char *input, struct http_request *out_request)
{
	const char *text = with_quotes(arena, input);
	void *in = arena_alloc(arena, operation->input_size);
	const struct json_value *value;
	struct fault fault;

	if (!json_read(arena, text, strlen(text), &fault, &value) ||
	    !json_read_input(arena, value, operation, &fault, in))
		fail_msg("%s: %s", input, fault.message);
	*out_request = (struct http_request){ 0 };
	codec_write_request(arena, operation, in, out_request);
}

static void sign(struct conversation *conversation, const char *caller,
		 const struct api_service *service, struct http_request *request)
{
	struct clock clock = clock_system();
	struct sigv4_signing signing = {
		.region = "us-east-1",
		.service = service->signing_name,
		.now_ms = clock_now_ms(&clock),
		.adds_content_sha256 = service->protocol == API_REST_XML,
	};

	http_headers_add(&request->headers, conversation->arena, "Host", conversation->host);
	if (caller)
		sigv4_sign(conversation->arena, request,
			   &caller_of(conversation, caller)->credentials, &signing);
}

const char *conversation_request(struct conversation *conversation, const char *caller,
				 const char *operation_name, const char *input)
{
	const struct api_operation *operation = operation_of(operation_name);
	struct http_request request;
	struct buffer text;

	write_input(conversation->arena, operation, input, &request);
	sign(conversation, caller, operation->service, &request);
	buffer_init(&text, conversation->arena, 1024);
	buffer_printf(&text, "%s %s%s%s HTTP/1.1\r\n", request.method, request.path,
		      request.query && *request.query ? "?" : "",
		      request.query ? request.query : "");
	for (size_t i = 0; i < request.headers.count; i++)
		buffer_printf(&text, "%s: %s\r\n", request.headers.items[i].name,
			      request.headers.items[i].value);
	buffer_printf(&text, "Content-Length: %zu\r\n\r\n", request.body_len);
	if (request.body_len)
		buffer_add(&text, request.body, request.body_len);
	return text.data;
}

/* The field that carries REST-JSON's error codes, if it is there. */
static void add_error_type(struct arena *arena, const char *headers, struct http_response *response)
{
	static const char name[] = "x-amzn-ErrorType";
	const char *at = strcasestr(headers, name);

	if (!at)
		return;
	at += strlen(name) + strlen(": ");
	http_headers_add(&response->headers, arena, name,
			 arena_strndup(arena, at, strcspn(at, "\r")));
}

/* "403 AccessDenied: User ..." or the output as JSON. */
static const char *answer_text(struct arena *arena, const struct api_operation *operation,
			       const struct conversation_answer *answer)
{
	struct http_response response = { .status = answer->status,
					  .body = answer->body,
					  .body_len = answer->body_len };
	void *out = arena_alloc(arena, operation->output_size);
	struct fault fault = { 0 };
	struct json_writer json;
	struct buffer text;

	if (!answer->status)
		return answer->is_reset ? "reset" : "closed";
	if (answer->is_cut)
		return arena_printf(arena, "cut after %zu", answer->body_len);
	add_error_type(arena, answer->headers, &response);
	if (answer->status < 200 || answer->status >= 300) {
		codec_read_error(arena, operation->service, &response, &fault);
		return arena_printf(arena, "%d %s: %s", answer->status, fault.code, fault.message);
	}
	if (!codec_read_response(arena, operation, &response, &fault, out))
		return arena_printf(arena, "unreadable: %s", fault.message);
	buffer_init(&text, arena, 256);
	json_writer_init(&json, &text, false);
	json_write_structure(arena, &json, operation->output, out);
	return text.data;
}

struct conversation_answer conversation_ask(struct conversation *conversation, const char *caller,
					    const char *operation_name, const char *input)
{
	struct clock clock = clock_monotonic();
	int64_t began_ms = clock_now_ms(&clock);
	struct conversation_answer answer = conversation_say(
		conversation, conversation_request(conversation, caller, operation_name, input));

	answer.took_ms = clock_now_ms(&clock) - began_ms;
	answer.text = answer_text(conversation->arena, operation_of(operation_name), &answer);
	return answer;
}

void conversation_become(struct conversation *conversation, const char *name,
			 const struct conversation_answer *answer)
{
	const struct json_value *value, *credentials;
	struct fault fault;

	if (!json_read(conversation->arena, answer->text, strlen(answer->text), &fault, &value))
		fail_msg("no credentials: %s", answer->text);
	credentials = json_get(value, "Credentials");
	caller_of(conversation, name)->credentials = (struct sigv4_credentials){
		.access_key_id = json_get_string(credentials, "AccessKeyId"),
		.secret = json_get_string(credentials, "SecretAccessKey"),
		.session_token = json_get_string(credentials, "SessionToken"),
	};
}

static void expect(struct arena *arena, const char *expected, const char *found)
{
	const char *text = expected[0] == '{' ? with_quotes(arena, expected) : expected;
	size_t len = strlen(text);

	if (len > 0 && text[len - 1] == '*' && strncmp(text, found, len - 1) == 0)
		return;
	assert_string_equal(found, text);
}

void conversation_tell(struct arena *arena, const struct conversation_story *story)
{
	struct conversation *conversation = conversation_start(arena, story->scenario);

	for (size_t i = 0; i < CONVERSATION_STEPS && story->steps[i].operation; i++) {
		const struct conversation_step *step = &story->steps[i];
		struct conversation_answer answer =
			conversation_ask(conversation, step->caller, step->operation, step->input);

		expect(arena, step->answer, answer.text);
		if (step->becomes)
			conversation_become(conversation, step->becomes, &answer);
	}
	conversation_stop(conversation);
}

const char *conversation_host(const struct conversation *conversation)
{
	return conversation->host;
}

int conversation_pid(const struct conversation *conversation)
{
	return conversation->pid;
}
