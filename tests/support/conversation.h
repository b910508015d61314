/*
 * conversation.h - tests that talk to mattockd over its socket.
 *
 * A conversation starts the server named by MATTOCKD on a free port with a
 * scenario, and asks signed questions as the scenario's callers. The server
 * ends with the test, also when an assertion fails.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

struct conversation;

enum { CONVERSATION_STEPS = 12 };

/* One question and the answer it must get. */
struct conversation_step {
	const char *caller;    /* a caller of the scenario, or an earlier step's "becomes" */
	const char *operation; /* "iam:GetUser"; NULL ends a story */
	const char *input;     /* JSON; ' stands for " */
	const char
		*answer; /* JSON with ' for ", or "STATUS CODE: message"; a final * is anything */
	const char *becomes; /* a name for the credentials in the answer, or NULL */
};

struct conversation_story {
	const char *name;
	const char *scenario; /* JSON with ' for "; NULL: the server's own account */
	struct conversation_step steps[CONVERSATION_STEPS];
};

/* What came back. Texts live in the arena of the conversation. */
struct conversation_answer {
	int status;
	const char *headers;
	const char *body;
	size_t body_len;
	bool is_reset;   /* the connection was reset; otherwise it was closed or kept */
	bool is_cut;     /* it ended before the length that was told */
	int64_t took_ms; /* of conversation_ask */
	/*
	 * Of conversation_ask: as conversation_step.answer, with real quotes; "reset", "closed",
	 * "cut after N", or "unreadable: why" if there is no such answer.
	 */
	const char *text;
};

/* Starts a server; fails the test if it does not become ready. */
struct conversation *conversation_start(struct arena *arena, const char *scenario);

/* Stops it with SIGTERM; fails the test if it does not end well. */
void conversation_stop(struct conversation *conversation);

/* Asks one question; see struct conversation_step. */
struct conversation_answer conversation_ask(struct conversation *conversation, const char *caller,
					    const char *operation, const char *input);

/* The bytes of such a request, to be sent by conversation_send or by the test itself. */
const char *conversation_request(struct conversation *conversation, const char *caller,
				 const char *operation, const char *input);

/* Gives the credentials in an answer of STS a name to ask with. */
void conversation_become(struct conversation *conversation, const char *name,
			 const struct conversation_answer *answer);

/* Tells a whole story on a server of its own. */
void conversation_tell(struct arena *arena, const struct conversation_story *story);

/* A new connection to the server. */
int conversation_connect(struct conversation *conversation);

/* Sends bytes as they are on a new connection and reads the answer to its end, if there is one. */
struct conversation_answer conversation_send(struct conversation *conversation, const char *data,
					     size_t len);

/* The same for a text. */
struct conversation_answer conversation_say(struct conversation *conversation, const char *text);

/* Reads one answer from a connection; status 0 if the server closed it without one. */
struct conversation_answer conversation_read(struct conversation *conversation, int fd);

/* "127.0.0.1:PORT" */
const char *conversation_host(const struct conversation *conversation);

/* The server's process. */
int conversation_pid(const struct conversation *conversation);
