#include "client/rehearse/server.h"

#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/process.h"
#include "client/secret_file.h"
#include "wire/buffer.h"
#include "wire/clock.h"
#include "wire/json_writer.h"

extern char **environ;

enum {
	READY_LIMIT_MS = 60 * 1000,
	READY_LINE_MAX = 4096,
	PAGE_MAX = 256 * 1024 * 1024,
	CONTROL_LIMIT_S = 60,
};

char *server_program(struct arena *arena)
{
	const char *named = getenv("MATTOCKD");
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash, *beside;

	if (named)
		return arena_strdup(arena, named);
	if (len > 0) {
		self[len] = '\0';
		slash = strrchr(self, '/');
		*slash = '\0';
		beside = arena_printf(arena, "%s/mattockd", self);
		if (access(beside, X_OK) == 0)
			return beside;
	}
	return arena_strdup(arena, "mattockd");
}

/* Reads the ready line and takes the URL out of it. */
static bool read_ready_line(struct arena *arena, struct server *server, struct fault *fault)
{
	struct clock clock = clock_system();
	int64_t deadline_ms = clock_now_ms(&clock) + READY_LIMIT_MS;
	char line[READY_LINE_MAX];
	size_t used = 0;
	char *url;

	while (used < sizeof(line) - 1 && (used == 0 || line[used - 1] != '\n')) {
		struct pollfd end = { .fd = server->output, .events = POLLIN };
		int64_t left_ms = deadline_ms - clock_now_ms(&clock);

		if (left_ms <= 0 || (poll(&end, 1, (int)left_ms) < 0 && errno != EINTR))
			return fault_set(fault, FAULT_SYSTEM, "mattockd was not ready in time");
		if (!end.revents)
			continue;
		if (read(server->output, line + used, 1) != 1)
			return fault_set(fault, FAULT_SYSTEM,
					 "mattockd ended before it was ready; it says why above");
		used++;
	}
	line[used] = '\0';
	url = strstr(line, "url=");
	if (!url)
		return fault_set(fault, FAULT_SYSTEM, "mattockd's ready line has no url");
	url += strlen("url=");
	server->url = arena_strndup(arena, url, strcspn(url, " \n"));
	return true;
}

/* What a server that could not start wrote, in place of "above". */
static bool take_log(struct arena *arena, const char *path, struct fault *fault)
{
	struct secret_file log;
	struct fault unread;

	if (!secret_file_read(arena, path, READY_LINE_MAX, &log, &unread) || !log.text || !log.len)
		return false;
	return fault_set(fault, FAULT_SYSTEM, "%s",
			 arena_strndup(arena, log.text, strcspn(log.text, "\n")));
}

bool server_start(struct arena *arena, const struct server_options *options,
		  struct server *out_server, struct fault *fault)
{
	char *credentials = arena_printf(arena, "%s/credentials", options->folder);
	char *arguments[] = { server_program(arena),
			      (char[]){ "--listen" },
			      (char[]){ "127.0.0.1:0" },
			      (char[]){ "--credentials-file" },
			      credentials,
			      NULL,
			      NULL,
			      NULL };
	struct process_command command = { .arguments = arguments,
					   .environment = environ,
					   .is_apart = true };

	if (options->is_left)
		command.errors_file = arena_printf(arena, "%s/mattockd.log", options->folder);
	if (options->scenario) {
		arguments[5] = (char[]){ "--scenario" };
		arguments[6] = arena_strdup(arena, options->scenario);
	}
	*out_server = (struct server){ .credentials = credentials };
	if (!process_start(&command, &out_server->output, &out_server->pid, fault))
		return false;
	if (read_ready_line(arena, out_server, fault))
		return true;
	server_stop(out_server);
	return options->is_left && take_log(arena, command.errors_file, fault);
}

static size_t take_bytes(char *data, size_t size, size_t count, void *context)
{
	struct buffer *page = context;

	if (page->len + size * count > PAGE_MAX)
		return 0;
	buffer_add(page, data, size * count);
	return size * count;
}

/* A request under way. */
struct conversation {
	CURL *curl;
	struct curl_slist *headers;
	const char *url;
	struct buffer page;
};

static bool conversation_begin(struct arena *arena, const struct server *server, const char *path,
			       struct fault *fault, struct conversation *out_conversation)
{
	CURL *curl = curl_easy_init();

	*out_conversation =
		(struct conversation){ .curl = curl,
				       .url = arena_printf(arena, "%s%s", server->url, path) };
	if (!curl)
		return fault_set(fault, FAULT_SYSTEM, "libcurl could not start");
	buffer_init(&out_conversation->page, arena, 64 * 1024);
	curl_easy_setopt(curl, CURLOPT_URL, out_conversation->url);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)CONTROL_LIMIT_S);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &out_conversation->page);
	if (server->ca_bundle)
		curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_bundle);
	if (server->control_token)
		out_conversation->headers = curl_slist_append(
			NULL,
			arena_printf(arena, "Authorization: Bearer %s", server->control_token));
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, out_conversation->headers);
	return true;
}

