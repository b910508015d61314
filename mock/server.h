/*
 * server.h - HTTP on a socket: one thread that owns its wait.
 *
 * libmicrohttpd does the parsing; the waiting is ours, because its own epoll
 * loop waits for ever when exactly 128 connections are ready at once. Every
 * request is handled as soon as its last byte is there, one after another,
 * so what answers needs no locks. An answer that has to wait or to break is
 * held (delivery.h) and keeps no other one waiting.
 */
#pragma once

#include "wire/base.h"
#include "wire/buffer.h"
#include "wire/fault.h"
#include "wire/http.h"

struct server;

enum {
	SERVER_BODY_MAX = 10 * 1000 * 1000, /* of a request; AWS's limit for Query (recorded) */
	SERVER_HEADER_MAX = 16 * 1024,      /* memory of a connection, which holds the header */
	SERVER_CONNECTIONS_MAX = 4096,
	SERVER_STREAMS_MAX = 64, /* answers that go on, at one time */
	SERVER_IDLE_S = 60,      /* a connection that says nothing for so long is closed */
};

/* A request as it came. All of it lives in the request's arena. */
struct server_request {
	struct arena *arena; /* wiped and dropped when the answer has been sent */
	struct http_request http;
	const char *source_ip;
	const char *version; /* "HTTP/1.1"; NULL: it came from no socket */
	int64_t begun_us;    /* when its first line was there (clock_monotonic_us), or 0 */
	bool is_too_large;   /* the body is over SERVER_BODY_MAX and was thrown away */
};

/* What of a raw answer is sent, and how the connection ends then. */
enum server_extent { SERVER_SENDS_ALL, SERVER_SENDS_NOTHING, SERVER_SENDS_PART };
enum server_ending { SERVER_CLOSES, SERVER_RESETS, SERVER_HALF_CLOSES };

/* How an answer travels. All zero: whole and at once, and the connection is kept. */
struct server_delivery {
	uint32_t delay_ms; /* before the first byte */
	bool is_raw;       /* what follows holds, and the connection ends after the answer */
	enum server_extent extent;
	size_t body_max;      /* SERVER_SENDS_PART: bytes of the body; the header is sent whole */
	int64_t length_error; /* Content-Length tells so much more than the body has, or less */
	uint32_t pace_bytes;  /* so many at a time, 0: all at once, */
	uint32_t pace_ms;     /* with so much time between them */
	uint32_t hold_ms;     /* silence between the last byte and the end */
	enum server_ending ending;
};

/* Whether an answer that goes on has more to say. */
enum server_turn { SERVER_WAITS, SERVER_SPEAKS, SERVER_IS_DONE };

/* What an answer that goes on is read from, for as long as its connection lasts. */
struct server_source {
	/* Appends what there is to say. It is asked whenever something may have happened. */
	enum server_turn (*read)(void *context, struct buffer *out);
	void (*end)(void *context); /* the connection has ended; frees the context */
	void *context;
};

struct server_answer {
	struct http_response response; /* its body does not count if there is a source */
	struct server_delivery delivery;
	struct server_source source; /* without read: none */
};

/* What answers. The response's texts live in the request's arena or are constant. */
struct server_handler {
	void (*answer)(void *context, const struct server_request *request,
		       struct server_answer *out_answer);
	void *context;
};

/* What it serves at. The texts must outlive the server. */
struct server_options {
	int listener; /* a listening socket, which is the server's from when it is open */
	const char *certificate, *key; /* PEM; NULL: without TLS */
};

/* Free with server_close. */
MUST_USE bool server_open(const struct server_options *options, struct server_handler handler,
			  struct fault *fault, struct server **out_server);

/* Serves until @stop_fd is readable, then lets what is under way end, for at most two seconds. */
MUST_USE bool server_run(struct server *server, int stop_fd, struct fault *fault);

/* Closes every connection. NULL is allowed. */
void server_close(struct server *server);
