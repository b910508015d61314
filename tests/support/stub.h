/*
 * stub.h - a small HTTP server on the loopback that plays a service Mattock has none of.
 *
 * It says what its table says: the metadata service of an instance or a
 * container, the portal of IAM Identity Center, a proxy, an endpoint with a
 * certificate. What came is remembered, so that a test can say what was asked
 * and how often.
 */
#pragma once

#include "wire/arena.h"
#include "wire/base.h"

/* What a request must be to get an answer; the first row that fits counts. */
struct stub_answer {
	const char *method;
	const char *uri;    /* path and query, whole; NULL: any */
	const char *header; /* "Name: beginning of its value"; NULL: none is needed */
	const char *sent;   /* a part of the body that must be there; NULL: none */
	int status;
	const char *body;
};

struct stub;

struct stub_options {
	const struct stub_answer *answers; /* ends with a row without a method */
	const char *key, *certificate;     /* PEM texts: HTTPS; NULL: HTTP */
};

/* Starts on a free port. What is in no row gets 404. Ends the program if it cannot. */
struct stub *stub_start(const struct stub_options *options);
void stub_stop(struct stub *stub);

/* The port on 127.0.0.1. */
int stub_port(const struct stub *stub);

/* How many connections were made. */
int stub_connections(struct stub *stub);

/* What was asked since it was last looked at: "METHOD URI STATUS", a line each. */
const char *stub_log(struct stub *stub, struct arena *arena);
