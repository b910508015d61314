/*
 * control.h - the control interface below /_mattock/.
 *
 * Health, readiness, namespaces, and of each namespace its clock, state,
 * journal and fault rules, and reset. A page in a browser must
 * not reach it: the Host has to be a name of this machine or the address we
 * listen on, an Origin has to be our own, and changes need a JSON content
 * type, which a form cannot send. With a token, which no page knows, the Host
 * may be any: then other machines may ask, under whatever name they have.
 */
#pragma once

#include "mock/server.h"

struct namespace;
struct namespaces;

struct control {
	struct namespace *space;          /* the one that was asked for */
	const char *name;                 /* its */
	struct server_source *out_source; /* of an answer that goes on */
	struct namespaces *namespaces;
	const char *base_url; /* of the server, "http://127.0.0.1:4000" */
	const char *address;  /* we listen on, "127.0.0.1" */
	uint16_t port;
	bool is_tls;
	const char *token; /* that requests must have; NULL: they need none */
	bool is_ready;     /* the scenario is loaded */
};

/* Whether the path is one of the control interface. */
bool control_owns(const char *path);

/* Answers such a request. */
void control_answer(struct control *control, const struct server_request *request,
		    struct http_response *out_response);
