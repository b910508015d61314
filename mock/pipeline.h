/*
 * pipeline.h - the life of a request, one stage a file:
 *
 *   server -> route -> authenticate -> read -> fault rules -> check -> gate
 *          -> authorize -> handler -> write -> server
 *
 * A request is a transaction. If a stage fails nothing is left of it but the
 * journal's entry.
 */
#pragma once

#include "mock/control.h"
#include "mock/server.h"

struct namespaces;

struct pipeline {
	struct namespaces *namespaces;
	struct control control;
	const char *base_url; /* "http://127.0.0.1:4000" */
};

/* The server's handler; @context is a struct pipeline. */
void pipeline_answer(void *context, const struct server_request *request,
		     struct server_answer *out_answer);