static bool conversation_end(struct arena *arena, struct conversation *conversation,
			     struct fault *fault, const struct json_value **out_value)
{
	const struct buffer *page = &conversation->page;
	const char *url = conversation->url;
	CURLcode result = curl_easy_perform(conversation->curl);
	long status = 0;

	curl_easy_getinfo(conversation->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(conversation->curl);
	curl_slist_free_all(conversation->headers);
	if (result != CURLE_OK)
		return fault_set(fault, FAULT_TRANSPORT, "%s: %s", url, curl_easy_strerror(result));
	if (status < 200 || status > 299)
		return fault_set(fault, FAULT_SERVICE, "%s answered %ld: %s", url, status,
				 page->data);
	*out_value = NULL;
	if (page->len && !json_read(arena, page->data, page->len, fault, out_value))
		return fault_prefix(fault, "%s", url);
	return true;
}

bool server_read(struct arena *arena, const struct server *server, const char *path,
		 struct fault *fault, const struct json_value **out_value)
{
	struct conversation conversation;

	return conversation_begin(arena, server, path, fault, &conversation) &&
	       conversation_end(arena, &conversation, fault, out_value);
}

bool server_post(struct arena *arena, const struct server *server,
		 const struct server_message *message, struct fault *fault,
		 const struct json_value **out_value)
{
	struct conversation conversation;

	if (!conversation_begin(arena, server, message->path, fault, &conversation))
		return false;
	conversation.headers =
		curl_slist_append(conversation.headers, "Content-Type: application/json");
	curl_easy_setopt(conversation.curl, CURLOPT_HTTPHEADER, conversation.headers);
	curl_easy_setopt(conversation.curl, CURLOPT_POSTFIELDS, message->body);
	curl_easy_setopt(conversation.curl, CURLOPT_CUSTOMREQUEST, message->method);
	return conversation_end(arena, &conversation, fault, out_value);
}

static const char *namespace_question(struct arena *arena, const struct server_namespace *wanted)
{
	struct json_writer json;
	struct buffer text;

	buffer_init(&text, arena, 1024);
	json_writer_init(&json, &text, false);
	json_open_object(&json);
	if (wanted->name) {
		json_key(&json, "name");
		json_string(&json, wanted->name);
	}
	if (wanted->ttl_s) {
		json_key(&json, "ttl");
		json_integer(&json, wanted->ttl_s);
	}
	if (wanted->from) {
		json_key(&json, "from");
		json_string(&json, wanted->from);
	}
	if (wanted->scenario) {
		json_key(&json, "scenario");
		json_raw(&json, wanted->scenario);
	}
	json_close_object(&json);
	return text.data;
}

bool server_check(struct arena *arena, const char *path, const volatile sig_atomic_t *interrupted,
		  struct fault *fault)
{
	char *arguments[] = { server_program(arena), (char[]){ "--check" },
			      arena_strdup(arena, path), NULL };
	const struct process_command command = { .arguments = arguments,
						 .environment = environ,
						 .captures_output = true,
						 .interrupted = interrupted };
	struct process_result result;
	const char *said;

	if (!process_run(arena, &command, &result, fault))
		return false;
	if (result.exit_status == 0)
		return true;
	said = result.errors;
	if (strncmp(said, "mattockd: ", strlen("mattockd: ")) == 0)
		said += strlen("mattockd: ");
	return fault_set(fault, FAULT_INPUT, "%s", arena_strndup(arena, said, strcspn(said, "\n")));
}

bool server_open_namespace(struct arena *arena, const struct server *host,
			   const struct server_namespace *wanted, struct server *out_server,
			   struct fault *fault)
{
	const struct server_message message = { .method = "POST",
						.path = "/_mattock/ns",
						.body = namespace_question(arena, wanted) };
	const struct json_value *answer;
	const char *credentials;

	*out_server = (struct server){ 0 };
	if (!server_post(arena, host, &message, fault, &answer))
		return false;
	credentials = json_get_string(answer, "credentials");
	*out_server = (struct server){ .url = json_get_string(answer, "url"),
				       .credentials = wanted->credentials,
				       .host = host,
				       .name = json_get_string(answer, "name") };
	if (!out_server->url || !out_server->name || !credentials) {
		*out_server = (struct server){ 0 };
		return fault_set(fault, FAULT_SYSTEM, "mattockd told no namespace");
	}
	if (secret_file_write(arena, out_server->credentials, credentials, fault))
		return true;
	server_stop(out_server);
	return false;
}

/* What is left of a namespace ends with its server, so a failure is nobody's concern. */
static void end_namespace(const struct server *server)
{
	ARENA_AUTO(arena);
	const struct server_message message = {
		.method = "DELETE",
		.path = arena_printf(&arena, "/_mattock/ns?name=%s", server->name),
		.body = "",
	};
	const struct json_value *answer;
	struct fault fault;
	bool is_ended = server_post(&arena, server->host, &message, &fault, &answer);

	UNUSED(is_ended);
}

void server_stop(struct server *server)
{
	if (server->pid > 0) {
		process_stop(server->pid);
		close(server->output);
	}
	if (server->host)
		end_namespace(server);
	*server = (struct server){ 0 };
}
