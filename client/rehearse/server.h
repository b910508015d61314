/*
 * server.h - a mattockd of our own: started, asked and stopped.
 */
#pragma once

#include <signal.h>

#include "wire/arena.h"
#include "wire/base.h"
#include "wire/fault.h"
#include "wire/json_reader.h"

struct server {
	int pid;                   /* 0: another's process, see server_open_namespace */
	int output;                /* its standard output, kept open while it runs */
	const char *url;           /* "http://127.0.0.1:PORT", perhaps with "/_ns/NAME" */
	const char *credentials;   /* path of a credentials file with a profile for each caller */
	const struct server *host; /* of a namespace: the server that has it; NULL: itself */
	const char *name;          /* of a namespace */
	const char *control_token; /* for its control interface; NULL: none is needed */
	const char *ca_bundle;     /* path; NULL: the system's */
};

/* A server that is to be started. */
struct server_options {
	const char *scenario; /* path; NULL: the default account */
	const char *folder;   /* where its credentials file goes */
	bool is_left;         /* it outlives this program; its errors go to mattockd.log there */
};

/* What is sent to a control page. */
struct server_message {
	const char *method; /* "POST", "DELETE" */
	const char *path;   /* "/_mattock/reset" */
	const char *body;   /* JSON */
};

/* A namespace that is wanted. */
struct server_namespace {
	const char *name;        /* NULL: the server makes one up */
	const char *scenario;    /* JSON text; NULL: the default account */
	const char *from;        /* the namespace to fork instead; NULL: none */
	const char *credentials; /* path of the file to write */
	int64_t ttl_s;           /* 0: it stays */
};

/* The mattockd to run: MATTOCKD, the one beside this program, or whichever PATH has. */
char *server_program(struct arena *arena);

/*
 * Has mattockd read a scenario file without serving it. FAULT_INPUT says "FILE:LINE:COLUMN: PLACE:
 * what was expected". @interrupted as in struct process_command.
 */
MUST_USE bool server_check(struct arena *arena, const char *path,
			   const volatile sig_atomic_t *interrupted, struct fault *fault);

/*
 * Starts mattockd with a scenario on a free port and waits until it is ready.
 * Strings live in @arena. On failure nothing runs.
 */
MUST_USE bool server_start(struct arena *arena, const struct server_options *options,
			   struct server *out_server, struct fault *fault);

/*
 * Makes a namespace of a server that runs; it is used like one of its own.
 * @host is borrowed until server_stop. FAULT_SERVICE: the server refused it.
 */
MUST_USE bool server_open_namespace(struct arena *arena, const struct server *host,
				    const struct server_namespace *wanted,
				    struct server *out_server, struct fault *fault);

/* Reads a control page, for example "/_mattock/requests", as JSON. */
MUST_USE bool server_read(struct arena *arena, const struct server *server, const char *path,
			  struct fault *fault, const struct json_value **out_value);

/* Posts JSON to a control page and reads the answer as JSON; NULL if there is none. */
MUST_USE bool server_post(struct arena *arena, const struct server *server,
			  const struct server_message *message, struct fault *fault,
			  const struct json_value **out_value);

/* Stops it, or ends the namespace; also fine for a zeroed struct. */
void server_stop(struct server *server);
