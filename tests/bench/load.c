/*
 * load - sends one signed request over and over and says how fast it was answered.
 *
 *   load PORT OPERATION CONNECTIONS SECONDS KEY SECRET
 *   load PORT OPERATION show KEY SECRET
 *
 * Each connection sends its next request when the last one was answered. The
 * first form prints "REQUESTS SECONDS P50_US P99_US"; the second sends one
 * request and prints the whole answer. An answer other than 200 ends it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/request.h"

enum { CONNECTIONS_MAX = 1024, ANSWER_MAX = 256 * 1024, SAMPLES_MAX = 4 * 1024 * 1024 };

struct connection {
	int fd;
	int64_t sent_ns;
	size_t filled;
	char *answer; /* ANSWER_MAX bytes */
};

struct load {
	struct arena arena;
	struct buffer request;
	struct connection connections[CONNECTIONS_MAX];
	size_t connection_count;
	int epoll_fd;
	uint32_t *samples_ns;
	size_t sample_count;
	int64_t end_ns;
};

static void __attribute__((noreturn)) stop(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int connect_to(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0)
		stop("cannot connect");
	return fd;
}

static void send_request(struct load *load, struct connection *connection)
{
	connection->filled = 0;
	connection->sent_ns = now_ns();
	/* A request is smaller than any socket buffer, so it goes in one piece. */
	if (write(connection->fd, load->request.data, load->request.len) !=
	    (ssize_t)load->request.len)
		stop("cannot send");
}

/* The length of the whole answer, or 0 while its header is not complete. */
static size_t answer_len(const struct connection *connection)
{
	const char *end, *length;

	connection->answer[connection->filled] = '\0';
	end = strstr(connection->answer, "\r\n\r\n");
	length = strcasestr(connection->answer, "\r\nContent-Length:");
	if (!end || !length || length > end)
		return 0;
	return (size_t)(end - connection->answer) + 4 +
	       strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
}

/* Reads what is there; true if the answer is complete. */
static bool receive(struct connection *connection)
{
	size_t room = ANSWER_MAX - 1 - connection->filled;
	ssize_t count = read(connection->fd, connection->answer + connection->filled, room);
	size_t len;

	if (count <= 0)
		stop("connection lost");
	connection->filled += (size_t)count;
	len = answer_len(connection);
	if (len == 0 || connection->filled < len)
		return false;
	if (strncmp(connection->answer, "HTTP/1.1 200", 12) != 0) {
		fprintf(stderr, "load: %s\n", connection->answer);
		exit(1);
	}
	return true;
}

static void open_connections(struct load *load, uint16_t port, size_t count)
{
	load->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	load->connection_count = count;
	for (size_t i = 0; i < count; i++) {
		struct connection *connection = &load->connections[i];
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };

		connection->fd = connect_to(port);
		connection->answer = arena_alloc(&load->arena, ANSWER_MAX);
		if (epoll_ctl(load->epoll_fd, EPOLL_CTL_ADD, connection->fd, &event) != 0)
			stop("cannot wait");
	}
}

/* One round of waiting; answers are counted and followed by the next request until the end. */
static void serve_events(struct load *load)
{
	struct epoll_event events[64];
	int count = epoll_wait(load->epoll_fd, events, ARRAY_LEN(events), 5000);

	if (count <= 0)
		stop("no answer");
	for (int i = 0; i < count; i++) {
		struct connection *connection = events[i].data.ptr;
		int64_t now;

		if (!receive(connection))
			continue;
		now = now_ns();
		if (load->sample_count < SAMPLES_MAX)
			load->samples_ns[load->sample_count++] =
				(uint32_t)(now - connection->sent_ns);
		if (now < load->end_ns)
			send_request(load, connection);
		else
			load->connection_count--;
	}
}

static int compare(const void *one, const void *other)
{
	uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;

	return (a > b) - (a < b);
}

static void run(struct load *load, double seconds)
{
	int64_t begin = now_ns();
	double taken;

	load->samples_ns = arena_alloc(&load->arena, SAMPLES_MAX * sizeof(uint32_t));
	load->end_ns = begin + (int64_t)(seconds * 1e9);
	for (size_t i = 0; i < load->connection_count; i++)
		send_request(load, &load->connections[i]);
	while (load->connection_count > 0)
		serve_events(load);
	taken = (double)(now_ns() - begin) / 1e9;
	qsort(load->samples_ns, load->sample_count, sizeof(uint32_t), compare);
	printf("%zu %.6f %.1f %.1f\n", load->sample_count, taken,
	       load->samples_ns[load->sample_count / 2] / 1e3,
	       load->samples_ns[load->sample_count * 99 / 100] / 1e3);
}

static void show(struct load *load)
{
	struct connection *connection = &load->connections[0];

	send_request(load, connection);
	while (!receive(connection))
		continue;
	fwrite(connection->answer, 1, connection->filled, stdout);
}

int main(int argc, char **argv)
{
	static struct load load;
	bool shows = argc == 6 && strcmp(argv[3], "show") == 0;
	const struct bench_operation *operation;
	size_t count = shows || argc != 7 ? 1 : strtoul(argv[3], NULL, 10);
	struct sigv4_credentials credentials;

	operation = argc > 2 ? bench_operation(argv[2]) : NULL;
	if ((!shows && argc != 7) || !operation || count < 1 || count > CONNECTIONS_MAX) {
		fprintf(stderr, "usage: load PORT OPERATION CONNECTIONS SECONDS KEY SECRET\n"
				"       load PORT OPERATION show KEY SECRET\n");
		return 2;
	}
	credentials = (struct sigv4_credentials){ argv[argc - 2], argv[argc - 1], NULL };
	buffer_init(&load.request, &load.arena, 2048);
	bench_request(&load.request, operation, "127.0.0.1", &credentials);
	open_connections(&load, (uint16_t)strtoul(argv[1], NULL, 10), count);
	if (shows)
		show(&load);
	else
		run(&load, strtod(argv[4], NULL));
	arena_done(&load.arena);
	return 0;
}
